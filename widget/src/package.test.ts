import { afterEach, describe, expect, it } from "vitest";
import { load, tradewind } from "../package/index.js";

const page = window as unknown as { Tradewind?: { q: unknown[][] } };

afterEach(() => {
  delete page.Tradewind;
  document.head.replaceChildren();
});

describe("the package", () => {
  it("keeps calls for the script of the desk, in their order", () => {
    const hear = () => undefined;
    tradewind("on", "unread", hear);
    tradewind("showNewMessage", "hello");
    expect(page.Tradewind?.q).toEqual([
      ["on", "unread", hear],
      ["showNewMessage", "hello"],
    ]);
  });

  it("puts the loader on the page once, with the shop and the looks", () => {
    load({ desk: "https://desk.example", shop: "harbor", locale: "ja" });
    load({ desk: "https://desk.example", shop: "harbor", locale: "ja" });
    const [script, ...more] = [...document.scripts];
    expect(more).toEqual([]);
    expect(script?.src).toBe("https://desk.example/widget/loader.js");
    expect({ ...script?.dataset }).toEqual({ shop: "harbor", locale: "ja" });
  });
});
