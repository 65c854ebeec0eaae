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

const SENTENCE_END = /[.!?…。！？؟][)"'»”’」』]*$/u;

/** Where, in UTF-16 units, the sentences begin and end that a stretch touches; spaces behind the last are left out. */
function sentencesAround(text: string, start: number, end: number): [number, number] {
  let [from, to] = [start, end];
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: "sentence" }).segment(text)) {
    const close = index + segment.trimEnd().length;
    if (index < end && index + segment.length > start) [from, to] = [Math.min(from, index), Math.max(to, close)];
  }
  return [from, to];
}

/** The text with something that was missing: after what stands before it, parted by a space where that is usual. */
function added(text: string, said: string, at: number): string {
  const before = text.slice(0, at).trimEnd();
  const tight = before === "" || /[\u3002\uff01\uff1f\u3040-\u30ff\u4e00-\u9fff]$/u.test(before);
  return before + (tight ? "" : " ") + said + text.slice(at);
}

/** The text with a finding replaced by its rewrite: word for word, or, when that is a sentence, the whole sentence. */
export function rewritten(text: string, finding: Finding): string {
  const points = [...text];
  const before = points.slice(0, finding.start).join("").length;
  const after = before + points.slice(finding.start, finding.end).join("").length;
  const rewrite = finding.rewrite ?? "";
  if (finding.start === finding.end) return added(text, rewrite, before);
  const [from, to] = SENTENCE_END.test(rewrite) ? sentencesAround(text, before, after) : [before, after];
  return text.slice(0, from) + rewrite + text.slice(to);
}

/** What is still true of `findings` after `before` was edited into `after`: those wholly before the first change. */
export function surviving(findings: readonly Finding[], before: string, after: string): Finding[] {
  const old = [...before];
  const fresh = [...after];
  let same = 0;
  while (same < old.length && same < fresh.length && old[same] === fresh[same]) same += 1;
  return findings.filter((f) => f.end <= same);
}

/** One message for the writer, and the rewrites that come with it. */
export interface Told {
  readonly finding: Finding;
  readonly offers: readonly Finding[];
}

/** What is told of findings: each message once, as strictly as any that says so, and each rewrite once. */
export function told(findings: readonly Finding[]): Told[] {
  const lines = new Map<string, Told>();
  const offered = new Set<string | null>([null]);
  for (const one of findings) {
    const key = one.message || one.rule;
    const { finding, offers } = lines.get(key) ?? { finding: one, offers: [] };
    const fresh = offered.has(one.rewrite) ? [] : [one];
    offered.add(one.rewrite);
    lines.set(key, { finding: one.action > finding.action ? one : finding, offers: [...offers, ...fresh] });
  }
  return [...lines.values()];
}
