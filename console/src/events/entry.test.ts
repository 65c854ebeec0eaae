import type { AgentEntry } from "@wire";
import { applied, emptyTimeline, missing, paged, resumed } from "@wire";
import { describe, expect, it } from "vitest";
import { logChanged } from "../state/open";
import { emptyDesk } from "../state/desk";
import { indexOf, type Bubble } from "../state/thread";
import { chance, entry, posted, reading, shuffled } from "../testing/samples";
import { fold, tell } from "./entry";

const finding = { category: "contact", rule: "r", action: 5, start: 0, end: 2, message: "m", rewrite: null, reviewers: 1 } as const;

const bubble = (entries: readonly AgentEntry[], seq: number): Bubble => {
  const item = fold(entries).items.find((one) => one.seq === seq);
  if (item?.kind !== "bubble") throw new Error(`no bubble ${seq}`);
  return item;
};

describe("what later entries say of a message", () => {
  const first = entry(1, posted("hello", { state: "pending" }));

  it("a release makes it readable and numbers it for the customer", () => {
    const released = entry(2, { kind: "message.released", ref: 1, reading: reading("es", "hola"), label: "", text: null, cseq: 7 });
    expect(bubble([first, released], 1)).toMatchObject({ state: "posted", cseq: 7, reading: { text: "hola" } });
  });

  it("a reviewer's words take the place of the author's", () => {
    const edited = entry(2, { kind: "message.released", ref: 1, reading: null, label: "", text: "bonjour", language: "fr" });
    expect(bubble([first, edited], 1)).toMatchObject({ text: "bonjour", language: "fr" });
  });

  it("a hold keeps its findings, a return its reason", () => {
    const held = entry(2, { kind: "message.held", ref: 1, findings: [finding], reading: null, approvals: [], text: null });
    const returned = entry(3, { kind: "message.returned", ref: 1, reason: "rejected" });
    expect(bubble([first, held], 1)).toMatchObject({ state: "held", findings: [finding] });
    expect(bubble([first, held, returned], 1)).toMatchObject({ state: "returned", returned: "rejected" });
    const again = entry(3, { kind: "message.held", ref: 1, findings: [], reading: null, approvals: ["a2"], text: "better" });
    expect(bubble([first, held, again], 1)).toMatchObject({ state: "held", text: "better", approvals: ["a2"] });
  });

  it("of one language the newest translation counts", () => {
    const old = entry(2, { kind: "message.translated", ref: 1, reading: reading("en", "old") });
    const fresh = entry(3, { kind: "message.translated", ref: 1, reading: reading("en", "new") });
    expect(bubble([first, old, fresh], 1).readings).toEqual([reading("en", "new")]);
  });

  it("a language that somebody names voids what was read before", () => {
    const wrong = entry(2, { kind: "message.translated", ref: 1, reading: reading("en", "wrong") });
    const named = entry(3, { kind: "message.identified", ref: 1, language: "nl" });
    const fresh = entry(4, { kind: "message.translated", ref: 1, reading: reading("en", "right") });
    expect(bubble([first, wrong, named], 1)).toMatchObject({ language: "nl", confidence: 1, readings: [] });
    expect(bubble([first, wrong, named, fresh], 1).readings).toEqual([reading("en", "right")]);
  });

  it("a reference to what is not loaded changes nothing but the position", () => {
    const thread = fold([entry(9, { kind: "message.held", ref: 3, findings: [], reading: null, approvals: [], text: null })]);
    expect(thread).toEqual({ items: [], last: 9 });
  });

  it("a note is private and stays as it is", () => {
    const note = entry(1, { kind: "note.posted", text: "vip", language: "en", attachments: [], mentions: [] });
    expect(bubble([note], 1)).toMatchObject({ note: true, cseq: 0, state: "posted" });
  });
});

/** A history as the server could write it: messages, notes, and entries that refer back. */
function history(length: number, random: () => number): AgentEntry[] {
  const entries: AgentEntry[] = [];
  for (let seq = 1; seq <= length; seq += 1) {
    const ref = 1 + Math.floor(random() * seq);
    const bodies: AgentEntry["body"][] = [
      posted(`text ${seq}`, { state: "pending" }),
      { kind: "note.posted", text: `note ${seq}`, language: "en", attachments: [], mentions: [] },
      { kind: "message.translated", ref, reading: reading("en", `t${seq}`) },
      { kind: "message.identified", ref, language: "nl" },
      { kind: "message.released", ref, reading: null, label: "", text: random() < 0.3 ? `edited ${seq}` : null },
      { kind: "message.held", ref, findings: [finding], reading: null, approvals: [], text: null },
      { kind: "message.returned", ref, reason: "rejected" },
      { kind: "conversation.closed" },
      { kind: "conversation.rated", score: 4, comment: "" },
    ];
    entries.push(entry(seq, bodies[Math.floor(random() * bodies.length)] ?? bodies[0]!));
  }
  return entries;
}

/** Deliver a history as a bad network does, resume where something is missing, and show the thread that comes of it. */
function shaken(entries: readonly AgentEntry[], random: () => number) {
  const begin = Math.floor(random() * entries.length);
  let log = resumed(emptyTimeline<AgentEntry, never>(-1), {
    epoch: "e",
    entries: entries.slice(Math.floor(begin / 2), begin),
    last: begin,
    reset: false,
  });
  let desk = logChanged(emptyDesk("a"), "c1", log);
  const lossy = entries.flatMap((one) => (random() < 0.2 ? [] : random() < 0.3 ? [one, one] : [one]));
  for (const one of shuffled(lossy, random)) {
    log = applied(log, one);
    desk = logChanged(desk, "c1", log);
  }
  const last = entries.length;
  log = resumed(log, { epoch: "e", entries: entries.slice(log.last), last, reset: false });
  desk = logChanged(desk, "c1", log);
  log = paged(log, entries.slice(0, Math.floor(begin / 2)));
  desk = logChanged(desk, "c1", log);
  expect(missing(log)).toBeNull();
  return desk.threads["c1"]?.thread;
}

describe("snapshot + events = fresh snapshot, for a thread", () => {
  it("whatever is lost, doubled or reordered, the thread is that of the whole log", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = chance(seed);
      const entries = history(1 + Math.floor(random() * 40), random);
      expect(shaken(entries, random), `seed ${seed}`).toEqual(fold(entries));
    }
  });

  it("the law has teeth: a fold that forgets its position fails it", () => {
    const entries = history(12, chance(3));
    const forgetful = [...entries, ...entries].reduce((thread, one) => ({ ...tell({ ...thread, last: 0 }, one) }), fold([]));
    expect(forgetful).not.toEqual(fold(entries));
  });

  it("an entry told twice changes nothing", () => {
    const entries = history(30, chance(5));
    const once = fold(entries);
    expect(entries.reduce(tell, once)).toBe(once);
  });

  it("a new log (reset) leaves nothing of the old one", () => {
    const old = fold(history(10, chance(1)));
    const entries = history(5, chance(2));
    const before = logChanged(emptyDesk("a"), "c1", { ...emptyTimeline<AgentEntry, never>(), entries: history(10, chance(1)), last: 10 });
    const log = resumed(before.threads["c1"]!.log, { epoch: "f", entries, last: 5, reset: true });
    expect(before.threads["c1"]!.thread).toEqual(old);
    expect(logChanged(before, "c1", log).threads["c1"]!.thread).toEqual(fold(entries));
  });
});

it("finds items by number in a long thread", () => {
  const items = fold(Array.from({ length: 500 }, (_, n) => entry(n * 2 + 1, posted("x")))).items;
  expect(indexOf(items, 401)).toBe(200);
  expect(indexOf(items, 400)).toBe(-1);
});
