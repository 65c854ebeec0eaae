import { Outbox, type AnyPiece, type Attachment, type Item, type Link, type Wording } from "@wire";
import { createStore, type StoreApi } from "zustand/vanilla";

/** What the composer hands over. */
export interface Letter {
  readonly conversationId: string;
  readonly note: boolean;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly pieces: readonly AnyPiece[];
  readonly fence: number;
  readonly confirmed: boolean;
  /** The language the text is in, when that is known better than by looking at it. */
  readonly language: string;
  readonly reading: Wording | null;
  readonly withOriginal: boolean;
  /** Given when a letter is sent again, so that it cannot arrive twice. */
  readonly clientId: string;
  /** Colleagues a note calls, by id. */
  readonly mentions?: readonly string[];
}

/** Codes with which the text goes back to its author, to be changed or confirmed. */
export const ASKS_AUTHOR: readonly string[] = ["needs_confirmation", "rejected_policy"];

/** Letters on their way: stored on this machine until the server has them. */
export class Outgoing {
  readonly items: StoreApi<readonly Item[]>;
  /** Names of files that were attached in this visit; a stored letter knows only their ids. */
  readonly files = new Map<string, Attachment>();
  private readonly outbox: Outbox<"agent">;

  constructor(link: Link<"agent">, me: string) {
    this.items = createStore<readonly Item[]>(() => []);
    this.outbox = new Outbox({
      name: `tradewind-agent-${me}`,
      link,
      changed: (items) => {
        this.items.setState(items, true);
      },
    });
  }

  get durable(): boolean {
    return this.outbox.durable;
  }

  /** The words of a conversation are gone: those that were sent go here too. */
  erased(conversationId: string): void {
    this.outbox.erased(conversationId);
  }

  restore(): Promise<void> {
    return this.outbox.restore();
  }

  send(letter: Letter): Promise<string> {
    for (const file of letter.attachments) this.files.set(file.id, file);
    const pieces = letter.pieces.length > 0 && !letter.note ? { pieces: letter.pieces } : {};
    const body = { text: letter.text, attachments: letter.attachments.map((file) => file.id), ...pieces };
    const reply = {
      body,
      fence: letter.fence,
      confirmed: letter.confirmed,
      ...(letter.language === "" ? {} : { language: letter.language }),
      ...(letter.reading === null ? {} : { reading: letter.reading }),
      ...(letter.withOriginal ? { withOriginal: true } : {}),
    };
    return this.outbox.add({
      lane: letter.conversationId,
      command: letter.note ? "note.post" : "message.send",
      payload: letter.note ? { body, mentions: letter.mentions ?? [] } : reply,
      ...(letter.clientId === "" ? {} : { clientId: letter.clientId }),
    });
  }

  /** Try a failed letter again; after a hand-over it needs the fence of now. */
  retry(clientId: string, changes: { confirmed?: boolean; fence?: number } = {}): Promise<void> {
    return this.outbox.retry(clientId, changes);
  }

  discard(clientId: string): Promise<void> {
    return this.outbox.discard(clientId);
  }

  wipe(): Promise<void> {
    return this.outbox.wipe();
  }

  close(): void {
    this.outbox.close();
  }
}
