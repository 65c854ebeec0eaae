import { unreached } from "./doors";

type Settle = (answer: unknown) => void;

/** The questions that wait for their answer. Each gets exactly one: the server's, `timeout` or `offline`. */
export class Questions {
  readonly #open = new Map<number, Settle>();
  #last = 0;

  put(send: (id: number) => void, timeoutMs: number): Promise<unknown> {
    return new Promise((done) => {
      const id = ++this.#last;
      const timer = setTimeout(() => this.settle(id, unreached("timeout")), timeoutMs);
      this.#open.set(id, (answer) => {
        clearTimeout(timer);
        done(answer);
      });
      send(id);
    });
  }

  settle(id: number, answer: unknown): void {
    const settle = this.#open.get(id);
    this.#open.delete(id);
    settle?.(answer);
  }

  settleAll(answer: unknown): void {
    for (const id of [...this.#open.keys()]) this.settle(id, answer);
  }
}
