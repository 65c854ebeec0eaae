import { describe, expect, it } from "vitest";
import type { CustomerEntry, Item } from "../wire";
import { rows } from "./rows";
import type { Bubble } from "./rows";

const NOON = new Date(2026, 5, 1, 12).getTime();
const MINUTE = 60_000;

function posted(seq: number, mine: boolean, at = NOON, extra: object = {}): CustomerEntry {
  const author = { kind: mine ? ("customer" as const) : ("agent" as const), name: mine ? "" : "Lin", mine };
  const body = {
    kind: "message.posted" as const,
    text: `m${seq}`,
    language: "en",
    attachments: [],
    ...extra,
  };
  return { conversationId: "c", seq, at, author, body };
}

function item(state: Item["state"], text: string): Item {
  const payload = { body: { text } };
  const made = { clientId: text, lane: "c", command: "message.send" as const, payload };
  return { n: 1, ...made, createdAt: NOON, tries: 0, state };
}

const bubbles = (found: ReturnType<typeof rows>) =>
  found.filter((row): row is Bubble => row.kind === "bubble");

describe("the rows of a thread", () => {
  it("show a tick only after the ack, and read only up to where the desk has read", () => {
    const found = bubbles(
      rows([posted(1, true), posted(2, true)], [item("sending", "a"), item("failed", "b")], 1),
    );
    expect(found.map((row) => row.tick)).toEqual(["read", "sent", "sending", "failed"]);
  });

  it("have a divider where a day begins", () => {
    const found = rows(
      [posted(1, false), posted(2, false), posted(3, false, NOON + 24 * 60 * MINUTE)],
      [],
      0,
    );
    expect(found.map((row) => row.kind)).toEqual(["day", "bubble", "bubble", "day", "bubble"]);
  });

  it("run together when one author goes on within minutes", () => {
    const entries = [posted(1, false), posted(2, false, NOON + MINUTE), posted(3, true, NOON + MINUTE)];
    const found = bubbles(rows([...entries, posted(4, true, NOON + 20 * MINUTE)], [], 0));
    expect(found.map((row) => [row.first, row.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it("keep the original beside the translation, and say when there is none", () => {
    const [translated, plain] = bubbles(
      rows(
        [
          posted(1, false, NOON, { original: "Hallo", originalLanguage: "de" }),
          posted(2, false, NOON, { label: "untranslated" }),
        ],
        [],
        0,
      ),
    );
    expect([translated?.original, translated?.originalLanguage, translated?.untranslated]).toEqual([
      "Hallo",
      "de",
      false,
    ]);
    expect(plain?.untranslated).toBe(true);
  });

  it("say what happened, and leave out that it began", () => {
    const happened = (seq: number, body: CustomerEntry["body"]) => ({ ...posted(seq, false), body });
    const found = rows(
      [
        happened(1, { kind: "conversation.opened" }),
        happened(2, { kind: "conversation.assigned", agentName: "Lin" }),
        happened(3, { kind: "conversation.closed" }),
        happened(4, { kind: "conversation.rated", score: 5 }),
      ],
      [],
      0,
    );
    expect(found.flatMap((row) => (row.kind === "remark" ? [row.what] : []))).toEqual([
      "assigned",
      "closed",
      "rated",
    ]);
  });

  it("keep a message's key when it arrives, so that it stays the same element", () => {
    const [waiting] = bubbles(rows([], [item("sending", "a")], 0));
    const [arrived] = bubbles(rows([{ ...posted(1, true), clientId: "a" }], [], 0));
    expect(arrived?.key).toBe(waiting?.key);
  });

  it("show what the server stored when it masked what was typed", () => {
    const ack = {
      ok: true as const,
      conversationId: "c",
      seq: 1,
      at: NOON,
      dup: false,
      state: "posted" as const,
    };
    const [masked] = bubbles(rows([], [{ ...item("sent", "4111 1111"), ack: { ...ack, text: "••••" } }], 0));
    expect(masked?.text).toBe("••••");
  });
});
