import type { DoorName, EntryOf, EventName, EventOf } from "./doors";

/** Who wants to hear what the server says: events by name, and numbered entries whatever their name. */
export class Listeners<D extends DoorName> {
  readonly #named = new Map<string, Set<(payload: never) => void>>();
  readonly #readers = new Set<(entry: EntryOf[D]) => void>();

  on<N extends EventName<D>>(event: N, fn: (payload: EventOf<D, N>) => void): () => void {
    const all = this.#named.get(event) ?? new Set();
    this.#named.set(event, all.add(fn));
    return () => void all.delete(fn);
  }

  onEntry(fn: (entry: EntryOf[D]) => void): () => void {
    this.#readers.add(fn);
    return () => void this.#readers.delete(fn);
  }

  tell(name: string, payload: unknown): void {
    this.#named.get(name)?.forEach((fn) => fn(payload as never));
    const entry = payload as EntryOf[D];
    // What has a number belongs to a series: only entries have one.
    if (entry.seq) this.#readers.forEach((fn) => fn(entry));
  }

  clear(): void {
    this.#named.clear();
    this.#readers.clear();
  }
}
