import type { Link } from "../wire";

/** Where files can be read just now. An address is asked for once, until it runs out. */
export class Addresses {
  readonly #desk: string;
  readonly #link: () => Link<"customer">;
  readonly #known = new Map<string, { url: string; expiresAt: number }>();

  /** `desk`: its origin, for the page is another one. */
  constructor(desk: string, link: () => Link<"customer">) {
    this.#desk = desk;
    this.#link = link;
  }

  /** Empty when the server is not reached or does not give it. */
  async of(fileId: string): Promise<string> {
    const known = this.#known.get(fileId);
    if (known && known.expiresAt > Date.now() + 5_000) return known.url;
    const answer = await this.#link().ask("file.link", { fileId });
    if (!answer.ok) return "";
    const url = new URL(answer.url, this.#desk).href;
    this.#known.set(fileId, { url, expiresAt: answer.expiresAt });
    return url;
  }
}
