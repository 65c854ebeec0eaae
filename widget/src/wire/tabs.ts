/** The other tabs of the same origin that use the same name. Browsers without the means have each tab alone. */
export class Tabs<Notice> {
  private readonly name: string;
  private readonly channel: BroadcastChannel | null;

  constructor(name: string, noticed: (notice: Notice) => void) {
    this.name = name;
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
    if (this.channel) this.channel.onmessage = (event) => noticed(event.data as Notice);
  }

  tell(notice: Notice): void {
    this.channel?.postMessage(notice);
  }

  /** Runs `work` while no other tab does. */
  async alone(work: () => Promise<void>): Promise<void> {
    if (typeof navigator !== "undefined" && "locks" in navigator) await navigator.locks.request(this.name, work);
    else await work();
  }

  close(): void {
    this.channel?.close();
  }
}
