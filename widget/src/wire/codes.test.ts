import { expect, it } from "vitest";
import { codes } from "./codes";

const found = (text: string) => codes(text).filter((_, n) => n % 2);

it.each([
  ["أين طلبي؟ #113-4567", "#113-4567"],
  ["الطلب (113-4567)، شكرا", "113-4567"],
  ["رقم الشحنة LX-204/77.CN؟", "LX-204/77.CN"],
  ["اتصلوا على +971 50 123-4567.", "+971 50 123-4567"],
  ["اكتبوا إلى amal.7@example.com!", "amal.7@example.com"],
  ["انظر https://example.com/a?order=113-4567.", "https://example.com/a?order=113-4567"],
  ["انظر https://example.com/path/.", "https://example.com/path/"],
])("%s: one piece from left to right", (text, code) => {
  expect(found(text)).toEqual([code]);
});

it("leaves words alone, and what only looks like a code", () => {
  expect(found("كتب لي well-known Ltd. - #، ١١٣-٤٥")).toEqual([]);
});

it("loses and adds no sign", () => {
  const text = "#1-2 و 😀 (A-3), https://a.example/4. +1 (2)\n";
  expect(codes(text).join("")).toBe(text);
});

it("reads the longest text at once", () => {
  for (const part of ["a", "a-", "1-", "#", "+1 ", "http://"]) expect(codes(part.repeat(20_000)).length).toBeGreaterThan(0);
}, 1000);
