/**
 * Who the shopper is to the desk: a token of the server's. Kept in the shop's own storage, and only after
 * the first word.
 */
export interface Identity {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  customerId: string;
  /** By the shop: nobody else may find what they left here. */
  signed: boolean;
}

/** The word of a letter's link, `#tradewind=...`. It has done its work, and must not stay in the address. */
export function byLetter(): string {
  const word = /[#&]tradewind=([\w.-]+)/.exec(location.hash)?.[1] ?? "";
  if (word) history.replaceState(history.state, "", location.pathname + location.search);
  return word;
}

/** Storage may be forbidden, full or cleared at any time; then the identity lasts as long as the page. */
export class IdentityStore {
  readonly #key: string;

  constructor(shop: string) {
    this.#key = `tradewind:${shop}`;
  }

  load(): Identity | null {
    try {
      const found = JSON.parse(localStorage.getItem(this.#key) ?? "null") as Identity;
      return typeof found.token === "string" && typeof found.expiresAt === "number" ? found : null;
    } catch {
      return null;
    }
  }

  save(identity: Identity): void {
    try {
      localStorage.setItem(this.#key, JSON.stringify(identity));
    } catch {
      // Then it lasts as long as the page; the outbox says so beside what is unsent.
    }
  }

  clear(): void {
    try {
      localStorage.removeItem(this.#key);
    } catch {
      // There was none.
    }
  }

  /** Another tab spoke its first word, or renewed, or logged out. */
  onChange(fn: () => void): () => void {
    const hear = (event: StorageEvent) => event.key === this.#key && fn();
    addEventListener("storage", hear);
    return () => removeEventListener("storage", hear);
  }
}
