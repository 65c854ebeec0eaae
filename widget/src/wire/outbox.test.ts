import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeLocks } from "./desk.fake";
import type { Item } from "./item";
import type { Link, LinkState } from "./link";
import { Outbox } from "./outbox";
import type { Problem, Refused, Sent } from "./protocol.gen";

interface Asked {
  name: string;
  payload: { clientId: string; conversationId?: string; body: { text?: string } };
}

/** The desk behind a link, as a test plays it: it stores each client id once and may be told to refuse. */
class FakeDesk {
  readonly log: string[] = [];
  readonly asked: Asked[] = [];
  readonly refusals: Problem[] = [];
  state: LinkState = "live";
  private readonly ids = new Map<string, number>();
  private watchers: ((state: LinkState) => void)[] = [];

  link(): Link<"customer"> {
    return {
      mode: "socket",
      problem: null,
      on: () => () => undefined,
      onEntry: () => () => undefined,
      redial: () => undefined,
      close: () => undefined,
      onState: (fn: (state: LinkState) => void) => {
        this.watchers.push(fn);
        return () => (this.watchers = this.watchers.filter((one) => one !== fn));
      },
      ask: (name: string, payload: Asked["payload"]) => this.answer({ name, payload }),
      ...({ desk: this } as object),
      get state(): LinkState {
        return (this as unknown as { desk: FakeDesk }).desk.state;
      },
    } as unknown as Link<"customer">;
  }

  go(state: LinkState): void {
    this.state = state;
    this.watchers.forEach((fn) => fn(state));
  }

  private answer(asked: Asked): Promise<Sent | Refused> {
    this.asked.push(asked);
    const error = this.refusals.shift();
    if (error) return Promise.resolve({ ok: false, error });
    const { clientId, body } = asked.payload;
    const seen = this.ids.get(clientId);
    if (!seen) {
      this.log.push(body.text ?? "");
      this.ids.set(clientId, this.log.length);
    }
    const seq = seen ?? this.log.length;
    return Promise.resolve({ ok: true, conversationId: "c1", seq, at: 0, dup: !!seen, state: "posted" });
  }
}

const refusal = (code: string, retry: boolean, afterMs?: number): Problem => ({
  code,
  retry,
  detail: "",
  ...(afterMs === undefined ? {} : { afterMs }),
});

let desk: FakeDesk;
let boxes: Outbox<"customer">[];
let items: readonly Item[];
let count = 0;

function open(name = `box${count}`): Outbox<"customer"> {
  const box = new Outbox({
    name,
    link: desk.link(),
    opening: () => ({ locale: "ja" }),
    changed: (now) => (items = now),
    random: () => 0.001,
  });
  boxes.push(box);
  return box;
}

const say = (box: Outbox<"customer">, text: string, lane = "c1") =>
  box.add({ lane, payload: { body: { text } } });
const states = () => items.map((item) => `${item.payload.body.text}:${item.state}`);

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.spyOn(navigator, "locks", "get").mockReturnValue(new FakeLocks() as unknown as LockManager);
  desk = new FakeDesk();
  boxes = [];
  items = [];
  count += 1;
});
afterEach(() => {
  boxes.forEach((box) => box.close());
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("an outbox", () => {
  it("sends in order, marks as sent only after the ack, and keeps nothing on disk then", async () => {
    const box = open();
    for (const text of ["a", "b", "c"]) await say(box, text);
    expect(states()).not.toContain("c:sent");
    await vi.waitFor(() => expect(states()).toEqual(["a:sent", "b:sent", "c:sent"]));
    expect(desk.log).toEqual(["a", "b", "c"]);
    box.close();
    await open().restore();
    expect(items).toEqual([]);
  });

  it("keeps what is unsent over a reload, and its order", async () => {
    desk.go("offline");
    const box = open();
    for (const text of ["a", "b"]) await say(box, text);
    expect(states()).toEqual(["a:sending", "b:sending"]);
    box.close();
    const next = open();
    await next.restore();
    await say(next, "c");
    expect(desk.log).toEqual([]);
    desk.go("live");
    await vi.waitFor(() => expect(desk.log).toEqual(["a", "b", "c"]));
  });

  it("opens the conversation with the first item; later ones wait for it and follow it", async () => {
    const opened: string[] = [];
    const box = new Outbox({
      name: `box${count}`,
      link: desk.link(),
      opening: () => ({ locale: "ja" }),
      changed: (now) => (items = now),
      opened: (id) => opened.push(id),
    });
    boxes.push(box);
    desk.go("offline");
    await say(box, "a", "");
    await say(box, "b", "");
    desk.go("live");
    await vi.waitFor(() => expect(states()).toEqual(["a:sent", "b:sent"]));
    expect(desk.asked.map(({ name, payload }) => [name, payload.conversationId])).toEqual([
      ["conversation.open", undefined],
      ["message.send", "c1"],
    ]);
    expect(desk.asked[0]?.payload).toMatchObject({ locale: "ja", body: { text: "a" } });
    expect(opened).toEqual(["c1"]);
  });

  it("keeps an item whose error says retry, and waits as told", async () => {
    desk.refusals.push(refusal("busy", true), refusal("rate_limited", true, 120));
    const began = performance.now();
    const box = open();
    await say(box, "a");
    await say(box, "b");
    await vi.waitFor(() => expect(desk.log).toEqual(["a", "b"]), 3000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(110);
    expect(new Set(desk.asked.slice(0, 3).map(({ payload }) => payload.body.text))).toEqual(new Set(["a"]));
  });

  it("marks a final error and moves on; a retry by hand works", async () => {
    desk.refusals.push(refusal("rejected_policy", false));
    const box = open();
    const bad = await say(box, "a");
    await say(box, "b");
    await vi.waitFor(() => expect(states()).toEqual(["a:failed", "b:sent"]));
    expect(items[0]?.problem?.code).toBe("rejected_policy");
    await box.retry(bad, { confirmed: true });
    await vi.waitFor(() => expect(states()).toEqual(["a:sent", "b:sent"]));
    expect(desk.asked.at(-1)?.payload).toMatchObject({ clientId: bad, confirmed: true });
  });

  it("lets nothing be sent twice by two tabs, and tells both", async () => {
    desk.go("offline");
    const first = open("shared");
    const second = open("shared");
    await Promise.all([first.restore(), second.restore()]);
    for (const text of ["a", "b", "c"]) await say(first, text);
    await vi.waitFor(() => expect(second.items).toHaveLength(3));
    desk.go("live");
    await vi.waitFor(() => expect(desk.log).toEqual(["a", "b", "c"]));
    await vi.waitFor(() => expect(second.items.every((item) => item.state === "sent")).toBe(true));
  });

  it("forgets after seven days, on discard and on wipe", async () => {
    desk.go("offline");
    const box = open();
    const a = await say(box, "a");
    await say(box, "b");
    await box.discard(a);
    expect(states()).toEqual(["b:sending"]);
    const later = new Outbox({
      name: `box${count}`,
      link: desk.link(),
      changed: (now) => (items = now),
      now: () => Date.now() + 8 * 24 * 3_600_000,
    });
    boxes.push(later);
    await later.restore();
    expect(items).toEqual([]);
    await say(box, "c");
    await box.wipe();
    expect(box.items).toEqual([]);
    await open().restore();
    expect(items).toEqual([]);
  });

  it("goes on in memory where the browser gives no storage, and says so", async () => {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    desk.go("offline");
    const box = open();
    await say(box, "a");
    expect(box.durable).toBe(false);
    desk.go("live");
    await vi.waitFor(() => expect(desk.log).toEqual(["a"]));
  });

  it("stores nothing before the first word", async () => {
    const made = vi.spyOn(indexedDB, "open");
    const box = open();
    desk.go("live");
    expect(made).not.toHaveBeenCalled();
    await say(box, "a");
    expect(made).toHaveBeenCalledOnce();
  });
});
