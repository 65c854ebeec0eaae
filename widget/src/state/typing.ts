const FORGET_MS = 6_000;
const AGAIN_MS = 3_000;

/** Who is typing: of the desk, forgotten after six seconds of silence; and oneself, told at most every three. */
export class Typing {
  readonly #changed: (name: string | null) => void;
  #name: string | null = null;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: (name: string | null) => void) {
    this.#changed = changed;
  }

  /** Somebody of the desk types; null: nobody does. */
  theirs(name: string | null): void {
    clearTimeout(this.#timer);
    if (name !== null) this.#timer = setTimeout(() => this.theirs(null), FORGET_MS);
    if (name === this.#name) return;
    this.#name = name;
    this.#changed(name);
  }

  /** The shopper types, or stopped; true when the desk should be told. */
  mine(typing: boolean): boolean {
    const now = Date.now();
    if (typing ? now - this.#told < AGAIN_MS : !this.#told) return false;
    this.#told = typing ? now : 0;
    return true;
  }
}
