import { languageName, marketName } from "./say";

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** ISO 639 codes of the languages trade is done in; a desk's own come before them. */
const LANGUAGES =
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko " +
  "ky lo lt lv mk ml mn mr ms mt my nb ne nl pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh zu";

/** ISO 3166-1. */
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AR AS AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM " +
  "CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT " +
  "GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU " +
  "LV LY MA MC MD ME MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH " +
  "PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM " +
  "TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

const sorted = (values: Iterable<string>, label: (value: string) => string, locale: string): Choice[] =>
  [...new Set(values)].map((value) => ({ value, label: label(value) })).sort((a, b) => a.label.localeCompare(b.label, locale));

/** Languages by name; those in `first` stand before the others. */
export function languageChoices(locale: string, first: readonly string[] = []): Choice[] {
  const named = (tag: string) => languageName(tag, locale) || tag;
  const others = LANGUAGES.split(" ").filter((tag) => !first.includes(tag));
  return [...sorted(first, named, locale), ...sorted(others, named, locale)];
}

export const countryChoices = (locale: string): Choice[] =>
  sorted(COUNTRIES.split(" "), (code) => `${marketName(code, locale)} (${code})`, locale);

/** IANA names; `known` is kept, even if this browser has not heard of it. */
export function zoneChoices(known: string): string[] {
  return [...new Set(["UTC", known, ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** A choice that is not in the list any more (a shop that is gone, say) stays visible by its own name. */
export const withKnown = (choices: readonly Choice[], values: readonly string[]): Choice[] => [
  ...choices,
  ...values.filter((value) => !choices.some((choice) => choice.value === value)).map((value) => ({ value, label: value })),
];

/** A skill as the house spells it: `VIP refunds` -> `vip-refunds`. */
export const slug = (text: string): string =>
  text.trim().toLowerCase().replace(/\s+/g, "-").replace(/[^a-z0-9_-]/g, "").slice(0, 40);

export const slugs = (texts: readonly string[]): string[] => [...new Set(texts.map(slug))].filter((text) => text !== "");
