/** Socket.IO v5 inside Engine.IO v4, text frames only: the desk sends no binary packets. */
export type Packet =
  | { kind: "open"; pingInterval: number; pingTimeout: number }
  | { kind: "ping" }
  | { kind: "joined" }
  | { kind: "refused"; reason: unknown }
  | { kind: "event"; name: string; payload: unknown }
  | { kind: "ack"; id: number; answer: unknown }
  | { kind: "closed" }
  | { kind: "ignored" };

const IGNORED: Packet = { kind: "ignored" };

export const PONG = "3";

export function joinFrame(namespace: string, auth: unknown): string {
  return `40${namespace},${JSON.stringify(auth)}`;
}

export function eventFrame(namespace: string, id: number, name: string, payload: unknown): string {
  return `42${namespace},${id}${JSON.stringify([name, payload])}`;
}

/** Read one frame; anything that is not for `namespace`, or not understood, is `ignored`. */
export function readFrame(frame: string, namespace: string): Packet {
  try {
    return engine(frame, namespace);
  } catch {
    return IGNORED;
  }
}

function engine(frame: string, namespace: string): Packet {
  switch (frame.charAt(0)) {
    case "0": {
      const { pingInterval, pingTimeout } = JSON.parse(frame.slice(1)) as Record<string, unknown>;
      return { kind: "open", pingInterval: Number(pingInterval), pingTimeout: Number(pingTimeout) };
    }
    case "1":
      return { kind: "closed" };
    case "2":
      return { kind: "ping" };
    case "4":
      return socket(frame, namespace);
    default:
      return IGNORED;
  }
}

function socket(frame: string, namespace: string): Packet {
  const head = /^4[0-6](?:(\/[^,]*),)?(\d+)?/.exec(frame);
  if (!head || head[1] !== namespace) return IGNORED;
  const rest = frame.slice(head[0].length);
  const body: unknown = rest ? JSON.parse(rest) : null;
  switch (frame.charAt(1)) {
    case "0":
      return { kind: "joined" };
    case "1":
      return { kind: "closed" };
    case "2":
      return named(body);
    case "3":
      return Array.isArray(body) ? { kind: "ack", id: Number(head[2]), answer: body[0] } : IGNORED;
    case "4":
      return { kind: "refused", reason: body };
    default:
      return IGNORED;
  }
}

function named(body: unknown): Packet {
  if (!Array.isArray(body) || typeof body[0] !== "string") return IGNORED;
  return { kind: "event", name: body[0], payload: body[1] };
}
