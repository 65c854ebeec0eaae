import type { Finding } from "@wire";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Prose } from "./marked";

const finding = (start: number, end: number): Finding => ({ category: "c", rule: "r", action: 3, start, end, message: "m", rewrite: null, reviewers: 1 });
const shown = (text: string, ...findings: Finding[]) =>
  renderToStaticMarkup(<Prose text={text} findings={findings} />).replaceAll(/<mark[^>]*>/g, "<mark>").replaceAll(/ class="[^"]*"/g, "");

it("keeps a number from left to right, and the sentence as it was", () => {
  expect(shown("أين طلبي؟ #113-4567 <b>")).toBe('أين طلبي؟ <bdi dir="ltr">#113-4567</bdi> &lt;b&gt;');
});

it("marks within a number without cutting the number in two", () => {
  expect(shown("😀 طلب 113-4567 و", finding(2, 10))).toBe('😀 <mark>طلب </mark><bdi dir="ltr"><mark>113-</mark>4567</bdi> و');
  expect(shown("😀 طلب 113-4567 و", finding(9, 11))).toBe('😀 طلب <bdi dir="ltr">113<mark>-4</mark>567</bdi> و');
});
