import type { KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { expect, it } from "vitest";
import { type Offered, useOffered } from "./offered";

/** A list at the field, shown with these items; what was picked of it. */
function list() {
  const root = createRoot(document.createElement("div"));
  const picked: string[] = [];
  let offered: Offered | undefined;
  function List({ ids }: { ids: readonly string[] }) {
    offered = useOffered(ids.map((id) => ({ id })), { pick: ({ id }) => picked.push(id), close: () => undefined });
    return null;
  }
  const show = (...ids: string[]) => { flushSync(() => { root.render(<List ids={ids} />); }); };
  const press = (key: string) => flushSync(() => offered?.onKey({ key, shiftKey: false } as KeyboardEvent));
  return { show, press, picked, active: () => offered?.active };
}

it("keeps what was chosen when the items come in another order", () => {
  const { show, press, picked, active } = list();
  show("a", "b", "c");
  press("ArrowDown");
  show("c", "a", "b");
  expect(active()).toBe(2);
  press("Enter");
  expect(picked).toEqual(["b"]);
});

it("never lets Enter through to the field when fewer items are left than the keys had come to", () => {
  const { show, press, picked } = list();
  show("a", "b", "c");
  press("ArrowUp");
  show("a");
  expect(press("Enter")).toBe(true);
  expect(picked).toEqual(["a"]);
});

it("leaves the keys to the field when nothing is offered", () => {
  const { show, press } = list();
  show();
  expect(press("Enter")).toBe(false);
});
