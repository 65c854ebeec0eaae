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
  /** About to be sent: return `false` to hold it back, or other words. */
  "before-send": { text: string };
  /** The desk was not reached (`offline`), or does not know the shop. */
  error: { code: string };
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
export function tradewind<E extends keyof Events>(name: "on" | "off", event: E, hear: Hear<E>): void;

/** Put the widget on this page, once. */
export function load(settings: Settings): void;
