import type { Link, Listed } from "@wire";
import type { StoreApi } from "zustand";
import type { Desk, View } from "./desk";
import { counted, countsOthers, shelve } from "./shelves";

const PAGE = 50;
/** Who has read far down the list keeps their place when it is read anew: in larger pages, and up to so many lines. */
const AGAIN = { page: 100, most: 1000 };
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

  /** A view from its start, as far as it was read before; it replaces what was known of it. */
  async refresh(view: View): Promise<boolean> {
    const { tick, shelves } = this.desk.getState();
    const shown = Math.min(shelves[view].loaded ? shelves[view].ids.size : 0, AGAIN.most);
    let page = await this.read(view, "", shown > PAGE ? AGAIN.page : PAGE);
    while (page !== null && page.cursor !== "" && page.items.length < shown) {
      const next: Listed | null = await this.read(view, page.cursor, AGAIN.page);
      page = next && { ...next, items: [...page.items, ...next.items] };
    }
    return this.put(view, page, tick, true);
  }

  /** The next page, while there is one. */
  async more(view: View): Promise<boolean> {
    const { tick, shelves } = this.desk.getState();
    const { cursor } = shelves[view];
    return cursor !== "" && this.put(view, await this.read(view, cursor, PAGE), tick, false);
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
      void (held.loaded ? this.refresh("held") : this.count());
    };
    this.timer = setTimeout(look, held.loaded ? HELD_MS : COUNT_MS);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** How many there are in each view; what is shown of them stays. */
  private async count(): Promise<void> {
    const page = await this.read("mine", "", 1);
    if (page !== null) this.desk.setState((desk) => counted(desk, page.counts));
  }

  private async read(view: View, cursor: string, limit: number): Promise<Listed | null> {
    const answer = await this.link.ask("conversation.list", { view, cursor, limit });
    return answer.ok ? answer : null;
  }

  private put(view: View, page: Listed | null, since: number, first: boolean): boolean {
    if (page !== null) this.desk.setState((desk) => shelve(desk, view, page, since, first));
    return page !== null;
  }
}
