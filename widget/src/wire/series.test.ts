import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "./desk.fake";
import { connect } from "./link";
import type { Link } from "./link";
import type { CustomerEntry, Problem } from "./protocol.gen";
import { Series } from "./series";

const here = "/customer";
let socket: FakeSocket;
let link: Link<"customer">;
let series: Series<"customer">;
let ended: Problem | null;

const entry = (seq: number): CustomerEntry => ({
  conversationId: "c",
  seq,
  at: 0,
  author: { kind: "agent", name: "Lin", mine: false },
  body: { kind: "message.posted", text: `m${seq}`, language: "en", attachments: [] },
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const push = (seq: number) => socket.say(`42${here},${JSON.stringify(["message.posted", entry(seq)])}`);
const asked = () => socket.frames.filter((frame) => frame.includes("conversation.resume"));
const shown = () => series.timeline.entries.map(({ seq }) => seq);
const answer = (from: number, to: number, last = to) =>
  socket.answer(here, "conversation.resume", {
    ok: true,
    epoch: "e",
    entries: Array.from({ length: to - from + 1 }, (_, n) => entry(from + n)),
    more: to < last,
    last,
    reset: false,
    conversation: { id: "c" },
  });

beforeEach(async () => {
  vi.useFakeTimers();
  ended = null;
  link = connect({
    door: "customer",
    url: "https://desk.example",
    auth: () => Promise.resolve({ token: "t" }),
    random: () => 0.5,
    socket: () => (socket = new FakeSocket()),
  });
  await pass(0);
  socket.welcome(here);
  await pass(0);
  series = new Series({
    link,
    door: "customer",
    conversationId: "c",
    changed: () => undefined,
    ended: (problem) => (ended = problem),
    random: () => 0.5,
  });
});
afterEach(() => {
  series.stop();
  link.close();
  vi.useRealTimers();
});

describe("a followed conversation", () => {
  it("fetches page after page until nothing is missing", async () => {
    const done = series.resume();
    await pass(0);
    answer(1, 2, 4);
    await pass(0);
    answer(3, 4);
    await done;
    expect(shown()).toEqual([1, 2, 3, 4]);
  });

  it("gives a hole half a second to close by itself, then asks for it", async () => {
    void series.resume();
    await pass(0);
    answer(1, 1);
    await pass(0);
    push(3);
    await pass(300);
    push(2);
    await pass(1000);
    expect([shown(), asked().length]).toEqual([[1, 2, 3], 1]);
    push(5);
    await pass(499);
    expect(asked()).toHaveLength(1);
    await pass(1);
    expect(asked()).toHaveLength(2);
    answer(4, 5);
    await pass(0);
    expect(shown()).toEqual([1, 2, 3, 4, 5]);
  });

  it("asks when the server announces what it has not seen", async () => {
    void series.resume();
    await pass(0);
    answer(1, 1);
    await pass(0);
    socket.say(`42${here},["positions.announced",{"positions":{"c":2}}]`);
    await pass(0);
    answer(2, 2);
    await pass(0);
    expect(shown()).toEqual([1, 2]);
  });

  it("tries again when told to, and ends when refused for good", async () => {
    void series.resume();
    await pass(0);
    socket.answer(here, "conversation.resume", {
      ok: false,
      error: { code: "busy", retry: true, detail: "", afterMs: 900 },
    });
    await pass(899);
    expect(asked()).toHaveLength(1);
    await pass(1);
    expect(asked()).toHaveLength(2);
    socket.answer(here, "conversation.resume", {
      ok: false,
      error: { code: "not_found", retry: false, detail: "" },
    });
    await pass(15_000);
    expect([ended?.code, asked().length]).toEqual(["not_found", 2]);
  });
});
