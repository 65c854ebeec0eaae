import { type RefObject, useEffect, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import type { ThreadRow } from "../state/rows";
import { useDesk, useStation } from "../state/use";

interface Options {
  readonly id: string;
  readonly rows: readonly ThreadRow[];
  readonly begins: boolean;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly stay: () => void;
}

const shows = (row: ThreadRow, seq: number): boolean => row.kind === "bubble" && row.bubble.seq === seq;

/** Brings the message that was looked for to the eyes, page by page backwards if need be; answers its row's key. */
export function useSought({ id, rows, begins, list, stay }: Options): string {
  const { desk, threads } = useStation();
  const sought = useDesk((known) => (known.sought?.id === id ? known.sought.seq : 0));
  const [lit, light] = useState("");
  useEffect(() => {
    if (sought === 0 || rows.length === 0) return;
    const at = rows.findIndex((row) => shows(row, sought));
    if (at < 0 && !begins) {
      void threads.older(id);
      return;
    }
    desk.setState({ sought: null });
    const row = rows[at];
    if (row === undefined) return;
    stay();
    light(row.key);
    requestAnimationFrame(() => list.current?.scrollToIndex(at, { align: "center" }));
  }, [desk, threads, id, rows, begins, sought, list, stay]);
  return lit;
}
