import type { Item } from "@wire";
import { describe, expect, it } from "vitest";
import { fold } from "../events/entry";
import { entry, posted, reading } from "../testing/samples";
import { rowsOf } from "./rows";
import type { Bubble } from "./thread";
import { wordingsOf } from "./wording";

const item = (clientId: string): Item => ({
  n: 1,
  clientId,
  lane: "c1",
  command: "message.send",
  payload: { body: { text: "hey" } },
  createdAt: 0,
  tries: 0,
  state: "sending",
});

describe("rows of a thread", () => {
  it("divides days where the agent is, not where the server is", () => {
    const late = Date.UTC(2026, 0, 1, 15, 30);
    const thread = fold([entry(1, posted("a"), { at: late }), entry(2, posted("b"), { at: late + 3_600_000 })]);
    const days = (timeZone: string) => rowsOf(thread, [], { timeZone, seen: 0 }).filter((row) => row.kind === "day").length;
    expect(days("UTC")).toBe(1);
    expect(days("Asia/Shanghai")).toBe(2);
  });

  it("draws the unread line before the first unseen word of the customer", () => {
    const mine = { author: { kind: "agent", id: "a1", name: "Lin" } } as const;
    const thread = fold([
      entry(1, posted("a"), { cseq: 1 }),
      entry(5, posted("b"), { ...mine, cseq: 2 }),
      entry(6, posted("c"), { cseq: 3 }),
    ]);
    const kinds = rowsOf(thread, [], { timeZone: "UTC", seen: 1 }).map((row) => row.kind);
    expect(kinds).toEqual(["day", "bubble", "bubble", "unread", "bubble"]);
  });

  it("tells the to and fro of the router in one line", () => {
    const requeued = { kind: "conversation.requeued", cause: "vanished", agentId: "a1", teamId: "", queue: "", language: "" } as const;
    const assigned = { kind: "conversation.assigned", agentId: "a1", agentName: "Lin", fence: 2, step: "speaker", reason: "", why: {} } as const;
    const thread = fold([entry(1, posted("a")), entry(2, requeued), entry(3, assigned), entry(4, posted("b")), entry(5, requeued)]);
    const rows = rowsOf(thread, [], { timeZone: "UTC", seen: 0 });
    expect(rows.map((row) => (row.kind === "line" ? [row.key, row.earlier.map((line) => line.seq)] : row.key))).toEqual([
      "day-1970-01-01",
      "e1",
      ["e3", [2]],
      "e4",
      ["e5", []],
    ]);
  });

  it("shows a letter on its way until its entry is there, and never twice", () => {
    const thread = fold([entry(1, posted("hey"), { clientId: "x" })]);
    const keys = rowsOf(thread, [item("x"), item("y")], { timeZone: "UTC", seen: 0 }).map((row) => row.key);
    expect(keys.filter((key) => key === "x")).toEqual([]);
    expect(keys.at(-1)).toBe("y");
  });
});

describe("which wording comes first", () => {
  const of = (body: Parameters<typeof posted>[1], kind: "agent" | "customer" = "customer"): Bubble => {
    const made = fold([entry(1, posted("original", body), { author: { kind, id: "x", name: "" } })]).items[0];
    if (made?.kind !== "bubble") throw new Error("no bubble");
    return made;
  };

  it("a translation into the reader's language, with the original below", () => {
    const words = wordingsOf(of({ language: "ja", readings: [reading("en-GB", "english")] }), "en");
    expect([words.first.text, words.second?.text, words.foreign]).toEqual(["english", "original", false]);
  });

  it("the own words of an agent, with what the customer reads below", () => {
    const words = wordingsOf(of({ language: "en", reading: reading("ja", "日本語") }, "agent"), "en");
    expect([words.first.text, words.second?.text]).toEqual(["original", "日本語"]);
  });

  it("a foreign message without a translation says so", () => {
    expect(wordingsOf(of({ language: "ja" }), "en").foreign).toBe(true);
    expect(wordingsOf(of({ language: "en-US" }), "en").foreign).toBe(false);
  });
});
