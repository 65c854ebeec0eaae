import { call, send } from "./door";
import { type Hours, noHours } from "./roster";

/** A shop's own words in one language; an empty one leaves the widget's. */
export interface Greeting {
  readonly hello: string;
  readonly away: string;
  /** What shoppers choose from before their first word. */
  readonly topics?: readonly string[];
}

/** What a storefront shows of itself. `side` empty: where lines end. */
export interface Front {
  readonly theme: "auto" | "dark" | "light";
  readonly side: "" | "left" | "right";
  readonly askName: "" | "optional" | "required";
  readonly askEmail: "" | "optional" | "required";
  readonly words: Readonly<Record<string, Greeting>>;
  readonly hours: Hours;
  readonly timeZone: string;
}

export interface ShopForm {
  readonly name: string;
  readonly market: string;
  readonly locale: string;
  readonly channel: string;
  readonly origins: readonly string[];
  readonly accent: string;
  readonly front: Front;
}

/** A storefront; `key` stands in the page's script line. */
export interface ShopCard extends ShopForm {
  readonly id: string;
  readonly key: string;
}

export const ACCENT = "#0f766e";

export const emptyShop = (locale: string, timeZone: string): ShopForm => ({
  name: "",
  market: "US",
  locale,
  channel: "web",
  origins: [],
  accent: ACCENT,
  front: { theme: "auto", side: "", askName: "", askEmail: "", words: {}, hours: noHours, timeZone },
});

const FIELDS = ["name", "locale", "origins", "accent", "front"] as const satisfies readonly (keyof ShopForm)[];

/** What is another than before; market and kind stay, for conversations carry them. */
export function changesOf(before: ShopForm, after: ShopForm): Partial<ShopForm> {
  const changed = FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

export const shopForm = ({ name, market, locale, channel, origins, accent, front }: ShopForm): ShopForm => ({ name, market, locale, channel, origins, accent, front });

export const shops = async (): Promise<readonly ShopCard[]> =>
  (await call<{ items: readonly ShopCard[] }>("/v1/admin/shops")).items;

export const addShop = (form: ShopForm, csrf: string): Promise<ShopCard> => send("POST", "/v1/admin/shops", form, csrf);

export const changeShop = (id: string, change: Partial<ShopForm>, csrf: string): Promise<ShopCard> =>
  send("PATCH", `/v1/admin/shops/${encodeURIComponent(id)}`, change, csrf);

/** The line a shop puts on its pages. */
export const snippetOf = (origin: string, key: string): string => `<script async src="${origin}/widget/loader.js" data-shop="${key}"></script>`;

/** Where a shop's widget can be tried without a page of one's own. */
export const sampleOf = (key: string): string => `/preview/?shop=${encodeURIComponent(key)}`;
