import type { Content, Problem, Send, Sent } from "./protocol.gen";

/** A message on its way. `lane` is its conversation; empty while that does not exist yet: then the first item opens it. */
export interface Item {
  n: number;
  clientId: string;
  lane: string;
  command: "message.send" | "note.post";
  payload: Omit<Send, "clientId" | "conversationId">;
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
