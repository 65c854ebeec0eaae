import type { Refused } from "./protocol.gen";
import { unreached } from "./doors";

export interface RestOptions {
  /** Where the commands are, e.g. `https://desk.example/v1/customer/commands/`. */
  base: string;
  /** `renew`: the last credentials were refused. */
  headers: (renew: boolean) => Promise<Readonly<Record<string, string>>>;
  fetch: typeof fetch;
}

/** The same commands by plain HTTP, for networks that swallow WebSockets. Needs no sticky sessions. */
export class Rest {
  /** Whether the last question reached the server. */
  reached = true;
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  async ask(name: string, payload: unknown, timeoutMs: number): Promise<{ ok: true } | Refused> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeoutMs);
    try {
      let answer = await this.#post(name, payload, stop.signal, false);
      if (!answer.ok && answer.error.code === "unauthenticated") {
        answer = await this.#post(name, payload, stop.signal, true);
      }
      this.reached = true;
      return answer;
    } catch {
      this.reached = false;
      return unreached(stop.signal.aborted ? "timeout" : "offline");
    } finally {
      clearTimeout(timer);
    }
  }

  async #post(
    name: string,
    payload: unknown,
    signal: AbortSignal,
    renew: boolean,
  ): Promise<{ ok: true } | Refused> {
    const { base, headers, fetch } = this.#options;
    const answer = await fetch(base + name, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(await headers(renew)) },
      body: JSON.stringify(payload),
      credentials: "same-origin",
      signal,
    });
    return (await answer.json()) as { ok: true } | Refused;
  }
}
