import type { Link } from "@wire";
import type { StoreApi } from "zustand";
import type { Desk, View } from "./desk";
import { countsOthers, shelve } from "./shelves";

const PAGE = 50;
/** Held messages are not written on a conversation's line; after a change the server is asked again, but not each time. */
const HELD_MS = 1_500;
/** Totals of views that were not read to their end are asked for as seldom as a count may be a little old. */
const COUNT_MS = 6_000;

/** Reads the views of the list from the server, page by page. */
export class Lists {
  private readonly link: Link<"agent">;
  private readonly desk: StoreApi<Desk>;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link<"agent">, desk: StoreApi<Desk>) {
    this.link = link;
    this.desk = desk;
  }

  /** The first page of a view; it replaces what was known of the view before. */
  refresh(view: View): Promise<boolean> {
    return this.read(view, "");
  }

  /** The next page, while there is one. */
  more(view: View): Promise<boolean> {
    const { cursor } = this.desk.getState().shelves[view];
    return cursor === "" ? Promise.resolve(false) : this.read(view, cursor);
  }

  /** Everything that was shown before, anew: after a reconnect what was missed may be anywhere. */
  async refreshAll(): Promise<void> {
    const { shelves } = this.desk.getState();
    const shown = (Object.keys(shelves) as View[]).filter((view) => shelves[view].loaded);
    await Promise.all([...new Set<View>(["mine", "queue", ...shown])].map((view) => this.refresh(view)));
  }

  async people(): Promise<void> {
    const answer = await this.link.ask("people.list", {});
    if (!answer.ok) return;
    const colleagues = Object.fromEntries(answer.items.map((person) => [person.id, person]));
    this.desk.setState({ colleagues, shifts: answer.shifts, drainSeconds: answer.drainSeconds });
  }

  /** Something happened that may have changed what is held, and how much there is of what was not read. */
  lookSoon(): void {
    const desk = this.desk.getState();
    const { held } = desk.shelves;
    if (this.timer !== undefined || !(held.loaded || countsOthers(desk))) return;
    const look = () => {
      this.timer = undefined;
      void this.refresh(held.loaded ? "held" : "mine");
    };
    this.timer = setTimeout(look, held.loaded ? HELD_MS : COUNT_MS);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private async read(view: View, cursor: string): Promise<boolean> {
    const since = this.desk.getState().tick;
    const answer = await this.link.ask("conversation.list", { view, cursor, limit: PAGE });
    if (!answer.ok) return false;
    this.desk.setState((desk) => shelve(desk, view, answer, since, cursor === ""));
    return true;
  }
}
