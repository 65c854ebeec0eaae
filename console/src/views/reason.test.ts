import { expect, it } from "vitest";
import { speak } from "../i18n";
import { needWords, reasonWords, restWords } from "./reason";

const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");
const reader = { locale: "en", timeZone: "UTC" };
const t = speak("en").getFixedT("en", "translation");

const why = { language: "ko", level: 4, waited_ms: 95_000, idle_ms: 60_000, free: 3, passed: 2 };
const said = (reason: string, part: Partial<typeof why> = {}, step = "fluent") => plain(reasonWords({ reason, step, why: { ...why, ...part } }, t, "en"));

it("says in one sentence why this person", () => {
  expect(said("knows")).toBe("served this customer before");
  expect(said("speaks")).toBe("fitted best of 3 free who write Korean (very fluent)");
  expect(said("speaks", { free: 1 })).toBe("was the one free who writes Korean (very fluent)");
  expect(said("waited_speaks")).toMatch(/Korean \(very fluent\).*1 minute, 35 seconds/);
  expect(said("waited", { level: 0 }, "translated")).toBe("nobody who writes Korean had room for 1 minute, 35 seconds; with machine translation");
  expect(said("nobody_speaks", { level: 0 }, "anyone")).toBe("nobody who is here writes Korean; anybody at all");
  expect(said("speaks", { language: "und", level: 0 })).toContain("the customer’s language");
});

it("of what was done by hand, and of reasons it does not know, tells the step", () => {
  expect(said("", {}, "claim")).toBe("taken by hand");
  expect(said("stars_aligned", {}, "night-owls")).toBe("night-owls");
  expect(reasonWords({ reason: "speaks", step: "speaker", why: {} }, t, "en")).toBe("speaks the language");
});

it("tells what was changed of a need, and nothing else", () => {
  expect(plain(needWords({ kind: "conversation.triaged", vip: true, priority: 3, skills: ["refunds"] }, t, reader))).toBe("VIP · priority 3 · skills refunds");
  expect(plain(needWords({ kind: "conversation.triaged", deadline: 0, queue: "", language: "de" }, t, reader))).toBe("no deadline · queue: as the rules say · language: German");
});

it("a rest that nobody asked for is told as such", () => {
  expect(restWords({ kind: "conversation.snoozed", until: 0, cause: "idle" }, "Lin", t, reader)).toBe("At rest: nothing happened for a while");
  expect(restWords({ kind: "conversation.snoozed", until: 0, cause: "" }, "Lin", t, reader)).toContain("until the customer replies");
});
