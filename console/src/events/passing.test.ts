import { expect, it } from "vitest";
import { emptyDesk } from "../state/desk";
import { summary } from "../testing/samples";
import { REDUCERS } from "./index";
import { spoken, TYPING_MS } from "./typingChanged";

const typing = (on: boolean, name = "Mei") => ({ conversationId: "c1", who: "customer", name, typing: on }) as const;
const hear = REDUCERS["typing.changed"];

it("typing begins, ends, and is forgotten when the end is lost", () => {
  const begun = hear(emptyDesk("a"), typing(true), 1_000);
  expect(begun.typing["c1"]).toEqual([{ who: "customer", name: "Mei", until: 1_000 + TYPING_MS }]);
  expect(hear(begun, typing(false), 2_000).typing["c1"]).toEqual([]);
  const later = hear(begun, typing(true, "Jo"), 1_001 + TYPING_MS);
  expect(later.typing["c1"]?.map((typist) => typist.name)).toEqual(["Jo"]);
});

it("who has spoken no longer types, and others still do", () => {
  const both = hear(hear(emptyDesk("a"), typing(true), 0), { ...typing(true, "Lin"), who: "agent" }, 0);
  expect(spoken(both, "c1", "customer").typing["c1"]?.map((typist) => typist.name)).toEqual(["Lin"]);
  expect(spoken(both, "c2", "customer")).toBe(both);
});

it("a greeting tells the log and the clock, and forgets who typed before it", () => {
  const before = hear(emptyDesk("a"), typing(true), 0);
  const hello = { epoch: "e2", serverTime: 5_000, version: 1, me: "a", maxText: 100 };
  expect(REDUCERS["server.hello"](before, hello, 4_000)).toMatchObject({ epoch: "e2", skew: 1_000, maxText: 100, typing: {} });
});

it("what was just written puts a clock right that a late greeting had set back, and is never believed the other way", () => {
  const late = { ...emptyDesk("a"), skew: -2_000 };
  const changed = (updatedAt: number) => ({ conversation: summary({ updatedAt }) });
  expect(REDUCERS["conversation.changed"](late, changed(9_950), 10_000).skew).toBe(-50);
  expect(REDUCERS["conversation.changed"](late, changed(1_000), 10_000)).toBe(late);
});
