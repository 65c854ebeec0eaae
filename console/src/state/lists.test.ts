import type { Link, Summary } from "@wire";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { listed, summary } from "../testing/samples";
import { emptyDesk, type Desk } from "./desk";
import { Lists } from "./lists";
import { linesOf } from "./shelves";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A server with so many open conversations of ours; pages begin where their cursor says. */
function server(many: number) {
  const all = Array.from({ length: many }, (_, n) => summary({ id: `c${n}`, assigneeId: "a1", status: "assigned", lastAt: 9_000 - n }));
  const ask = (_: string, { cursor, limit }: { cursor: string; limit: number }) => {
    const [start, end] = [Number(cursor), Number(cursor) + limit];
    const page = listed(all.slice(start, end), { counts: { mine: all.length }, cursor: end < all.length ? String(end) : "" });
    return Promise.resolve(page);
  };
  return { all, link: { ask } as unknown as Link<"agent"> };
}

const read = (desk: Desk) => linesOf(desk, "mine").map((line: Summary) => line.id);

it("who has read far down the list keeps their place when it is counted, and when it is read anew", async () => {
  const { all, link } = server(400);
  const desk = createStore<Desk>(() => emptyDesk("a1"));
  const lists = new Lists(link, desk);
  await lists.refresh("mine");
  while (desk.getState().shelves.mine.ids.size < 250) await lists.more("mine");
  lists.lookSoon();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read(desk.getState())).toHaveLength(250);
  all.splice(0, 1);
  await lists.refresh("mine");
  expect(read(desk.getState()).slice(0, 2)).toEqual(["c1", "c2"]);
  expect(read(desk.getState()).length).toBeGreaterThanOrEqual(250);
  expect(desk.getState().shelves.mine.total).toBe(399);
});
