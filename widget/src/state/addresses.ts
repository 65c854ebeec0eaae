import type { Link } from "../wire";

/** Where files can be read just now. An address is asked for once, until it runs out. */
export class Addresses {
  readonly #link: () => Link<"customer">;
  readonly #known = new Map<string, { url: string; expiresAt: number }>();

  constructor(link: () => Link<"customer">) {
    this.#link = link;
  }

  /** Empty when the server is not reached or does not give it. */
  async of(fileId: string): Promise<string> {
    const known = this.#known.get(fileId);
    if (known && known.expiresAt > Date.now() + 5_000) return known.url;
    const answer = await this.#link().ask("file.link", { fileId });
    if (!answer.ok) return "";
    this.#known.set(fileId, answer);
    return answer.url;
  }
}
