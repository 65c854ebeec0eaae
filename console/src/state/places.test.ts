import { expect, it } from "vitest";
import { grouped } from "../views/goings";
import { summary } from "../testing/samples";
import { Drafts } from "./drafts";
import { hashOf, placeOf } from "./place";
import { prefsIn } from "./prefs";

it("an address leads back to the place it came from, whatever the id", () => {
  const place = { page: "desk", id: "c/1 #ü", side: true } as const;
  expect(placeOf(hashOf(place))).toEqual(place);
  expect(placeOf("#/nonsense/x")).toEqual({ page: "desk", id: "x", side: false });
});

it("drafts survive a reload, belong to their writer, and go with the logout", () => {
  localStorage.clear();
  const prefs = prefsIn(localStorage);
  new Drafts(prefs, "a1").change("c1", { text: "half a th" });
  expect(new Drafts(prefs, "a1").of("c1").text).toBe("half a th");
  expect(new Drafts(prefs, "a2").of("c1").text).toBe("");
  new Drafts(prefs, "a1").wipe();
  expect(new Drafts(prefs, "a1").of("c1").text).toBe("");
});

it("a broken draft is no draft", () => {
  const prefs = prefsIn(localStorage);
  prefs.set("draft.a1.c1", '{"text":');
  expect(new Drafts(prefs, "a1").of("c1").text).toBe("");
});

it("the board groups the queue by language, the longest wait first", () => {
  const queue = [
    summary({ id: "a", language: "de", waitingSince: 50 }),
    summary({ id: "b", language: "ja", waitingSince: 20 }),
    summary({ id: "c", language: "de", waitingSince: 10 }),
  ];
  expect(grouped(queue, "language").map(({ of, count, oldest }) => [of, count, oldest.id])).toEqual([
    ["de", 2, "c"],
    ["ja", 1, "b"],
  ]);
});
