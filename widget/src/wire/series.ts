import { backoff } from "./backoff";
import type { AckOf, AskOf, CommandName, DoorName, EntryOf } from "./doors";
import type { Link } from "./link";
import type { Positions, Problem, Resume } from "./protocol.gen";
import { announced, applied, awaiting, emptyTimeline, missing, paged, position, resumed } from "./timeline";
import type { Piece, Timeline, Waiting } from "./timeline";

type Resumed<D extends DoorName> = AckOf<D, "conversation.resume">;
export type ConversationOf<D extends DoorName> = Resumed<D> extends { conversation: infer C } ? C : never;

export interface SeriesOptions<D extends DoorName, W extends Waiting> {
  link: Link<D>;
  door: D;
  conversationId: string;
  /** 0 when the conversation begins here, -1 (default) to be given its newest part. */
  after?: -1 | 0;
  changed: (timeline: Timeline<EntryOf[D], W>) => void;
  /** The conversation as the server told it beside an answer. */
  told?: (conversation: ConversationOf<D>) => void;
  /** It is not ours to follow (any more). */
  ended?: (problem: Problem) => void;
  random?: () => number;
}

const PAGE = 50;
const CATCH_UP = 300;
const HOLE_MS = 500;

/**
 * Follows one conversation over one link: applies what is pushed, and asks for what is missing, one question
 * at a time.
 */
export class Series<D extends DoorName, W extends Waiting = Waiting> {
  readonly id: string;
  timeline: Timeline<EntryOf[D], W>;
  readonly #options: SeriesOptions<D, W>;
  readonly #offs: (() => void)[];
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #stopped = false;

  constructor(options: SeriesOptions<D, W>) {
    this.#options = options;
    this.id = options.conversationId;
    this.timeline = emptyTimeline(options.after);
    const { link, conversationId } = options;
    const place = ({ positions }: Positions) =>
      this.#set(announced(this.timeline, positions[conversationId] ?? 0));
    this.#offs = [
      link.onEntry((entry) => {
        if (entry.conversationId === conversationId) this.#set(applied(this.timeline, entry));
      }),
      link.on("positions.announced", place),
    ];
  }

  /**
   * Follow (anew) and fetch what is missing; call it after every connect. Resolves when nothing is, or it
   * must wait.
   */
  resume(): Promise<void> {
    this.#running ??= this.#fetch().finally(() => {
      this.#running = null;
      this.#watch();
    });
    return this.#running;
  }

  /** Fetch a page of what came before; false when the beginning is reached or the server is not. */
  async older(limit = PAGE): Promise<boolean> {
    const before = this.timeline.entries[0]?.seq ?? 0;
    if (before <= 1) return false;
    const answer = await this.#ask({ before, limit, follow: false });
    if (!answer.ok) return false;
    this.#set(paged(this.timeline, answer.entries));
    return true;
  }

  /** The own messages on their way. */
  awaiting(own: readonly W[]): void {
    this.#set(awaiting(this.timeline, own));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#offs.splice(0).forEach((off) => off());
  }

  async #fetch(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (let more = true; more && !this.#stopped;) {
      const { last } = this.timeline;
      const answer = await this.#ask({ ...position(this.timeline), limit: last < 0 ? PAGE : CATCH_UP });
      if (this.#stopped) return;
      if (!answer.ok) return this.#failed(answer.error);
      this.#tries = 0;
      this.#set(resumed(this.timeline, answer));
      this.#options.told?.(answer.conversation);
      // `more` alone could turn for ever: go on only when the answer brought us on.
      more = answer.more && (answer.reset || this.timeline.last > last);
    }
  }

  #failed(problem: Problem): void {
    if (!problem.retry) {
      this.stop();
      return this.#options.ended?.(problem);
    }
    this.#later(Math.max(problem.afterMs ?? 0, backoff(this.#tries++, this.#options.random ?? Math.random)));
  }

  #set(timeline: Timeline<EntryOf[D], W>): void {
    if (timeline === this.timeline) return;
    this.timeline = timeline;
    this.#options.changed(timeline);
    this.#watch();
  }

  #watch(): void {
    const gap = missing(this.timeline);
    if (gap && !this.#running && !this.#timer) this.#later(gap.why === "hole" ? HOLE_MS : 0);
  }

  #later(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // The hole may have closed by itself, and without a line the next connect resumes.
      if (missing(this.timeline) && this.#options.link.state !== "offline") void this.resume();
    }, ms);
  }

  async #ask(part: Partial<Resume>): Promise<Answered<EntryOf[D], ConversationOf<D>>> {
    const { link, conversationId } = this.#options;
    const name = "conversation.resume" as CommandName<D>;
    const answer = await link.ask(name, { conversationId, ...part } as AskOf<D, CommandName<D>>);
    return answer as Answered<EntryOf[D], ConversationOf<D>>;
  }
}

type Answered<E, C> =
  (Piece<E> & { ok: true; more: boolean; conversation: C }) | { ok: false; error: Problem };
