import { newId, type Attachment, type Problem } from "@wire";
import { type ClipboardEvent, type DragEvent, useState } from "react";
import { put } from "../state/put";
import { useStation } from "../state/use";

/** A file on its way to the server. `part` runs from 0 to 1. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly part: number;
  readonly problem: Problem | null;
}

export interface Uploads {
  readonly list: readonly Upload[];
  readonly add: (files: Iterable<File>) => void;
  readonly dismiss: (key: string) => void;
  readonly paste: (event: ClipboardEvent) => void;
  readonly drop: ReturnType<typeof useDrop>;
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** A place files can be dropped on; it shows when some hang over it. */
function useDrop(take: (files: FileList) => void) {
  const [over, setOver] = useState(false);
  return {
    "data-over": over || undefined,
    onDragOver(event: DragEvent) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave() {
      setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      take(event.dataTransfer.files);
    },
  };
}

/** Files are announced, sent, and then named by the draft; all three ways of giving them end here. */
export function useUploads(id: string): Uploads {
  const { link, drafts } = useStation();
  const [list, setList] = useState<readonly Upload[]>([]);
  const patch = (key: string, part: Partial<Upload>) => {
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  };
  const dismiss = (key: string) => {
    setList((all) => all.filter((one) => one.key !== key));
  };
  const send = async (file: File) => {
    const key = newId();
    setList((all) => [...all, { key, name: file.name, part: 0, problem: null }]);
    const told = await link.ask("file.attach", { clientId: key, name: file.name, size: file.size, conversationId: id });
    const stored = told.ok ? await put(told.url, file, (part) => { patch(key, { part }); }) : told.error;
    if ("code" in stored) {
      patch(key, { problem: stored });
      return;
    }
    dismiss(key);
    attach(stored);
  };
  const attach = (file: Attachment) => {
    drafts.change(id, { attachments: [...drafts.of(id).attachments, file] });
  };
  const add = (files: Iterable<File>) => {
    for (const file of files) void send(file);
  };
  const drop = useDrop(add);
  return {
    list,
    add,
    dismiss,
    paste(event) {
      if (event.clipboardData.files.length === 0) return;
      event.preventDefault();
      add(event.clipboardData.files);
    },
    drop,
  };
}
