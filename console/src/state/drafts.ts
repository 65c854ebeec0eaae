import type { Attachment, Wording } from "@wire";
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
}

export const emptyDraft: Draft = { text: "", note: false, language: "", attachments: [], reading: null, withOriginal: false, clientId: "" };

const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Draft).text === "string" &&
  Array.isArray((value as Draft).attachments);

/** One draft a conversation. */
export class Drafts {
  readonly all: StoreApi<Readonly<Record<string, Draft>>>;
  private readonly prefs: Prefs;
  private readonly me: string;

  constructor(prefs: Prefs, me: string) {
    this.prefs = prefs;
    this.me = me;
    this.all = createStore(() => ({}));
  }

  of(id: string): Draft {
    return this.all.getState()[id] ?? { ...emptyDraft, ...readJson(this.prefs, this.key(id), isDraft, emptyDraft) };
  }

  change(id: string, part: Partial<Draft>): void {
    const draft = { ...this.of(id), ...part };
    this.all.setState({ [id]: draft });
    const bare = draft.text === "" && draft.attachments.length === 0 && !draft.note;
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
    this.all.setState({}, true);
  }

  private key(id: string): string {
    return `draft.${this.me}.${id}`;
  }
}
