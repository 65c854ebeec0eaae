import type { AnyPiece, StoredPiece } from "@wire";

const PARAGRAPH = "\n\n";

/** A line of a piece: what it is, what it says, and at which sign of the whole text it begins. */
export interface Line {
  readonly name: StoredPiece["lines"][number];
  readonly text: string;
  readonly start: number;
}

export interface Told {
  readonly piece: StoredPiece;
  readonly lines: readonly Line[];
}

/** The prose of a message and its pieces, by the lines of its last paragraph; null when they are not there any more. */
export function toldOf(text: string, pieces: readonly StoredPiece[]): { prose: string; pieces: readonly Told[] } | null {
  const cut = text.lastIndexOf(PARAGRAPH);
  const lines = (cut < 0 ? text : text.slice(cut + PARAGRAPH.length)).split("\n");
  if (lines.length !== pieces.reduce((count, piece) => count + piece.lines.length, 0)) return null;
  let [at, start] = [0, cut < 0 ? 0 : [...text.slice(0, cut + PARAGRAPH.length)].length];
  const told = pieces.map((piece) => ({
    piece,
    lines: piece.lines.map((name) => {
      const line = { name, text: lines[at++] ?? "", start };
      start += [...line.text].length + 1;
      return line;
    }),
  }));
  return { prose: cut < 0 ? "" : text.slice(0, cut), pieces: told };
}

/** What a piece says before it is sent, a line each. */
export function wordsOf(piece: AnyPiece): string[] {
  const words = "label" in piece ? [piece.label] : "title" in piece ? [piece.title, piece.text] : "number" in piece ? [piece.number, piece.status] : [];
  const more = "items" in piece ? piece.items : "options" in piece ? piece.options : [];
  const price = "price" in piece && piece.price ? [`${piece.price.amount} ${piece.price.currency}`] : [];
  const link = "link" in piece && piece.link ? [piece.link] : [];
  return [...words, ...(more ?? []), ...price, ...link].filter((line): line is string => !!line);
}
