import { describe, expect, it } from "vitest";
import { seeded } from "./desk.fake";
import { announced, applied, awaiting, emptyTimeline, missing, paged, position, resumed } from "./timeline";
import type { Timeline, Waiting } from "./timeline";

interface Line {
  seq: number;
  text: string;
  clientId?: string;
}

const line = (seq: number, text = `m${seq}`): Line => ({ seq, text });

/** The server's end: a log that may be replaced by another one, as when a database is restored. */
class Log {
  epoch = "e0";
  lines: Line[] = [];

  append(): Line {
    const next = line(this.lines.length + 1, `${this.epoch}:${this.lines.length + 1}`);
    this.lines.push(next);
    return next;
  }

  restore(keep: number): void {
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    this.lines = this.lines.slice(0, keep);
  }

  resume(after: number, epoch: string, limit: number) {
    const reset = epoch !== "" && epoch !== this.epoch;
    const from = reset ? 0 : after;
    const entries = from < 0 ? this.lines.slice(-limit) : this.lines.slice(from, from + limit);
    const last = this.lines.length;
    return { epoch: this.epoch, entries, last, reset, more: (entries.at(-1)?.seq ?? last) < last };
  }
}

function resumeAll(log: Log, start: Timeline<Line>, random: () => number): Timeline<Line> {
  let t = start;
  for (let turn = 0; turn < 500 && missing(t); turn++) {
    const { after, epoch } = missing(t) as { after: number; epoch: string };
    t = resumed(t, log.resume(after, epoch, 1 + Math.floor(random() * 5)));
  }
  return t;
}

function ask(log: Log, t: Timeline<Line>) {
  const { after, epoch } = position(t);
  return log.resume(after, epoch, 4);
}

/** Everything the network may do to a series, then one announcement and the resumes it calls for. */
function storm(
  seed: number,
  step = applied<Line, { clientId: string }>,
): { shown: Timeline<Line>; log: Log } {
  const random = seeded(seed);
  const log = new Log();
  let t = emptyTimeline<Line, Waiting>(random() < 0.5 ? 0 : -1);
  const air: Line[] = [];
  for (let turn = 0; turn < 60; turn++) {
    const dice = random();
    if (dice < 0.55) {
      const fresh = log.append();
      if (random() < 0.8) air.push(fresh);
      if (random() < 0.2) air.push(fresh);
    } else if (dice < 0.9 && air.length)
      t = step(t, air.splice(Math.floor(random() * air.length), 1)[0] as Line);
    else if (dice < 0.97) t = resumed(t, ask(log, t));
    else {
      log.restore(Math.floor(random() * log.lines.length));
      // A line is cut before the server can speak with another log, and the next one begins with a resume.
      air.length = 0;
      t = resumed(t, ask(log, t));
    }
  }
  while (air.length) t = step(t, air.splice(Math.floor(random() * air.length), 1)[0] as Line);
  t = resumed(t, ask(log, t));
  return { shown: resumeAll(log, announced(t, log.lines.length), random), log };
}

const seeds = Array.from({ length: 400 }, (_, n) => n + 1);
const wrong = (made: ReturnType<typeof storm>) => {
  const { entries } = made.shown;
  const first = entries[0]?.seq ?? 1;
  return JSON.stringify(entries) !== JSON.stringify(made.log.lines.slice(first - 1));
};

describe("the law of the series", () => {
  it("shows the log, whatever is lost, doubled, reordered or replaced", () => {
    for (const seed of seeds) expect(wrong(storm(seed)), `seed ${seed}`).toBe(false);
  });

  it("would notice a client that ignores gaps, and one that does not drop copies", () => {
    const careless = (t: Timeline<Line>, entry: Line): Timeline<Line> =>
      entry.seq <= t.last ? t : { ...t, entries: [...t.entries, entry], last: entry.seq, goal: entry.seq };
    const doubling = (t: Timeline<Line>, entry: Line): Timeline<Line> =>
      entry.seq === t.last ? { ...t, entries: [...t.entries, entry] } : applied(t, entry);
    expect(seeds.some((seed) => wrong(storm(seed, careless)))).toBe(true);
    expect(seeds.some((seed) => wrong(storm(seed, doubling)))).toBe(true);
  });
});

describe("a series", () => {
  it("holds what comes too early and says that a hole is there", () => {
    const start = resumed(emptyTimeline<Line, Waiting>(), {
      epoch: "e",
      entries: [line(1)],
      last: 1,
      reset: false,
    });
    const t = applied(start, line(3));
    expect(t.entries).toHaveLength(1);
    expect(missing(t)).toEqual({ after: 1, epoch: "e", why: "hole" });
    const whole = applied(t, line(2));
    expect(whole.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(missing(whole)).toBeNull();
  });

  it("is behind when the server announces more", () => {
    expect(missing(announced(emptyTimeline<Line, Waiting>(0), 4))?.why).toBe("behind");
  });

  it("joins older pages only where they fit", () => {
    const t = resumed(emptyTimeline<Line, Waiting>(), {
      epoch: "e",
      entries: [line(5), line(6)],
      last: 6,
      reset: false,
    });
    expect(paged(t, [line(2), line(3)])).toBe(t);
    expect(paged(t, [line(3), line(4), line(5)]).entries.map((entry) => entry.seq)).toEqual([3, 4, 5, 6]);
  });

  it("shows an own message once: as waiting, or as its entry", () => {
    const mine = { ...line(1), clientId: "c1" };
    const t = awaiting(emptyTimeline<Line, Waiting>(0), [{ clientId: "c1" }, { clientId: "c2" }]);
    expect(applied(t, mine).waiting).toEqual([{ clientId: "c2" }]);
    expect(awaiting(applied(t, mine), [{ clientId: "c1" }]).waiting).toEqual([]);
  });
});
