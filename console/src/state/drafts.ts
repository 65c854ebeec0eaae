import type { AnyPiece, Attachment, Link, Wording } from "@wire";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readJson, type Prefs } from "./prefs";

/** What is being written in one conversation. It survives a reload; files do so once they are uploaded. */
export interface Draft {
  readonly text: string;
  readonly note: boolean;
  /** Set when the text is known to be in the customer's language: it was a ready phrase. */
  readonly language: string;
  readonly attachments: readonly Attachment[];
  /** What the customer is to read, in the author's own words; null leaves it to the engine. */
  readonly reading: Wording | null;
  readonly withOriginal: boolean;
  /** Set when the server gave the text back: sending it again must not make a second message. */
  readonly clientId: string;
  /** What goes with it beside text and files. */
  readonly pieces?: readonly AnyPiece[] | undefined;
  /** Colleagues a note calls, by id. */
  readonly mentions: readonly string[];
  /** When it was last changed here (ms, own clock); 0 when it came from the server. */
  readonly at: number;
}

export const emptyDraft: Draft = { text: "", note: false, language: "", attachments: [], reading: null, withOriginal: false, clientId: "", mentions: [], pieces: [], at: 0 };

/** A pause in writing this long, and the desk keeps what there is. */
const PAUSE_MS = 1_200;

const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Draft).text === "string" &&
  Array.isArray((value as Draft).attachments);

/** One draft a conversation: on this machine at once, and with the desk after a pause, so that it waits wherever one logs in. */
export class Drafts {
  readonly all: StoreApi<Readonly<Record<string, Draft>>>;
  private readonly prefs: Prefs;
  private readonly me: string;
  private readonly link: Link<"agent"> | null;
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(prefs: Prefs, me: string, link: Link<"agent"> | null = null) {
    this.prefs = prefs;
    this.me = me;
    this.link = link;
    this.all = createStore(() => ({}));
  }

  of(id: string): Draft {
    return this.all.getState()[id] ?? { ...emptyDraft, ...readJson(this.prefs, this.key(id), isDraft, emptyDraft) };
  }

  change(id: string, part: Partial<Draft>): void {
    const before = this.of(id);
    const draft = { ...before, at: Date.now(), ...part };
    this.put(id, draft);
    if (draft.text !== before.text || draft.attachments !== before.attachments || draft.pieces !== before.pieces || draft.note !== before.note) this.saveSoon(id);
  }

  /** What waits with the desk and not here: written on another machine. What is being written here stays. */
  async fetch(): Promise<void> {
    const answer = await this.link?.ask("draft.list", {});
    if (answer?.ok !== true) return;
    for (const { conversationId: id, text, note, language, attachments, pieces } of answer.items) {
      const here = this.of(id);
      if (here.text === "" && here.attachments.length === 0 && !here.pieces?.length && !this.timers.has(id)) {
        this.put(id, { ...emptyDraft, text, note, language, attachments, pieces });
      }
    }
  }

  private saveSoon(id: string): void {
    if (this.link === null) return;
    clearTimeout(this.timers.get(id));
    this.timers.set(id, setTimeout(() => {
      this.timers.delete(id);
      const { text, note, language, attachments, pieces = [] } = this.of(id);
      const files = attachments.map((file) => file.id);
      void this.link?.ask("draft.save", { conversationId: id, text, note, language, attachments: files, pieces });
    }, PAUSE_MS));
  }

  private put(id: string, draft: Draft): void {
    this.all.setState({ [id]: draft });
    const bare = draft.text === "" && draft.attachments.length === 0 && !draft.pieces?.length && !draft.note;
    if (bare) this.prefs.drop(this.key(id));
    else this.prefs.set(this.key(id), JSON.stringify(draft));
  }

  /** A text comes back to its author; what is being written stays before it. */
  add(id: string, text: string, note: boolean): void {
    const before = this.of(id).text;
    this.change(id, { text: before === "" ? text : `${before}\n${text}`, note, clientId: "" });
  }

  clear(id: string): void {
    this.change(id, { ...emptyDraft, note: this.of(id).note });
  }

  /** Forget them all, for a logout. */
  wipe(): void {
    for (const key of this.prefs.keys()) if (key.startsWith(this.key(""))) this.prefs.drop(key);
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.all.setState({}, true);
  }

  private key(id: string): string {
    return `draft.${this.me}.${id}`;
  }
}
