import type { SocketLike } from "./line";

/**
 * The far end of a browser's WebSocket, as a test plays it: it sees the frames sent and says what comes
 * back.
 */
export class FakeSocket implements SocketLike {
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  onerror: SocketLike["onerror"] = null;
  readonly frames: string[] = [];
  closed = false;

  send(frame: string): void {
    this.frames.push(frame);
  }

  close(): void {
    this.closed = true;
  }

  say(frame: string): void {
    this.onmessage?.call(this as never, new MessageEvent("message", { data: frame }));
  }

  drop(): void {
    this.onclose?.call(this as never, new CloseEvent("close"));
  }

  /** Go through the whole greeting. */
  welcome(namespace: string): void {
    this.say('0{"sid":"e1","upgrades":[],"pingInterval":10000,"pingTimeout":10000,"maxPayload":131072}');
    this.say(`40${namespace},{"sid":"s1"}`);
  }

  /** Answer the newest question of that name. */
  answer(namespace: string, name: string, answer: unknown): void {
    const frame = this.frames.findLast((sent) => sent.includes(`["${name}"`));
    const id = /^42[^,]*,(\d+)/.exec(frame ?? "")?.[1];
    if (!id) throw new Error(`nobody asked ${name}`);
    this.say(`43${namespace},${id}${JSON.stringify([answer])}`);
  }
}

/** The browser's Web Locks, as far as one page needs them: one holder a name, in the order of asking. */
export class FakeLocks {
  private readonly tails = new Map<string, Promise<unknown>>();

  request<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.tails.get(name) ?? Promise.resolve()).then(work, work);
    this.tails.set(name, turn);
    return turn;
  }
}

/** A seeded generator (mulberry32), so that a failing case can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
