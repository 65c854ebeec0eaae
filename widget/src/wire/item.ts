import type { DoorName } from "./doors";
import type { Link } from "./link";
import type { Content, Open, Problem, Send, Sent } from "./protocol.gen";

/**
 * A message on its way. `lane` is its conversation; empty while that does not exist yet: then the first item
 * opens it.
 */
export interface Item {
  n: number;
  clientId: string;
  lane: string;
  command: "message.send" | "note.post";
  payload: Omit<Send, "clientId" | "conversationId"> & { mentions?: readonly string[] };
  createdAt: number;
  tries: number;
  /** `sent` items are kept in memory only, until their series shows them. */
  state: "sending" | "failed" | "sent";
  /** Why it failed for good, or why it still waits. */
  problem?: Problem;
  /** The server's answer, once `sent`. */
  ack?: Sent;
}

export interface Draft {
  lane: string;
  command?: Item["command"];
  payload: Item["payload"] & { body: Content };
  clientId?: string;
}

export interface OutboxOptions<D extends DoorName> {
  /** One outbox a name and browser; tabs share it. */
  name: string;
  link: Link<D>;
  /** What else `conversation.open` is told, beside the first message. */
  opening?: () => Omit<Open, "clientId" | "body">;
  changed: (items: readonly Item[]) => void;
  /** The first message made its conversation, here or in another tab. */
  opened?: (conversationId: string) => void;
  random?: () => number;
  now?: () => number;
}
