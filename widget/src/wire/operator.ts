import { backoff } from "./backoff";
import { Denied, unreached } from "./doors";
import type { AckOf, Answer, AskOf, CommandName, DoorName, EntryOf, EventName, EventOf } from "./doors";
import { Line } from "./line";
import { Listeners } from "./listeners";
import type { Link, LinkOptions, LinkState } from "./link";
import { Questions } from "./questions";
import { Rest } from "./rest";
import { VERSION } from "./protocol.gen";
import type { Bye, Problem, Refused } from "./protocol.gen";

const STABLE_MS = 30_000;
const POLL_MS = 2_000;
const POLL_HIDDEN_MS = 15_000;
const SOCKET_AGAIN_MS = 60_000;

type Timer = ReturnType<typeof setTimeout> | undefined;

/**
 * Keeps one line to the desk: dials, listens, dials again, and goes over to plain HTTP where lines are cut.
 */
export class Operator<D extends DoorName> implements Link<D> {
  state: LinkState = "connecting";
  mode: "socket" | "rest" = "socket";
  problem: Problem | null = null;
  readonly #options: LinkOptions<D>;
  readonly #rest: Rest;
  readonly #random: () => number;
  readonly #listeners = new Listeners<D>();
  readonly #watchers = new Set<(state: LinkState, problem: Problem | null) => void>();
  readonly #questions = new Questions();
  #waiting: (() => void)[] = [];
  #line: Line | null = null;
  #joined = false;
  #everHeard = false;
  #unheard = 0;
  #tries = 0;
  #renewed = false;
  #hurried = false;
  #dialling = false;
  #bye: Bye | null = null;
  #pass: Readonly<Record<string, string>> = {};
  #retry: Timer;
  #stable: Timer;
  #poll: Timer;

  constructor(options: LinkOptions<D>) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#rest = new Rest({
      base: `${options.url}/v1/${options.door}/commands/`,
      headers: (renew) => this.#headers(renew),
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    });
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#hangUp);
    document.addEventListener("visibilitychange", this.#hurry);
    void this.#dial();
  }

  on<N extends EventName<D>>(event: N, fn: (payload: EventOf<D, N>) => void): () => void {
    return this.#listeners.on(event, fn);
  }

  onEntry(fn: (entry: EntryOf[D]) => void): () => void {
    return this.#listeners.onEntry(fn);
  }

  onState(fn: (state: LinkState, problem: Problem | null) => void): () => void {
    this.#watchers.add(fn);
    return () => void this.#watchers.delete(fn);
  }

  async ask<N extends CommandName<D>>(
    name: N,
    payload: AskOf<D, N>,
    timeoutMs = 8000,
  ): Promise<Answer<D, N>> {
    if (this.state === "connecting") await this.#firstLine(timeoutMs);
    if (this.mode === "rest")
      return (await this.#rest.ask(name, payload, timeoutMs)) as AckOf<D, N> | Refused;
    const line = this.#line;
    if (!line || !this.#joined) return unreached("offline");
    return (await this.#questions.put((id) => line.ask(id, name, payload), timeoutMs)) as
      AckOf<D, N> | Refused;
  }

  redial(): void {
    this.#hangUp();
    this.problem = null;
    this.#redialIn(0);
  }

  close(): void {
    this.#stop({ code: "closed", retry: false, detail: "" });
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#hangUp);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#listeners.clear();
    this.#watchers.clear();
  }

  async #dial(): Promise<void> {
    if (this.#dialling || this.#line || this.problem) return;
    this.#dialling = true;
    try {
      this.#pass = await this.#options.auth(this.#renewed);
      this.#dialling = false;
      if (!this.#stopped()) this.#line = this.#newLine();
    } catch (error) {
      this.#dialling = false;
      if (error instanceof Denied) this.#stop(error.problem);
      else this.#lost(true);
    }
  }

  #newLine(): Line {
    const { url, door } = this.#options;
    const address = `${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
    const socket = (this.#options.socket ?? ((to) => new WebSocket(to)))(address);
    const auth = { version: VERSION, ...this.#pass };
    return new Line(socket, {
      namespace: `/${door}`,
      auth,
      ears: {
        joined: () => void this.#arrived(),
        refused: (problem) => this.#refused(problem),
        heard: (name, payload) => this.#heard(name, payload),
        answered: (id, answer) => this.#questions.settle(id, answer),
        lost: (heard) => this.#lost(heard),
      },
    });
  }

  async #arrived(): Promise<void> {
    clearTimeout(this.#poll);
    this.#joined = this.#everHeard = true;
    this.#renewed = this.#hurried = false;
    this.mode = "socket";
    this.#stable = setTimeout(() => (this.#tries = 0), STABLE_MS);
    const line = this.#line;
    this.#become("catching-up");
    try {
      await this.#options.catchUp?.();
      if (line === this.#line) this.#become("live");
    } catch {
      line?.hangUp();
    }
  }

  #heard(name: string, payload: unknown): void {
    if (name === "server.bye") this.#bye = payload as Bye;
    this.#listeners.tell(name, payload);
  }

  #refused(problem: Problem): void {
    this.#everHeard = true;
    if (problem.code === "unauthenticated" && !this.#renewed) {
      this.#renewed = true;
      this.#bye = { code: "restart", retryAfterMs: 0 };
    } else if (!problem.retry) this.#stop(problem);
    else this.#bye = { code: "restart", retryAfterMs: problem.afterMs ?? 0 };
  }

  #lost(heard: boolean): void {
    clearTimeout(this.#stable);
    this.#line = null;
    this.#joined = false;
    this.#questions.settleAll(unreached("offline"));
    if (this.problem) return;
    const bye = this.#bye;
    this.#bye = null;
    if (bye && bye.retryAfterMs === undefined)
      return this.#stop({ code: bye.code, retry: false, detail: "" });
    this.#unheard = heard ? this.#unheard : this.#unheard + 1;
    if (this.#unheard >= 2 && !this.#everHeard) return this.#fallBack();
    if (this.state !== "connecting" || this.#tries > 0) this.#become("offline");
    this.#redialIn(bye ? this.#random() * (bye.retryAfterMs ?? 0) : backoff(this.#tries, this.#random));
    this.#tries += 1;
  }

  #redialIn(ms: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#dial(), ms);
  }

  #fallBack(): void {
    const first = this.mode === "socket";
    this.mode = "rest";
    this.#redialIn(SOCKET_AGAIN_MS);
    if (!first) return;
    this.#become("catching-up");
    void this.#sync();
  }

  async #sync(): Promise<void> {
    if (this.mode !== "rest" || this.#stopped()) return;
    await this.#options.catchUp?.().catch(() => undefined);
    // A socket may have come up, or the link been closed, while we waited.
    if (this.#joined || this.#stopped()) return;
    // The network is back: perhaps WebSockets are, too.
    if (this.state === "offline" && this.#rest.reached) this.#redialIn(0);
    this.#become(this.#rest.reached ? "live" : "offline");
    clearTimeout(this.#poll);
    const hidden = document.visibilityState === "hidden";
    this.#poll = setTimeout(() => void this.#sync(), hidden ? POLL_HIDDEN_MS : POLL_MS);
  }

  readonly #hurry = (): void => {
    if (document.visibilityState === "hidden" || this.#stopped()) return;
    if (this.mode === "rest") return void this.#sync();
    if (this.#line || this.#hurried) return;
    this.#hurried = true;
    this.#redialIn(0);
  };

  readonly #hangUp = (): void => this.#line?.hangUp();

  #stop(problem: Problem): void {
    this.problem = problem;
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#hangUp();
    this.#become("offline");
  }

  #stopped(): boolean {
    return this.problem !== null;
  }

  #become(state: LinkState): void {
    if (state !== "connecting") this.#waiting.splice(0).forEach((go) => go());
    if (state === this.state && !this.problem) return;
    this.state = state;
    this.#watchers.forEach((fn) => fn(state, this.problem));
  }

  #firstLine(timeoutMs: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push(go);
      setTimeout(go, timeoutMs);
    });
  }

  async #headers(renew: boolean): Promise<Readonly<Record<string, string>>> {
    if (this.#options.headers) return this.#options.headers();
    if (renew || !this.#pass.token) this.#pass = await this.#options.auth(renew);
    return { Authorization: `Bearer ${this.#pass.token ?? ""}` };
  }
}
