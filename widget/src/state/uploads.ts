import { newId } from "../wire";
import type { Answer, Attachment, Link, Problem } from "../wire";

/** A file on its way to the desk, before it is named in a message. */
export interface Upload {
  key: string;
  name: string;
  size: number;
  mime: string;
  /** An object URL of a picture, for showing it at once. */
  preview: string;
  /** 0 to 1. */
  progress: number;
  state: "going" | "ready" | "failed";
  /** Why it failed: a code. */
  code: string;
  fileId: string;
}

/** What browsers show as a picture, and can do no harm as one: no SVG. */
export const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

export interface UploadsOptions {
  /** Origin of the desk, for the page is another one. */
  url: string;
  link: () => Link<"customer">;
  conversationId: () => string;
  changed: (uploads: readonly Upload[]) => void;
}

type Stored = Attachment | { ok: false; error: Problem };

/**
 * The files beside the composer. Those sent stay known here, so that their bubble can show them before the
 * server does.
 */
export class Uploads {
  list: readonly Upload[] = [];
  readonly #options: UploadsOptions;
  readonly #files = new Map<string, File>();
  readonly #sent = new Map<string, Upload>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  add(files: Iterable<File> | null | undefined): void {
    for (const file of files ?? []) this.#add(file);
  }

  #add(file: File): void {
    const key = newId();
    const preview = PICTURE.test(file.type) ? URL.createObjectURL(file) : "";
    const fresh = { key, name: file.name || "file", size: file.size, mime: file.type, preview };
    this.#files.set(key, file);
    this.#show([...this.list, { ...fresh, progress: 0, state: "going", code: "", fileId: "" }]);
    void this.#go(key, file);
  }

  retry(key: string): void {
    const file = this.#files.get(key);
    this.#change(key, { state: "going", progress: 0, code: "" });
    if (file) void this.#go(key, file);
  }

  remove(key: string): void {
    const gone = this.list.find((one) => one.key === key);
    if (gone?.preview) URL.revokeObjectURL(gone.preview);
    this.#files.delete(key);
    this.#show(this.list.filter((one) => one.key !== key));
  }

  /** Hand over the ids of what is ready, for a message. */
  take(): string[] {
    const ready = this.list.filter((one) => one.state === "ready");
    ready.forEach((one) => this.#sent.set(one.fileId, one));
    this.#show(this.list.filter((one) => one.state !== "ready"));
    return ready.map((one) => one.fileId);
  }

  known(fileId: string): Upload | undefined {
    return this.#sent.get(fileId);
  }

  async #go(key: string, file: File): Promise<void> {
    const code = await this.#send(key, file).catch(() => "offline");
    if (code) this.#change(key, { state: "failed", code });
  }

  /** The code of what went wrong; empty when all went well. */
  async #send(key: string, file: File): Promise<string> {
    const conversationId = this.#options.conversationId();
    const place = conversationId ? { conversationId } : {};
    const ask = { clientId: key, name: file.name || "file", size: file.size, ...place };
    const prepared: Answer<"customer", "file.attach"> = await this.#options.link().ask("file.attach", ask);
    if (!prepared.ok) return prepared.error.code;
    const stored = await put(new URL(prepared.url, this.#options.url).href, file, (progress) =>
      this.#change(key, { progress }),
    );
    if ("error" in stored) return stored.error.code;
    this.#change(key, { state: "ready", progress: 1, fileId: stored.id, mime: stored.mime });
    return "";
  }

  #change(key: string, part: Partial<Upload>): void {
    this.#show(this.list.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }

  #show(list: readonly Upload[]): void {
    this.list = list;
    this.#options.changed(list);
  }
}

/** `fetch` does not tell how far an upload has come. */
function put(url: string, file: File, progress: (part: number) => void): Promise<Stored> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.upload.onprogress = (event) => progress(event.loaded / (event.total || 1));
    request.onload = () => done(JSON.parse(request.responseText) as Stored);
    request.onerror = request.onabort = () => fail(new Error("not reached"));
    request.send(file);
  });
}
