import type { Answer, AskOf, CommandName, DoorName, EntryOf, EventName, EventOf } from "./doors";
import type { SocketLike } from "./line";
import { Operator } from "./operator";
import type { Problem } from "./protocol.gen";

/** `connecting` until the first connection stands; `catching-up` while what was missed is fetched. */
export type LinkState = "connecting" | "live" | "catching-up" | "offline";

export interface LinkOptions<D extends DoorName> {
  door: D;
  /** Origin of the desk, e.g. `https://desk.example`. */
  url: string;
  /**
   * Who we are, asked for before every connect: `{token}` or `{ticket}`. `renew`: the last one was refused.
   */
  auth: (renew: boolean) => Promise<Readonly<Record<string, string>>>;
  /** Credentials for plain HTTP; by default the token of `auth` as a bearer. */
  headers?: () => Promise<Readonly<Record<string, string>>>;
  /** Fetches what was missed: run after every connect, and as the poll when only plain HTTP goes through. */
  catchUp?: () => Promise<unknown>;
  random?: () => number;
  socket?: (url: string) => SocketLike;
  fetch?: typeof fetch;
}

export interface Link<D extends DoorName> {
  readonly state: LinkState;
  /** `rest` when WebSockets do not come through here. */
  readonly mode: "socket" | "rest";
  /** Why the link has stopped for good; null while it goes on trying. */
  readonly problem: Problem | null;
  on<N extends EventName<D>>(event: N, fn: (payload: EventOf<D, N>) => void): () => void;
  /** Every numbered entry that is pushed, of all conversations. */
  onEntry(fn: (entry: EntryOf[D]) => void): () => void;
  onState(fn: (state: LinkState, problem: Problem | null) => void): () => void;
  /** Never rejects. Offline it refuses at once with `offline`; an answer that does not come is `timeout`. */
  ask<N extends CommandName<D>>(name: N, payload: AskOf<D, N>, timeoutMs?: number): Promise<Answer<D, N>>;
  /** Drop the line and dial again, e.g. after the identity changed. */
  redial(): void;
  close(): void;
}

export function connect<D extends DoorName>(options: LinkOptions<D>): Link<D> {
  return new Operator(options);
}
