import type { Summary } from "@wire";
import { describe, expect, it } from "vitest";
import { chance, listed, shuffled, summary } from "../testing/samples";
import { emptyDesk, VIEWS, type Desk } from "./desk";
import { belongs, isNewer, isUnread, keep, keepAll, linesOf, shelve } from "./shelves";

const ME = "a1";
const STATES = ["waiting", "offered", "assigned", "snoozed", "closed"] as const;
const SEEN = VIEWS.filter((view) => view !== "held");

/** Versions of a few conversations, each later one newer. */
function versions(random: () => number, count: number): Summary[] {
  return Array.from({ length: count }, (_, at) =>
    summary({
      id: `c${Math.floor(random() * 6)}`,
      status: STATES[Math.floor(random() * STATES.length)] ?? "waiting",
      assigneeId: random() < 0.4 ? ME : random() < 0.5 ? "a2" : "",
      waitingSince: Math.floor(random() * 1_000),
      updatedAt: 2_000 + at,
      lastSeq: at,
    }),
  );
}

const newest = (all: readonly Summary[]): Summary[] => {
  const known = new Map<string, Summary>();
  for (const line of all) if (isNewer(line, known.get(line.id))) known.set(line.id, line);
  return [...known.values()];
};

/** What a desk sees that is opened now: every view read from the server. */
function fresh(all: readonly Summary[]): Desk {
  const now = newest(all);
  return SEEN.reduce(
    (desk, view) => shelve(desk, view, listed(now.filter((line) => belongs(view, line, ME) === true)), desk.tick, true),
    emptyDesk(ME),
  );
}

const hear = keep;

const shown = (desk: Desk) =>
  Object.fromEntries(SEEN.map((view) => [view, [linesOf(desk, view), desk.shelves[view].total]]));

describe("snapshot + events = fresh snapshot, for the list", () => {
  it("holds however the events come: doubled, reordered, before or after the snapshot", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = chance(seed);
      const all = versions(random, 30);
      const cut = Math.floor(random() * all.length);
      const events = all.slice(Math.floor(random() * (cut + 1))).flatMap((one) => (random() < 0.3 ? [one, one] : [one]));
      const desk = shuffled(events, random).reduce(hear, fresh(all.slice(0, cut)));
      expect(shown(desk), `seed ${seed}`).toEqual(shown(fresh(all)));
    }
  });

  it("holds when many events are kept together", () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = chance(seed);
      const events = shuffled(versions(random, 30), random);
      expect(shown(keepAll(fresh([]), events)), `seed ${seed}`).toEqual(shown(events.reduce(hear, fresh([]))));
    }
  });

  it("has teeth: a desk that takes the last told instead of the newest fails it", () => {
    const all = versions(chance(4), 30);
    const careless = (desk: Desk, line: Summary) => keep({ ...desk, conversations: {} }, line);
    const desk = all.toReversed().reduce(careless, fresh([]));
    expect(shown(desk)).not.toEqual(shown(fresh(all)));
  });

  it("an answer that was asked for before an event does not undo it", () => {
    const waiting = summary({ id: "c1", status: "waiting", updatedAt: 1 });
    const mine = summary({ id: "c1", status: "assigned", assigneeId: ME, updatedAt: 2 });
    const since = emptyDesk(ME).tick;
    const told = hear(emptyDesk(ME), mine);
    const late = shelve(shelve(told, "queue", listed([waiting]), since, true), "mine", listed([]), since, true);
    expect(linesOf(late, "queue")).toEqual([]);
    expect(linesOf(late, "mine")).toEqual([mine]);
  });

  it("what left a view while the line was down is gone after the next snapshot", () => {
    const before = shelve(emptyDesk(ME), "queue", listed([summary({ id: "c1" }), summary({ id: "c2" })]), 0, true);
    const after = shelve(before, "queue", listed([summary({ id: "c2" })]), before.tick, true);
    expect(linesOf(after, "queue").map((line) => line.id)).toEqual(["c2"]);
  });
});

it("read marks are numbers of the customers' series", () => {
  const line = summary({ lastSeq: 9, lastCseq: 4, agentsRead: 4 });
  expect([isUnread(line), isUnread({ ...line, lastCseq: 5 }), isUnread({ ...line, lastCseq: 5, lastFrom: "agent" })]).toEqual([
    false,
    true,
    false,
  ]);
});

describe("views", () => {
  it("the queue is in order of waiting, the others newest first", () => {
    const lines = [
      summary({ id: "a", waitingSince: 30, updatedAt: 1 }),
      summary({ id: "b", waitingSince: 10, updatedAt: 2 }),
      summary({ id: "c", waitingSince: 20, updatedAt: 3, priority: 1 }),
    ];
    const desk = lines.reduce(hear, emptyDesk(ME));
    expect(linesOf(desk, "queue").map((line) => line.id)).toEqual(["c", "b", "a"]);
    expect(linesOf(desk, "all").map((line) => line.id)).toEqual(["c", "b", "a"]);
  });

  it("a page adds to the view, and totals of unread views come from the server", () => {
    const counts = { mine: 3, queue: 120 };
    const first = shelve(emptyDesk(ME), "queue", listed([summary({ id: "a" })], { counts, cursor: "x" }), 0, true);
    expect(first.shelves.queue.total).toBe(120);
    expect(first.shelves.mine.total).toBe(3);
    const second = shelve(first, "queue", listed([summary({ id: "b" })], { counts }), first.tick, false);
    expect(linesOf(second, "queue")).toHaveLength(2);
    expect(second.shelves.queue.total).toBe(2);
  });

  it("a total that came from the server is not counted twice by an event", () => {
    const counts = { all: 4 };
    const desk = shelve(emptyDesk(ME), "mine", listed([], { counts }), 0, true);
    expect(hear(desk, summary({ id: "known to the server already" })).shelves.all.total).toBe(4);
  });

  it("only the server knows what is held", () => {
    const desk = shelve(emptyDesk(ME), "held", listed([summary({ id: "h" })]), 0, true);
    expect(linesOf(hear(desk, summary({ id: "other", updatedAt: 9 })), "held").map((line) => line.id)).toEqual(["h"]);
  });
});
