/** A value with the number that gives it its place. */
export interface Shelved {
  n: number;
}

interface Shelf<T extends Shelved> {
  all(): Promise<T[]>;
  write(puts: readonly Put<T>[], deletes: readonly number[]): Promise<void>;
}

/** A new value, which gets its number here, or a changed one. */
type Put<T> = Omit<T, "n"> & { n?: number };

const STORE = "items";

/**
 * Where an outbox keeps its items between visits, in order of `n`: IndexedDB, or memory where the browser
 * gives us none.
 */
export class ShelfKeeper<T extends Shelved> {
  /** False: items are only in memory, and whoever wrote them should know. */
  durable = true;
  readonly #name: string;
  #shelf: Promise<Shelf<T>> | null = null;

  constructor(name: string) {
    this.#name = name;
  }

  async all(): Promise<T[]> {
    try {
      return await (await this.#open()).all();
    } catch {
      return (await this.#sink([])).all();
    }
  }

  /** All or nothing. Where the disk refuses, everything known goes on in memory. */
  async write(puts: readonly Put<T>[], deletes: readonly number[] = []): Promise<void> {
    const shelf = await this.#open();
    try {
      await shelf.write(puts, deletes);
    } catch {
      const known = await shelf.all().catch(() => []);
      await (await this.#sink(known)).write(puts, deletes);
    }
  }

  async wipe(): Promise<void> {
    const shelf = await this.#open();
    const items = await this.all();
    await shelf.write(
      [],
      items.map((item) => item.n),
    );
    this.leave();
    if (this.durable) indexedDB.deleteDatabase(this.#name);
  }

  /** Let go of the database; the next use opens it again. */
  leave(): void {
    void this.#shelf?.then((shelf) => shelf instanceof DiskShelf && shelf.close());
    this.#shelf = null;
  }

  #open(): Promise<Shelf<T>> {
    this.#shelf ??= database(this.#name).then(
      (db) => new DiskShelf<T>(db, () => this.leave()),
      () => this.#sink([]),
    );
    return this.#shelf;
  }

  async #sink(known: readonly T[]): Promise<Shelf<T>> {
    const memory = new MemoryShelf<T>();
    await memory.write(known, []);
    this.durable = false;
    this.#shelf = Promise.resolve(memory);
    return memory;
  }
}

class DiskShelf<T extends Shelved> implements Shelf<T> {
  readonly #db: IDBDatabase;

  constructor(db: IDBDatabase, gone: () => void) {
    this.#db = db;
    // Another tab deletes the database, or the browser takes it away.
    db.onversionchange = db.onclose = gone;
  }

  close(): void {
    this.#db.close();
  }

  all(): Promise<T[]> {
    return answer(this.#db.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<T[]>);
  }

  write(puts: readonly Put<T>[], deletes: readonly number[]): Promise<void> {
    // Browsers have made `relaxed` their default, which may lose the last words in a power cut.
    const work = this.#db.transaction(STORE, "readwrite", { durability: "strict" });
    const store = work.objectStore(STORE);
    puts.forEach((value) => store.put(value));
    deletes.forEach((n) => store.delete(n));
    return new Promise((done, fail) => {
      work.oncomplete = () => done();
      work.onabort = () => fail(work.error ?? new Error("aborted"));
    });
  }
}

class MemoryShelf<T extends Shelved> implements Shelf<T> {
  readonly #values = new Map<number, T>();
  #last = 0;

  all(): Promise<T[]> {
    return Promise.resolve([...this.#values.values()].sort((a, b) => a.n - b.n));
  }

  write(puts: readonly Put<T>[], deletes: readonly number[]): Promise<void> {
    for (const value of puts) {
      const n = value.n ?? this.#last + 1;
      this.#last = Math.max(this.#last, n);
      this.#values.set(n, { ...value, n } as T);
    }
    deletes.forEach((n) => this.#values.delete(n));
    return Promise.resolve();
  }
}

async function database(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () =>
    request.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error("storage failed"));
  });
}
