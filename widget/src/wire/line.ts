import type { Problem } from "./protocol.gen";
import { eventFrame, joinFrame, PONG, readFrame } from "./packets";
import type { Packet } from "./packets";

/** The part of a browser's WebSocket that a line needs. */
export type SocketLike = Pick<WebSocket, "send" | "close" | "onmessage" | "onclose" | "onerror">;

/** What a line tells its owner; `lost` comes exactly once, last; `heard`: any frame ever came. */
export interface Ears {
  joined(): void;
  refused(problem: Problem): void;
  heard(name: string, payload: unknown): void;
  answered(id: number, answer: unknown): void;
  lost(heard: boolean): void;
}

export interface Call {
  namespace: string;
  auth: unknown;
  ears: Ears;
}

const JOIN_MS = 10_000;

/**
 * One connection to one namespace, from the first byte to the last. It never comes back: its owner dials
 * anew.
 */
export class Line {
  readonly #socket: SocketLike;
  readonly #call: Call;
  #heard = false;
  #over = false;
  #silence = JOIN_MS;
  #deadline: ReturnType<typeof setTimeout>;

  constructor(socket: SocketLike, call: Call) {
    this.#socket = socket;
    this.#call = call;
    this.#deadline = setTimeout(() => this.hangUp(), JOIN_MS);
    socket.onmessage = (message: MessageEvent) => this.#read(message.data);
    socket.onclose = socket.onerror = () => this.hangUp();
  }

  ask(id: number, name: string, payload: unknown): void {
    this.#write(eventFrame(this.#call.namespace, id, name, payload));
  }

  /** Ends the line without waiting for the other side, which may be long gone. */
  hangUp(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadline);
    const socket = this.#socket;
    socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
    this.#call.ears.lost(this.#heard);
  }

  #read(data: unknown): void {
    this.#heard = true;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.hangUp(), this.#silence);
    if (typeof data === "string") this.#take(readFrame(data, this.#call.namespace));
  }

  #take(packet: Packet): void {
    const { ears, namespace, auth } = this.#call;
    switch (packet.kind) {
      case "open":
        this.#silence = packet.pingInterval + packet.pingTimeout || JOIN_MS * 2;
        return this.#write(joinFrame(namespace, auth));
      case "ping":
        return this.#write(PONG);
      case "joined":
        return ears.joined();
      case "refused":
        ears.refused(problemOf(packet.reason));
        return this.hangUp();
      case "event":
        return ears.heard(packet.name, packet.payload);
      case "ack":
        return ears.answered(packet.id, packet.answer);
      case "closed":
        return this.hangUp();
      case "ignored":
    }
  }

  #write(frame: string): void {
    if (!this.#over) this.#socket.send(frame);
  }
}

function problemOf(reason: unknown): Problem {
  const { message, data } = (reason ?? {}) as { message?: string; data?: Partial<Problem> };
  return { retry: false, detail: "", ...data, code: data?.code ?? message ?? "internal" };
}
