import { backoff } from "./backoff";
import type { AskOf, CommandName, DoorName } from "./doors";
import { newId } from "./ids";
import type { Draft, Item, OutboxOptions } from "./item";
import type { Problem, Refused, Sent } from "./protocol.gen";
import { ShelfKeeper } from "./shelf";
import { Tabs } from "./tabs";

type Notice =
  { kind: "changed" | "wiped" } | { kind: "sent"; item: Item } | { kind: "opened"; conversationId: string };

const KEEP_MS = 7 * 24 * 3_600_000;
const SENT_KEPT = 50;
const STOPPERS = ["offline", "timeout"];

/** Keeps what was written until the server has stored it: over reloads, offline, and shared by all tabs. */
export class Outbox<D extends DoorName> {
  items: readonly Item[] = [];
  readonly #options: OutboxOptions<D>;
  readonly #shelf: ShelfKeeper<Item>;
  readonly #tabs: Tabs<Notice>;
  readonly #off: () => void;
  readonly #rest = new Map<string, number>();
  #sent: readonly Item[] = [];
  #openedId = "";
  // Until something was, or may have been, stored here, the storage is not so much as opened.
  #used = false;
  #flushing = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions<D>) {
    this.#options = options;
    this.#shelf = new ShelfKeeper(options.name);
    this.#tabs = new Tabs(options.name, (notice) => void this.#noticed(notice));
    this.#off = options.link.onState((state) => state === "live" && this.#flush());
  }

  /** False when items would not survive a reload; say so beside them. */
  get durable(): boolean {
    return this.#shelf.durable;
  }

  /** Take up what earlier visits left. Without this call nothing is stored before the first `add`. */
  async restore(): Promise<void> {
    await this.#refresh();
    this.#flush();
  }

  /** Resolves when the item is stored (or, without storage, kept): from then on it is not lost. */
  async add(draft: Draft): Promise<string> {
    const clientId = draft.clientId ?? newId();
    const lane = draft.lane || this.#openedId;
    const createdAt = this.#now();
    const command = draft.command ?? "message.send";
    await this.#shelf.write([
      { clientId, lane, command, payload: draft.payload, createdAt, tries: 0, state: "sending" },
    ]);
    await this.#spread();
    this.#flush();
    return clientId;
  }

  /** Try a failed item again, perhaps with `changes` (such as `confirmed`), in its old place. */
  async retry(clientId: string, changes: Partial<Item["payload"]> = {}): Promise<void> {
    const item = this.items.find((one) => one.clientId === clientId);
    if (!item || item.state === "sent") return;
    const again: Item = { ...item, state: "sending", tries: 0, payload: { ...item.payload, ...changes } };
    delete again.problem;
    this.#rest.delete(item.lane);
    await this.#shelf.write([again]);
    await this.#spread();
    this.#flush();
  }

  async discard(clientId: string): Promise<void> {
    const item = this.items.find((one) => one.clientId === clientId);
    if (item) await this.#shelf.write([], [item.n]);
    this.#sent = this.#sent.filter((one) => one.clientId !== clientId);
    await this.#spread();
  }

  /** Forget what was sent there: its words are gone. */
  erased(lane: string): void {
    const left = this.#sent.filter((one) => one.lane !== lane);
    if (left.length === this.#sent.length) return;
    this.#sent = left;
    this.#show(this.items.filter((one) => one.state !== "sent"));
  }

  /** Forget everything, in every tab: for a logout. */
  async wipe(): Promise<void> {
    await this.#shelf.wipe();
    this.#tabs.tell({ kind: "wiped" });
    this.#forget();
  }

  /** Items without a conversation go to this one. Empty: the next of them opens a new one. */
  aim(conversationId: string): void {
    this.#openedId = conversationId;
  }

  close(): void {
    this.#off();
    clearTimeout(this.#timer);
    this.#tabs.close();
  }

  #flush(): void {
    this.#again = true;
    if (!this.#used || this.#flushing || this.#options.link.state !== "live") return;
    this.#flushing = true;
    // One tab at a time, so that order holds between tabs, too.
    void this.#tabs
      .alone(() => this.#drain())
      .finally(() => {
        this.#flushing = false;
        this.#pause();
      });
  }

  async #drain(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#refresh();
      for (let item = this.#next(); item && this.#options.link.state === "live"; item = this.#next()) {
        if (!(await this.#deliver(item))) return;
        await this.#refresh();
      }
    }
  }

  #next(): Item | undefined {
    const now = this.#now();
    return this.items.find((item) => item.state === "sending" && (this.#rest.get(item.lane) ?? 0) <= now);
  }

  /** False when the server is not there: no use going on. */
  async #deliver(item: Item): Promise<boolean> {
    const answer = await this.#ask(item);
    if (answer.ok) await this.#acked(item, answer);
    else await this.#refused(item, answer.error);
    return answer.ok || !STOPPERS.includes(answer.error.code);
  }

  async #ask({ lane, command, payload, clientId }: Item): Promise<Sent | Refused> {
    const conversationId = lane || this.#openedId;
    const opening = { ...this.#options.opening?.(), clientId, body: payload.body };
    const [name, question] = conversationId
      ? [command, { ...payload, conversationId, clientId }]
      : ["conversation.open", opening];
    const answer = await this.#options.link.ask(name as CommandName<D>, question as AskOf<D, CommandName<D>>);
    return answer as Sent | Refused;
  }

  async #acked(item: Item, ack: Sent): Promise<void> {
    const { conversationId } = ack;
    const followers = item.lane
      ? []
      : this.items.filter((one) => !one.lane && one.n !== item.n && one.state !== "sent");
    await this.#shelf.write(
      followers.map((one) => ({ ...one, lane: conversationId })),
      [item.n],
    );
    this.#rest.delete(item.lane);
    const sent: Item = { ...item, lane: conversationId, state: "sent", ack };
    this.#keep(sent);
    this.#tabs.tell({ kind: "sent", item: sent });
    if (item.lane) return;
    this.#adopt(conversationId);
    this.#tabs.tell({ kind: "opened", conversationId });
  }

  async #refused(item: Item, problem: Problem): Promise<void> {
    // It may have been discarded while it was under way.
    if (!this.items.some((one) => one.n === item.n)) return;
    const tries = item.tries + 1;
    const state = problem.retry ? "sending" : "failed";
    await this.#shelf.write([{ ...item, tries, state, problem }]);
    this.#tabs.tell({ kind: "changed" });
    if (!problem.retry) return;
    const wait = Math.max(problem.afterMs ?? 0, backoff(tries, this.#options.random ?? Math.random));
    this.#rest.set(item.lane, this.#now() + wait);
  }

  #pause(): void {
    const waiting = this.items.filter((item) => item.state === "sending");
    clearTimeout(this.#timer);
    if (!waiting.length || this.#options.link.state !== "live") return;
    const until = Math.min(...waiting.map((item) => this.#rest.get(item.lane) ?? 0));
    this.#timer = setTimeout(() => this.#flush(), Math.max(50, until - this.#now()));
  }

  async #refresh(): Promise<void> {
    this.#used = true;
    const stored = await this.#shelf.all();
    const old = stored.filter((item) => item.createdAt < this.#now() - KEEP_MS);
    if (old.length)
      await this.#shelf.write(
        [],
        old.map((item) => item.n),
      );
    this.#show(stored.filter((item) => !old.includes(item)));
  }

  #show(stored: readonly Item[]): void {
    const done = new Set(this.#sent.map((item) => item.clientId));
    this.items = [...this.#sent, ...stored.filter((item) => !done.has(item.clientId))].sort(
      (a, b) => a.n - b.n,
    );
    this.#options.changed(this.items);
  }

  #keep(item: Item): void {
    this.#sent = [...this.#sent.filter((one) => one.clientId !== item.clientId), item].slice(-SENT_KEPT);
    this.#show(this.items.filter((one) => one.state !== "sent"));
  }

  #adopt(conversationId: string): void {
    this.#openedId = conversationId;
    this.#options.opened?.(conversationId);
  }

  async #spread(): Promise<void> {
    await this.#refresh();
    this.#tabs.tell({ kind: "changed" });
  }

  async #noticed(notice: Notice): Promise<void> {
    if (notice.kind === "wiped") return this.#forget();
    if (notice.kind === "opened") return this.#adopt(notice.conversationId);
    if (notice.kind === "sent") return this.#keep(notice.item);
    await this.#refresh();
    this.#flush();
  }

  #forget(): void {
    this.#sent = [];
    this.#used = false;
    this.#openedId = "";
    this.#rest.clear();
    this.#shelf.leave();
    this.#show([]);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
