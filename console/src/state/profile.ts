/** A line of a cart or an order. */
export interface Item {
  readonly name: string;
  readonly sku: string;
  readonly quantity: number;
  readonly price: string;
  readonly url: string;
}

export interface SignedOrder {
  readonly id: string;
  readonly total?: string;
  readonly currency?: string;
  readonly status?: string;
  readonly date?: string;
}

/** What is known beside a shopper's words: `signed` by the shop, all else told by a page and proved by nobody. */
export interface Profile {
  readonly signed: {
    readonly sub: string;
    readonly name: string;
    readonly email: string;
    readonly orders: readonly SignedOrder[];
    readonly attributes: Readonly<Record<string, string>>;
  } | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly cart: { readonly items: readonly Item[]; readonly total: string; readonly currency: string } | null;
  readonly order: (SignedOrder & { readonly url: string; readonly items: readonly Item[] }) | null;
  readonly seen: readonly { readonly name: string; readonly at: number; readonly url: string; readonly title: string; readonly data: Readonly<Record<string, string>> }[];
}
