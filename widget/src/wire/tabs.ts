/**
 * The other tabs of the same origin that use the same name. Browsers without the means have each tab alone.
 */
export class Tabs<Notice> {
  readonly #name: string;
  #channel: BroadcastChannel | null;

  constructor(name: string, noticed: (notice: Notice) => void) {
    this.#name = name;
    this.#channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
    if (this.#channel) this.#channel.onmessage = (event) => noticed(event.data as Notice);
  }

  tell(notice: Notice): void {
    this.#channel?.postMessage(notice);
  }

  /** Runs `work` while no other tab does. */
  async alone(work: () => Promise<void>): Promise<void> {
    // Pages without TLS have no locks: then client ids alone keep things single, and order holds within each
    // tab.
    const { locks } = navigator as { locks?: LockManager | null };
    await (locks ? locks.request(this.#name, work) : work());
  }

  close(): void {
    this.#channel?.close();
    this.#channel = null;
  }
}
