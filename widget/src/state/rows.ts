import type { Attachment, CustomerEntry, FormAnswer, Item, PublicPiece } from "../wire";

export type Tick = "sending" | "sent" | "read" | "failed" | "";

/** One bubble. `first`/`last` say where it stands in a run of bubbles of one author. */
export interface Bubble {
  kind: "bubble";
  key: string;
  at: number;
  mine: boolean;
  name: string;
  text: string;
  original: string;
  originalLanguage: string;
  untranslated: boolean;
  attachments: readonly Attachment[];
  /** What there is beside prose. */
  pieces: readonly PublicPiece[];
  /** Its number; 0 on its way. */
  seq: number;
  /** What it asks has been answered: its form, or, by any words, its replies. */
  answered: boolean;
  /** Files of a message on its way, by id. */
  files: readonly string[];
  tick: Tick;
  /** Why it failed: a code. */
  code: string;
  first: boolean;
  last: boolean;
}

export interface Divider {
  kind: "day";
  key: string;
  at: number;
}

/** Something that happened: somebody joined, the chat ended, it goes on, it was judged, its words are gone. */
export interface Remark {
  kind: "remark";
  key: string;
  what: "assigned" | "closed" | "reopened" | "rated" | "erased";
  name: string;
  score: number;
}

export type Row = Bubble | Divider | Remark;

const RUN_MS = 5 * 60_000;

/** What the thread shows, from the series and what is still on its way. Pure. */
export function rows(entries: readonly CustomerEntry[], waiting: readonly Item[], agentsRead: number): Row[] {
  const lines = [...entries.map((entry) => said(entry, agentsRead)), ...waiting.map(pending)];
  return grouped(dated(answered(lines.filter((line) => line !== null))));
}

type Line = (Bubble | Remark) & { at: number };

function answered(lines: readonly Line[]): Line[] {
  const mine = (line: Line) => line.kind === "bubble" && line.mine;
  const spoken = lines.findLastIndex(mine);
  const forms = lines.map((line) => mine(line) && (line as Bubble).pieces[0]?.form);
  return lines.map((line, n) => {
    if (line.kind !== "bubble") return line;
    const isForm = line.pieces.some(({ kind }) => kind === "field");
    return { ...line, answered: isForm ? forms.includes(line.seq) : n < spoken };
  });
}

function said(entry: CustomerEntry, agentsRead: number): Line | null {
  const { body, author, seq, at, clientId } = entry;
  // The key it had on its way: one bubble stays one element, and is read out once.
  const key = clientId ? `c${clientId}` : `s${seq}`;
  if (body.kind === "conversation.opened" || ("label" in body && body.label === "erased")) return null;
  if (body.kind !== "message.posted") {
    const what = body.kind.slice("conversation.".length) as Remark["what"];
    const name = "agentName" in body ? body.agentName : "";
    return { kind: "remark", key, at, what, name, score: "score" in body ? body.score : 0 };
  }
  const { text, prose = text, pieces = [], attachments, original = "", originalLanguage = "" } = body;
  const words = { text: prose, pieces, seq, attachments, original, originalLanguage, untranslated: body.label === "untranslated" };
  const tick = author.mine ? (seq <= agentsRead ? "read" : "sent") : "";
  return { ...EMPTY, key, at, mine: author.mine, name: author.name, ...words, tick };
}

const isAnswer = (piece: { kind: string }): piece is FormAnswer => piece.kind === "answer";

function pending({ clientId, payload: { body }, ack, createdAt, state, problem }: Item): Line {
  const answer = body.pieces?.find(isAnswer);
  return {
    ...EMPTY,
    key: `c${clientId}`,
    at: ack?.at ?? createdAt,
    text: ack?.text || body.text || (answer?.values.filter(Boolean).join("\n") ?? ""),
    pieces: answer ? [{ kind: "answer", form: answer.form }] : [],
    files: body.attachments ?? [],
    tick: state,
    code: problem?.code ?? "",
  };
}

const EMPTY = {
  kind: "bubble",
  mine: true,
  name: "",
  original: "",
  originalLanguage: "",
  untranslated: false,
  attachments: [],
  pieces: [],
  seq: 0,
  answered: false,
  files: [],
  code: "",
  first: true,
  last: true,
} as const;

function dated(lines: readonly Line[]): (Line | Divider)[] {
  let day = "";
  return lines.flatMap((line) => {
    const today = new Date(line.at).toDateString();
    if (today === day) return [line];
    day = today;
    return [{ kind: "day" as const, key: `d${today}`, at: line.at }, line];
  });
}

function grouped(lines: readonly Row[]): Row[] {
  return lines.map((line, n) => {
    if (line.kind !== "bubble") return line;
    return { ...line, first: !together(lines[n - 1], line), last: !together(line, lines[n + 1]) };
  });
}

function together(above: Row | undefined, below: Row | undefined): boolean {
  if (above?.kind !== "bubble" || below?.kind !== "bubble") return false;
  return above.mine === below.mine && above.name === below.name && below.at - above.at < RUN_MS;
}
