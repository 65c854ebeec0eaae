import { Denied } from "../wire";
import type { Problem } from "../wire";
import { IdentityStore } from "./identity";
import type { Identity } from "./identity";

export interface Shop {
  key: string;
  name: string;
  accent: string;
  locale: string;
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

interface Begun extends Reception {
  token: string;
  expiresAt: number;
  shop: Shop;
}

export interface SessionOptions {
  /** Origin of the desk. */
  url: string;
  shop: string;
  locale: () => string;
}

const RENEW_MS = 300_000;

/** The shopper's standing with the desk: a token in memory, and in storage once they have said something. */
export class Session {
  shop: Shop | null = null;
  reception: Reception = { online: false, names: [] };
  kept = false;
  readonly store: IdentityStore;
  readonly #options: SessionOptions;
  #identity: Identity | null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.store = new IdentityStore(options.shop);
    this.#identity = this.store.load();
    this.kept = this.#identity !== null;
  }

  /** A token good for a connect. `renew`: the server does not take the last one any more. */
  async pass(renew: boolean): Promise<{ token: string }> {
    if (renew) this.#identity = null;
    const identity = this.#identity;
    if (!identity || identity.expiresAt - Date.now() < RENEW_MS) await this.begin();
    return { token: this.#identity?.token ?? "" };
  }

  /** Ask who we are and whose shop this is. The server stores nothing for it. */
  async begin(): Promise<void> {
    const { url, shop, locale } = this.#options;
    const token = this.#identity?.token;
    const answer = await fetch(`${url}/v1/customer/session`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ shop, locale: locale(), ...(token ? { token } : {}) }),
    });
    const body = (await answer.json()) as Begun | { ok: false; error: Problem };
    if ("error" in body) return this.#refused(body.error);
    this.#identity = { token: body.token, expiresAt: body.expiresAt };
    this.shop = body.shop;
    this.reception = body;
    if (this.kept) this.store.save(this.#identity);
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
    this.#identity = stored;
    this.kept = true;
    return !before;
  }

  forget(): void {
    this.#identity = null;
    this.kept = false;
    this.store.clear();
  }

  async #refused(problem: Problem): Promise<void> {
    if (problem.code === "unauthenticated" && this.#identity) {
      this.#identity = null;
      return this.begin();
    }
    if (!problem.retry) throw new Denied(problem);
    throw new Error(problem.code);
  }
}
