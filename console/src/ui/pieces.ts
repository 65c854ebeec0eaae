import type { Finding } from "@wire";

/** A stretch of text with the strictest finding that covers it, if any. */
export interface Piece {
  readonly text: string;
  readonly finding: Finding | null;
}

/** Cut a text at its findings. Offsets are code points, as rules count them, not UTF-16 units. */
export function pieces(text: string, findings: readonly Finding[]): Piece[] {
  const points = [...text];
  const inside = findings.filter((f) => f.start < f.end && f.start < points.length);
  const edges = new Set([0, points.length, ...inside.flatMap((f) => [f.start, Math.min(f.end, points.length)])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index] ?? 0;
    return { text: points.slice(start, end).join(""), finding: strictest(inside, start, end) };
  });
}

function strictest(findings: readonly Finding[], start: number, end: number): Finding | null {
  const over = findings.filter((f) => f.start <= start && f.end >= end);
  return over.reduce<Finding | null>((best, f) => (best === null || f.action > best.action ? f : best), null);
}

/** The text with a finding replaced by its rewrite. */
export function rewritten(text: string, finding: Finding): string {
  const points = [...text];
  return [...points.slice(0, finding.start), finding.rewrite ?? "", ...points.slice(finding.end)].join("");
}

/** What is still true of `findings` after `before` was edited into `after`: those wholly before the first change. */
export function surviving(findings: readonly Finding[], before: string, after: string): Finding[] {
  const old = [...before];
  const fresh = [...after];
  let same = 0;
  while (same < old.length && same < fresh.length && old[same] === fresh[same]) same += 1;
  return findings.filter((f) => f.end <= same);
}
