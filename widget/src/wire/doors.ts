import type {
  AgentCommands,
  AgentEntry,
  AgentEvents,
  CustomerCommands,
  CustomerEntry,
  CustomerEvents,
  Problem,
  Refused,
} from "./protocol.gen";

/** The two doors a browser may come in by, and what is spoken behind each. */
export interface Doors {
  customer: { commands: CustomerCommands; events: CustomerEvents };
  agent: { commands: AgentCommands; events: AgentEvents };
}

/** What the numbered series behind each door is made of. */
export interface EntryOf {
  customer: CustomerEntry;
  agent: AgentEntry;
}

export type DoorName = keyof Doors;
export type CommandName<D extends DoorName> = keyof Doors[D]["commands"] & string;
export type EventName<D extends DoorName> = keyof Doors[D]["events"] & string;

type Command<D extends DoorName, N> = N extends keyof Doors[D]["commands"] ? Doors[D]["commands"][N] : never;
export type AskOf<D extends DoorName, N> = Command<D, N> extends { ask: infer A } ? A : never;
export type AckOf<D extends DoorName, N> = Command<D, N> extends { ack: infer A } ? A : never;
export type EventOf<D extends DoorName, N extends EventName<D>> = Doors[D]["events"][N];

/** Every question gets one of these: the ack, or a refusal that says whether to try again. */
export type Answer<D extends DoorName, N> = AckOf<D, N> | Refused;

/**
 * A refusal of this side's making: the server was not reached (`offline`) or did not answer in time
 * (`timeout`).
 */
export function unreached(code: "offline" | "timeout"): Refused {
  return { ok: false, error: { code, retry: true, detail: "" } };
}

/** Thrown by an `auth` function to say that trying again is of no use, e.g. when a login is needed. */
export class Denied extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
