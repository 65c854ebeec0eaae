import { describe, expect, it } from "vitest";
import type { Prefs } from "./prefs";
import { chosen, keptWays, usually, usualWays, wayOf } from "./ways";

const holding = (text: string | null): Prefs => ({ get: () => text, set: () => undefined, drop: () => undefined, keys: () => [] });

describe("how a conversation is read", () => {
  it("is its own, and the usual way elsewhere", () => {
    const ways = usually(chosen(usualWays, "c1", "beside"), "translation");
    expect([wayOf(ways, "c1"), wayOf(ways, "c2")]).toEqual(["beside", "translation"]);
    expect(keptWays(holding(JSON.stringify(ways)))).toEqual(ways);
  });

  it("is forgotten for the oldest choices only", () => {
    let ways = usualWays;
    for (let number = 0; number < 205; number += 1) ways = chosen(ways, `c${number}`, "original");
    ways = chosen(ways, "c5", "beside");
    expect([Object.keys(ways.of).length, wayOf(ways, "c4"), wayOf(ways, "c5"), wayOf(ways, "c204")]).toEqual([200, "below", "beside", "original"]);
  });

  it("is the usual one where the browser holds nonsense", () => {
    for (const text of [null, "{", "[]", '{"usual":"up","of":{}}', '{"usual":"below","of":{"c":"up"}}']) expect(keptWays(holding(text))).toEqual(usualWays);
  });
});
