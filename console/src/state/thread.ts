import type { AgentEntry, Attachment, Author, Finding, Reading, StoredPiece } from "@wire";

/** A message or a note, with what later entries said of it. */
export interface Bubble {
  readonly kind: "bubble";
  readonly seq: number;
  readonly at: number;
  readonly author: Author;
  readonly clientId: string;
  readonly note: boolean;
  readonly text: string;
  readonly language: string;
  readonly confidence: number;
  readonly state: "held" | "pending" | "posted" | "returned";
  /** What the customer reads, when it is not `text`. */
  readonly reading: Reading | null;
  /** Translations for the desk. */
  readonly readings: readonly Reading[];
  readonly attachments: readonly Attachment[];
  readonly findings: readonly Finding[];
  /** Who let it pass already, by id, while it waits for one more. */
  readonly approvals: readonly string[];
  readonly flagged: boolean;
  readonly label: string;
  /** It came with markup of its own, with or without pictures of other servers. */
  readonly rich?: "pictures" | "plain";
  /** What the lines of its last paragraph are. */
  readonly pieces?: readonly StoredPiece[] | undefined;
  /** Number in the customers' series; 0 while they do not see it. */
  readonly cseq: number;
  readonly returned: string;
}

/** Something that happened to the conversation. */
export interface Line {
  readonly kind: "line";
  readonly seq: number;
  readonly at: number;
  readonly author: Author;
  readonly body: Exclude<AgentEntry["body"], { kind: `message.${string}` | "note.posted" }>;
}

export type Item = Bubble | Line;

/** A conversation as it is shown: what the entries `first..last` of the agents' series amount to. */
export interface Thread {
  readonly items: readonly Item[];
  readonly last: number;
}

export const emptyThread: Thread = { items: [], last: 0 };

/** Where the item numbered `seq` stands; items are in order of their numbers. -1 when it is not loaded. */
export function indexOf(items: readonly Item[], seq: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = items[middle]?.seq ?? 0;
    if (at === seq) return middle;
    if (at < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Change the bubble that a later entry refers to; nothing happens while it lies before what is loaded. */
export function amend(thread: Thread, ref: number, change: (bubble: Bubble) => Bubble): Thread {
  const index = indexOf(thread.items, ref);
  const item = thread.items[index];
  if (item?.kind !== "bubble") return thread;
  return { ...thread, items: thread.items.with(index, change(item)) };
}

export const append = (thread: Thread, item: Item): Thread => ({ ...thread, items: [...thread.items, item] });
