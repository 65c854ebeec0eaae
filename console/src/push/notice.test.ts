import { expect, it } from "vitest";
import { noticeOf, read } from "./notice";

it("says who and where, and a customer's words only when they were sent", () => {
  const offer = { kind: "offer", id: "cv_1", lang: "de", name: "Maya", queue: "returns", market: "DE" } as const;
  expect(noticeOf(offer)).toEqual({ title: "Ein Gespräch für Sie", body: "Maya · returns · DE", lang: "de", dir: "ltr" });
  expect(noticeOf({ kind: "message", id: "cv_1", lang: "ar" })).toEqual({ title: "زائر", body: "رسالة جديدة", lang: "ar", dir: "rtl" });
  expect(noticeOf({ kind: "message", id: "cv_1", lang: "xx", name: "Maya", text: "Hello" })).toMatchObject({ title: "Maya", body: "Hello", lang: "en" });
});

it("reads nothing that is not ours", () => {
  for (const text of ["", "null", "7", "{}", '{"kind":"offer"}', '{"kind":"else","id":"x"}', "<b>"]) expect(read(text)).toBeNull();
});
