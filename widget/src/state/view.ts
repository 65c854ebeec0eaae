import type { CustomerConversation, CustomerEntry, Item, LinkState, Problem } from "../wire";
import type { Facts } from "./facts";
import type { Reception, Shop } from "./session";
import type { Upload } from "./uploads";

/** Everything the screen shows of the conversation. A new object at every change. */
export interface View extends Reception {
  shop: Shop | null;
  link: LinkState;
  /** Why the chat cannot go on by itself. */
  problem: Problem | null;
  conversation: CustomerConversation | null;
  /** All of the shopper's that are known, newest first. */
  chats: readonly CustomerConversation[];
  entries: readonly CustomerEntry[];
  waiting: readonly Item[];
  uploads: readonly Upload[];
  /** Who of the desk is typing; null when nobody. */
  typing: string | null;
  /** The order that the page is about. */
  order?: Facts["order"];
  unread: number;
  /** False: what is unsent would not survive a reload. */
  durable: boolean;
  maxText: number;
}

export const BLANK: View = {
  shop: null,
  online: false,
  names: [],
  link: "connecting",
  problem: null,
  conversation: null,
  chats: [],
  entries: [],
  waiting: [],
  uploads: [],
  typing: null,
  unread: 0,
  durable: true,
  maxText: 8000,
};

/** Said by the desk. */
export const theirs = ({ author, body }: CustomerEntry): boolean => !author.mine && body.kind === "message.posted";

/** How much of it stands after the number `read`. */
export const unreadOf = ({ entries }: View, read: number): number => entries.filter((entry) => entry.seq > read && theirs(entry)).length;
