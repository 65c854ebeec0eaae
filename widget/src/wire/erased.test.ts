import { expect, it } from "vitest";
import { emptied } from "./erased";
import { applied, emptyTimeline, paged, resumed } from "./timeline";

const said = (seq: number) => ({
  seq,
  clientId: `c${seq}`,
  author: { kind: "customer", id: "u", name: "canary" },
  body: {
    kind: "message.posted",
    text: "canary",
    language: "en",
    original: "canary",
    reading: { language: "en", text: "canary", engine: "e" },
    readings: [{ language: "en", text: "canary", engine: "e" }],
    attachments: [{ id: "fi_1", name: "canary" }],
  },
});
const erased = (seq: number, upto: number) => ({ seq, clientId: "s", author: { kind: "system", id: "", name: "" }, body: { kind: "conversation.erased", upto } });
const words = (entries: unknown) => JSON.stringify(entries).split("canary").length - 1;

it("what was said before it is dropped, what is said after it stays", () => {
  let log = resumed(emptyTimeline<ReturnType<typeof said>, never>(0), { epoch: "e", entries: [], last: 0, reset: false });
  for (const entry of [said(1), said(2)]) log = applied(log, entry);
  expect(words(log)).toBe(12);
  log = applied(log, erased(3, 2) as never);
  expect(words(log)).toBe(0);
  log = applied(log, said(4));
  expect(words(log)).toBe(6);
  expect(log.entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4]);
  expect(log.entries[0]!.body).toMatchObject({ kind: "message.posted", text: "", label: "erased" });
});

it("it counts however it comes: in an answer, too early, before an older page", () => {
  const answer = { epoch: "e", entries: [said(2), erased(3, 2) as never], last: 3, reset: false };
  const fresh = resumed(emptyTimeline<ReturnType<typeof said>, never>(-1), answer);
  expect(words(fresh)).toBe(0);
  expect(words(paged(fresh, [said(1)]))).toBe(0);
  const early = applied(applied(resumed(emptyTimeline<ReturnType<typeof said>, never>(0), { ...answer, entries: [], last: 0 }), erased(3, 2) as never), said(1));
  expect(words(applied(early, said(2)))).toBe(0);
});

it("entries without an erasure among them are the same", () => {
  const entries = [said(1), said(2)];
  expect(emptied(entries)).toBe(entries);
});
