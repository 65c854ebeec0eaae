import { Series, type Link, type Problem } from "@wire";
import type { Batch } from "./batch";
import type { Desk } from "./desk";
import { forget, logChanged } from "./open";
import { keep } from "./shelves";

/** Threads kept followed behind the one that is read, so that going back is instant. */
const KEPT = 8;

export interface Told {
  /** A conversation that was asked for cannot be read. */
  readonly refused: (id: string, problem: Problem) => void;
  /** What was said in it is gone: what this browser still has of it goes too. */
  readonly erased: (id: string) => void;
}

/** Keeps the log of every open conversation complete, newest used first. */
export class Threads {
  private readonly link: Link<"agent">;
  private readonly batch: Batch<Desk>;
  private readonly told: Told;
  private readonly series = new Map<string, Series<"agent">>();

  constructor(link: Link<"agent">, batch: Batch<Desk>, told: Told) {
    this.link = link;
    this.batch = batch;
    this.told = told;
  }

  /** Follow a conversation and catch up with it. */
  open(id: string): void {
    const known = this.series.get(id);
    const series = known ?? this.follow(id);
    this.series.delete(id);
    this.series.set(id, series);
    for (const old of [...this.series.keys()].slice(0, -KEPT)) this.leave(old);
    if (known === undefined) void series.resume();
  }

  /** After a reconnect the server follows nothing for us: every open thread asks for what it missed. */
  async resumeAll(): Promise<void> {
    await Promise.all([...this.series.values()].map((series) => series.resume()));
  }

  /** One page backwards; false when there is no more, or no answer. */
  async older(id: string): Promise<boolean> {
    return (await this.series.get(id)?.older()) ?? false;
  }

  close(): void {
    for (const series of this.series.values()) series.stop();
    this.series.clear();
  }

  private follow(id: string): Series<"agent"> {
    const { link, batch } = this;
    return new Series({
      link,
      door: "agent",
      conversationId: id,
      changed: (log) => {
        if (log.entries.at(-1)?.body.kind === "conversation.erased") this.told.erased(id);
        batch((known) => logChanged(known, id, log));
      },
      told: (line) => {
        batch((known) => keep(known, line));
      },
      ended: (problem) => {
        this.leave(id);
        this.told.refused(id, problem);
      },
    });
  }

  private leave(id: string): void {
    this.series.get(id)?.stop();
    this.series.delete(id);
    this.batch((desk) => forget(desk, id));
    void this.link.ask("conversation.leave", { conversationId: id });
  }
}
