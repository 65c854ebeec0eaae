import type { Finding } from "@wire";
import { describe, expect, it } from "vitest";
import { pieces, rewritten, surviving, told } from "./pieces";

const finding = (start: number, end: number, part: Partial<Finding> = {}): Finding => ({
  category: "c",
  rule: "r",
  action: 3,
  reviewers: 1,
  start,
  end,
  message: "",
  rewrite: null,
  ...part,
});

describe("pieces", () => {
  it("counts code points, so that signs outside of the first plane do not shift the mark", () => {
    const text = "👩‍🚀 加微信 now";
    const start = [...text].indexOf("加");
    const [, marked] = pieces(text, [finding(start, start + 3)]);
    expect(marked?.text).toBe("加微信");
  });

  it("gives the strictest where findings overlap, and never loses a letter", () => {
    const cut = pieces("abcdef", [finding(0, 4), finding(2, 6, { action: 6 })]);
    expect(cut.map((piece) => [piece.text, piece.finding?.action])).toEqual([
      ["ab", 3],
      ["cd", 6],
      ["ef", 6],
    ]);
  });

  it("forgives offsets beyond the end, and empty ones", () => {
    expect(pieces("ab", [finding(1, 99), finding(5, 9), finding(1, 1)]).map((piece) => piece.text)).toEqual(["a", "b"]);
    expect(pieces("", [finding(0, 3)])).toEqual([]);
  });
});

it("puts the rewrite in the finding's place", () => {
  expect(rewritten("😀 bad word", finding(2, 5, { rewrite: "good" }))).toBe("😀 good word");
});

it("puts a whole sentence in the place of the sentence it speaks of", () => {
  const text = "Hello 😀. No returns on sale items. Bye!";
  const start = [...text].join("").indexOf("No") - 1;
  expect(rewritten(text, finding(start, start + 10, { rewrite: "You may return it." }))).toBe("Hello 😀. You may return it. Bye!");
  expect(rewritten("不能退货，抱歉。谢谢。", finding(0, 4, { rewrite: "您可以退货。" }))).toBe("您可以退货。谢谢。");
});

it("adds what was missing at the end, parted as that script parts its sentences", () => {
  expect(rewritten("It goes back. ", finding(14, 14, { rewrite: "We received it." }))).toBe("It goes back. We received it.");
  expect(rewritten("好的。", finding(3, 3, { rewrite: "已收到。" }))).toBe("好的。已收到。");
});

it("after an edit only findings before it are still true", () => {
  const all = [finding(0, 3), finding(8, 11)];
  expect(surviving(all, "bad but bad", "bad but x bad")).toEqual([all[0]]);
});

it("tells one mistake once: each message, as strictly as it comes, and each rewrite", () => {
  const [word, number, elsewhere] = [
    finding(0, 8, { message: "Stay here", rewrite: "Write to me here." }),
    finding(9, 20, { message: "Stay here", rewrite: "Write to me here.", action: 6 }),
    finding(25, 30, { message: "No promises", rewrite: "Write to me here." }),
  ];
  const removable = finding(21, 24, { message: "Stay here", rewrite: "" });
  expect(told([word, number, removable, elsewhere])).toEqual([
    { finding: number, offers: [word, removable] },
    { finding: elsewhere, offers: [] },
  ]);
});
