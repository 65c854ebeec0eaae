import type { Numbered } from "./timeline";

/** What no word is left in, whatever entry it belongs to. */
const NOTHING = {
  text: "",
  language: "und",
  original: undefined,
  originalLanguage: undefined,
  engine: undefined,
  readings: [],
  attachments: [],
  prose: "",
  pieces: [],
  findings: [],
  comment: "",
  pageUrl: "",
  pageTitle: "",
};

interface Told {
  kind: string;
  upto?: number;
  reading?: object | null;
}

/** Entries as they stay after the newest `conversation.erased` among them: numbers without anybody's words. */
export function emptied<E extends Numbered>(entries: readonly E[]): readonly E[] {
  let upto = 0;
  for (const entry of entries) {
    const body = bodyOf(entry);
    if (body.kind === "conversation.erased") upto = Math.max(upto, body.upto ?? 0);
  }
  return upto ? entries.map((entry) => (entry.seq > upto ? entry : stone(entry))) : entries;
}

const bodyOf = (entry: Numbered) => (entry as { body?: Told }).body ?? { kind: "" };

function stone<E extends Numbered>(entry: E): E {
  const body = bodyOf(entry);
  const bare = Object.entries(NOTHING).filter(([key]) => key in body);
  const reading = body.reading ? { reading: { ...body.reading, text: "", engine: "" } } : {};
  const label = /^message\.(posted|released)$/.test(body.kind) ? { label: "erased" } : {};
  const { author } = entry as { author?: { kind: string } };
  const nobody = author?.kind === "customer" ? { author: { ...author, name: "" } } : {};
  return { ...entry, ...nobody, body: { ...body, ...Object.fromEntries(bare), ...reading, ...label } };
}
