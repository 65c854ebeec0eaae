import { goods, markets } from "./goods.js";
import { words } from "./words.js";

/** What the visitor chose, kept in this browser: language, market, cart, last order. */
function keep(name, start) {
  const key = `harbor:${name}`;
  let value = start;
  try {
    value = JSON.parse(localStorage.getItem(key)) ?? start;
  } catch {
    // No storage: the choice lasts as long as the page.
  }
  return {
    get: () => value,
    set: (next) => {
      value = next;
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // See above.
      }
    },
  };
}

const asked = new URLSearchParams(location.search);
const spoken = Object.keys(words);
const own =
  navigator.languages.map((locale) => locale.slice(0, 2)).find((code) => spoken.includes(code)) ?? "en";
const HOMES = { en: "US", zh: "CN", ja: "JP", de: "DE", es: "ES", fr: "FR", ar: "AE" };

export const language = keep("language", own);
if (spoken.includes(asked.get("lang"))) language.set(asked.get("lang"));
if (!spoken.includes(language.get())) language.set("en");

export const market = keep("market", HOMES[language.get()]);
if (asked.get("market") in markets) market.set(asked.get("market"));
if (!(market.get() in markets)) market.set("US");

export const cart = keep("cart", {});
export const order = keep("order", null);

export const say = (key, parts = {}) =>
  (words[language.get()][key] ?? words.en[key]).replace(/\{(\w+)\}/g, (_, name) => parts[name]);

export const direction = () => (language.get() === "ar" ? "rtl" : "ltr");

/** A price of the market, in its money. */
export function price(cents) {
  const { rate, step } = markets[market.get()];
  return Math.max(step, Math.round(((cents / 100) * rate) / step) * step);
}

export function money(amount) {
  const { currency } = markets[market.get()];
  const digits = Number.isInteger(amount) ? { maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(language.get(), { style: "currency", currency, ...digits }).format(amount);
}

export const country = (code) => new Intl.DisplayNames([language.get()], { type: "region" }).of(code);

export const find = (id) => goods.find((one) => one.id === id);

export function inCart() {
  return Object.entries(cart.get())
    .map(([id, count]) => ({ item: find(id), count }))
    .filter(({ item, count }) => item && count > 0);
}

export function put(id, count) {
  const next = { ...cart.get(), [id]: count };
  if (count <= 0) delete next[id];
  cart.set(next);
}

export const total = (lines) => lines.reduce((sum, { item, count }) => sum + price(item.cents) * count, 0);
