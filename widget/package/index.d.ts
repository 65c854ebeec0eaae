export interface Looks {
  /** BCP 47, such as `ja` or `de-AT`; by default the page's. */
  locale?: string;
  theme?: "light" | "dark" | "auto";
  side?: "left" | "right";
}

export interface Settings extends Looks {
  /** Origin of the desk, such as `https://desk.example`. */
  desk: string;
  /** The shop's key. */
  shop: string;
}

/** What each event tells. */
export interface Events {
  ready: undefined;
  open: undefined;
  close: undefined;
  /** How many messages are unread. */
  unread: number;
  /** Somebody of the desk wrote; `at` in milliseconds since 1970. */
  message: { from: string; text: string; at: number };
  /** About to be sent, written or tapped, an answer of a form, a word with a rating: return `false` to hold it back, or other words. */
  "before-send": { text: string };
  /**
   * The desk was not reached (`offline`), does not know the shop, did not take the signed shopper (`detail` begins with
   * `user.`), or what the page told. The chat goes on, except where the shop is unknown or for signed shoppers only.
   */
  error: { code: string; detail?: string };
}

export type Value = string | number | boolean;

export interface Item {
  name: string;
  sku?: string;
  quantity?: number;
  price?: string | number;
  url?: string;
}

export interface Cart {
  /** Up to 30. */
  items: Item[];
  total?: string | number;
  currency?: string;
}

export interface Order {
  id: string | number;
  status?: string;
  total?: string | number;
  currency?: string;
  date?: string;
  url?: string;
  items?: Item[];
}

type Hear<E extends keyof Events> = (payload: Events[E]) => E extends "before-send" ? string | boolean | void : void;

/** Call the widget; before it is loaded the call waits. */
export function tradewind(name: "open" | "close" | "toggle" | "shutdown"): void;
export function tradewind(name: "boot", settings?: Looks & { shop?: string }): void;
export function tradewind(name: "update", settings: Looks): void;
export function tradewind(name: "setLocale", locale: string): void;
export function tradewind(name: "setTheme", theme: "light" | "dark" | "auto"): void;
/** Open the chat with these words in the field, for the shopper to send. */
export function tradewind(name: "showNewMessage", text: string): void;
/** Who is logged in at the shop: a token your server has just signed. Nobody else's history opens, and theirs on every device. */
export function tradewind(name: "setUser", user: { token: string }): void;
/** Up to 20 at once; agents see them marked as not proved. */
export function tradewind(name: "setCustomAttributes", attributes: Record<string, Value>): void;
export function tradewind(name: "setCart", cart: Cart): void;
/** The order this page is about. */
export function tradewind(name: "setOrder", order: Order): void;
/** A page looked at or a step taken; agents see the last twenty. */
export function tradewind(name: "track", step: string, data?: Record<string, Value>): void;
export function tradewind<E extends keyof Events>(name: "on" | "off", event: E, hear: Hear<E>): void;

/** Put the widget on this page, once. */
export function load(settings: Settings): void;
