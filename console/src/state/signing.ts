import { call, send } from "./door";

/** A shop as those who set it up see it. */
export interface ShopCard {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  readonly signedOnly: boolean;
}

/** A key by which a shop signs its shoppers; times are ms, `endsAt` is 0 while nobody ended it. */
export interface KeyCard {
  readonly id: string;
  readonly algorithm: string;
  readonly createdAt: number;
  readonly endsAt: number;
}

/** A key with its secret, which is told this once. */
export interface NewKey {
  readonly card: KeyCard;
  readonly secret: string;
}

const KEYS = "/v1/admin/shop-keys";
const ofShop = (id: string): string => `/v1/admin/shops/${encodeURIComponent(id)}`;

/** Those with a page of their own: other channels sign nobody. */
export const shops = async (): Promise<readonly ShopCard[]> => {
  const { items } = await call<{ items: readonly ShopCard[] }>("/v1/admin/shops");
  return items.filter((shop) => shop.channel === "web");
};

export const keys = async (shop: string): Promise<readonly KeyCard[]> => (await call<{ items: readonly KeyCard[] }>(`${ofShop(shop)}/keys`)).items;

export const addKey = (shop: string, csrf: string): Promise<NewKey> => send("POST", `${ofShop(shop)}/keys`, {}, csrf);

/** A key that follows this one; both are good for a day. */
export const replaceKey = (id: string, csrf: string): Promise<NewKey> => send("POST", `${KEYS}/${encodeURIComponent(id)}/rotate`, {}, csrf);

export const revokeKey = (id: string, csrf: string): Promise<unknown> => send("DELETE", `${KEYS}/${encodeURIComponent(id)}`, undefined, csrf);

export const setSignedOnly = (shop: string, signedOnly: boolean, csrf: string): Promise<ShopCard> => send("PATCH", ofShop(shop), { signedOnly }, csrf);
