import type { Answer, Describe, Problem } from "../wire";

const STEPS = 20;

/** What the page tells of its shopper, until the desk has it. */
export type Facts = { -readonly [F in keyof Describe]?: Describe[F] };
type Ask = (facts: Facts) => Promise<Answer<"customer", "customer.describe">>;

/** Where the shopper is. */
export const page = () => ({ url: location.href.slice(0, 2000), title: document.title.slice(0, 200) });

/** Something was looked at or done on this page. */
export function step(facts: Facts, name: string, data: object = {}): void {
  facts.seen = [...(facts.seen ?? []), { name, at: Date.now(), ...page(), data: { ...data } }].slice(-STEPS);
}

/** Hands the facts over, one batch after another; what the desk refuses for good is dropped. */
export function teller(facts: Facts, ask: Ask, failed: (problem: Problem) => void): () => Promise<void> {
  let busy = false;
  return async function tell() {
    const told = { ...facts };
    const names = Object.keys(told) as (keyof Facts)[];
    if (busy || !names.length) return;
    busy = true;
    names.forEach((name) => delete facts[name]);
    const answer = await ask(told);
    busy = false;
    if (answer.ok) return tell();
    if (!answer.error.retry) return failed(answer.error);
    const seen = [...(told.seen ?? []), ...(facts.seen ?? [])].slice(-STEPS);
    Object.assign(facts, { ...told, ...facts }, seen.length && { seen });
  };
}
