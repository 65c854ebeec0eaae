import { Denied } from "../wire";
import type { Problem } from "../wire";
import { byLetter, IdentityStore } from "./identity";
import type { Identity } from "./identity";

export interface Shop {
  key: string;
  name: string;
  accent: string;
  locale: string;
  theme: string;
  side: string;
  /** Its own words for this reader, or empty. */
  hello: string;
  away: string;
  /** What is asked for before the first word: `""`, `optional`, `required`. */
  askName: string;
  askEmail: string;
  topics: readonly string[];
  /** A link to the chat may be had by e-mail. */
  givesLinks: boolean;
}

/** Who answers, before anything is said. */
export interface Reception {
  /** Whether somebody of the desk is there. */
  online: boolean;
  /** Some of those who are. */
  names: readonly string[];
  /** How long a first answer usually takes. */
  replyMs?: number | null;
  /** When the next of them comes, while nobody is there. */
  backAt?: number | null;
}

interface Begun extends Reception, Identity {
  shop: Shop;
  /** Whom the shop signs has talked with the desk before, here or elsewhere. */
  known: boolean;
  /** What a letter's link took up. */
  conversationId: string;
}

export interface SessionOptions {
  /** Origin of the desk. */
  url: string;
  shop: string;
  locale: () => string;
  /** The shop's signed word for who this is; empty when it gave none. */
  user: string;
  /** The shop's word was not taken, or what the page told: the chat goes on without. */
  failed: (problem: Problem) => void;
  /** This is somebody else than the shop signed before: nothing of that person may stay. */
  stranger: () => void;
}

const RENEW_MS = 300_000;

/** The shopper's standing with the desk: a token in memory, and in storage once they have said something. */
export class Session {
  shop: Shop | null = null;
  reception: Reception = { online: false, names: [] };
  kept = false;
  user: string;
  /** The word of a letter, until it was taken or refused; then the conversation it was about. */
  letter = byLetter();
  conversationId = "";
  readonly store: IdentityStore;
  readonly #options: SessionOptions;
  #identity: Identity | null;
  #last: Identity | null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.user = options.user;
    this.store = new IdentityStore(options.shop);
    this.#identity = this.#last = this.store.load();
    this.kept = this.#identity !== null;
  }

  /** A token good for a connect. `renew`: the server does not take the last one any more. */
  async pass(renew: boolean): Promise<{ token: string }> {
    if (renew) this.#identity = null;
    const identity = this.#identity;
    if (!identity || this.user || identity.expiresAt - Date.now() < RENEW_MS) await this.begin();
    return { token: this.#identity?.token ?? "" };
  }

  /**
   * Ask who we are and whose shop this is; one question at a time. True when what was a visitor's is somebody's now.
   * The server stores nothing for it.
   */
  begin(): Promise<boolean> {
    const asked = this.#turn.then(() => this.#begin());
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  /** The first word: from now on this browser is known again. */
  keep(): void {
    if (this.kept || !this.#identity) return;
    this.kept = true;
    this.store.save(this.#identity);
  }

  /** Take over what another tab stored; true when that changes who we are. */
  adopt(): boolean {
    const stored = this.store.load();
    if (!stored || stored.token === this.#identity?.token) return false;
    const before = this.kept;
    this.kept = true;
    return this.#become(stored) || !before;
  }

  forget(): void {
    if (this.kept) this.store.clear();
    this.#identity = null;
    this.kept = false;
  }

  /** Sign out: the server does not take the token any more. */
  end(): void {
    const token = this.#identity?.token;
    if (token) void this.#post("session/end", { token }).catch(() => undefined);
  }

  async #begin(): Promise<boolean> {
    const { shop, locale } = this.#options;
    const { user } = this;
    // A visitor who has said nothing has nothing to bring along.
    const token = user && !this.kept ? "" : this.#identity?.token;
    const answer = await this.#post("session", {
      shop,
      locale: locale(),
      ...(user ? { user } : this.letter && { resume: this.letter }),
      ...(token && { token }),
    });
    const body = (await answer.json()) as Begun | { ok: false; error: Problem };
    if ("error" in body) return this.#refused(body.error);
    if (user === this.user) this.user = "";
    this.letter = "";
    this.conversationId ||= body.conversationId;
    const { expiresAt, customerId, signed } = body;
    this.shop = body.shop;
    this.reception = body;
    this.kept ||= body.known;
    const turned = this.#become({ token: body.token, expiresAt, customerId, signed });
    if (this.kept && this.#identity) this.store.save(this.#identity);
    return turned;
  }

  #become(next: Identity): boolean {
    const before = this.#last;
    this.#identity = this.#last = next;
    if (!before || before.customerId === next.customerId) return false;
    if (!before.signed) return true;
    if (this.store.load()?.customerId === before.customerId) this.store.clear();
    this.kept = false;
    this.#options.stranger();
    return false;
  }

  #post(path: string, body: object): Promise<Response> {
    return fetch(`${this.#options.url}/v1/customer/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true,
    });
  }

  async #refused(problem: Problem): Promise<boolean> {
    if (problem.code === "unauthenticated" && this.#identity) {
      this.#identity = null;
      return this.#begin();
    }
    if (problem.code === "forbidden" && this.user) {
      this.user = "";
      this.#options.failed(problem);
      return this.#begin();
    }
    if (!problem.retry) throw new Denied(problem);
    throw new Error(problem.code);
  }
}
