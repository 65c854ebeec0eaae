import type { TFunction } from "i18next";
import { made } from "../i18n/made";

type Words = (key: string, options: { defaultValue: string }) => string;

/** A word of a closed list that the server names (`step`, `problem`, `cause` ...). What people wrote stays as it is. */
export const say = (t: TFunction, group: string, code: string): string =>
  !/^[a-z_]+$/.test(code) ? code : (t as Words)(`${group}.${code}`, { defaultValue: code.replaceAll("_", " ") });

/** Channels that are called by the same name everywhere. */
const BRANDS: Readonly<Record<string, string>> = {
  aliexpress: "AliExpress",
  ebay: "eBay",
  etsy: "Etsy",
  lazada: "Lazada",
  line: "LINE",
  mercado_libre: "Mercado Libre",
  messenger: "Messenger",
  instagram: "Instagram",
  shopee: "Shopee",
  telegram: "Telegram",
  tiktok_shop: "TikTok Shop",
  walmart: "Walmart",
};

export const channelName = (t: TFunction, channel: string): string => BRANDS[channel] ?? say(t, "channel", channel);

/** A language by its name in the reader's language; the bare tag where the browser does not know it. */
export function languageName(tag: string, locale: string): string {
  if (tag === "" || tag === "und") return "";
  try {
    return made(Intl.DisplayNames, locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function marketName(market: string, locale: string): string {
  if (!/^[A-Z]{2}$/.test(market)) return market;
  return made(Intl.DisplayNames, locale, { type: "region" }).of(market) ?? market;
}

/** The flag of a country code, as the two regional letters that make it. */
export const flagOf = (market: string): string =>
  /^[A-Z]{2}$/.test(market)
    ? String.fromCodePoint(...[...market].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65))
    : "";

/** The bare language of a tag, in capitals: `pt-BR` -> `PT`. */
export const short = (tag: string): string => (tag.split("-")[0] ?? "").toUpperCase();

export const sameLanguage = (a: string, b: string): boolean => short(a) === short(b);

/** A name set into a sentence, shut off from the sentence's direction. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
