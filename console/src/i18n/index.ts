import i18next, { type BackendModule, type i18n, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";
import ar from "./ar.json";
import de from "./de.json";
import en from "./en.json";
import es from "./es.json";
import fr from "./fr.json";
import it from "./it.json";
import ja from "./ja.json";
import ko from "./ko.json";
import pt from "./pt.json";
import ru from "./ru.json";
import tr from "./tr.json";
import zh from "./zh.json";

export const RESOURCES = { en, zh, es, de, fr, it, pt, ja, ko, ru, ar, tr } as const;
export type Language = keyof typeof RESOURCES;

/** The words of the pages that are fetched when somebody goes there; each language by itself. */
export const STAFFING: Readonly<Record<Language, () => Promise<{ default: ResourceKey }>>> = {
  en: () => import("./staffing/en.json"),
  zh: () => import("./staffing/zh.json"),
  es: () => import("./staffing/es.json"),
  de: () => import("./staffing/de.json"),
  fr: () => import("./staffing/fr.json"),
  it: () => import("./staffing/it.json"),
  pt: () => import("./staffing/pt.json"),
  ja: () => import("./staffing/ja.json"),
  ko: () => import("./staffing/ko.json"),
  ru: () => import("./staffing/ru.json"),
  ar: () => import("./staffing/ar.json"),
  tr: () => import("./staffing/tr.json"),
};

/** What the page of privacy says; it speaks every language. */
export const PRIVACY: Readonly<Record<Language, () => Promise<{ default: ResourceKey }>>> = {
  en: () => import("./privacy/en.json"),
  zh: () => import("./privacy/zh.json"),
  es: () => import("./privacy/es.json"),
  de: () => import("./privacy/de.json"),
  fr: () => import("./privacy/fr.json"),
  it: () => import("./privacy/it.json"),
  pt: () => import("./privacy/pt.json"),
  ja: () => import("./privacy/ja.json"),
  ko: () => import("./privacy/ko.json"),
  ru: () => import("./privacy/ru.json"),
  ar: () => import("./privacy/ar.json"),
  tr: () => import("./privacy/tr.json"),
};

/** What single sign-on says, at the door and to those who set it; it speaks every language. */
export const SIGN_ON: typeof PRIVACY = {
  en: () => import("./sign-on/en.json"),
  zh: () => import("./sign-on/zh.json"),
  es: () => import("./sign-on/es.json"),
  de: () => import("./sign-on/de.json"),
  fr: () => import("./sign-on/fr.json"),
  it: () => import("./sign-on/it.json"),
  pt: () => import("./sign-on/pt.json"),
  ja: () => import("./sign-on/ja.json"),
  ko: () => import("./sign-on/ko.json"),
  ru: () => import("./sign-on/ru.json"),
  ar: () => import("./sign-on/ar.json"),
  tr: () => import("./sign-on/tr.json"),
};

/** What the page of packs says; it speaks every language. */
export const PACKS: typeof PRIVACY = {
  en: () => import("./packs/en.json"),
  zh: () => import("./packs/zh.json"),
  es: () => import("./packs/es.json"),
  de: () => import("./packs/de.json"),
  fr: () => import("./packs/fr.json"),
  it: () => import("./packs/it.json"),
  pt: () => import("./packs/pt.json"),
  ja: () => import("./packs/ja.json"),
  ko: () => import("./packs/ko.json"),
  ru: () => import("./packs/ru.json"),
  ar: () => import("./packs/ar.json"),
  tr: () => import("./packs/tr.json"),
};

/** What the page of signed shoppers says; it speaks every language. */
export const SIGNING: typeof PRIVACY = {
  en: () => import("./signing/en.json"),
  zh: () => import("./signing/zh.json"),
  es: () => import("./signing/es.json"),
  de: () => import("./signing/de.json"),
  fr: () => import("./signing/fr.json"),
  it: () => import("./signing/it.json"),
  pt: () => import("./signing/pt.json"),
  ja: () => import("./signing/ja.json"),
  ko: () => import("./signing/ko.json"),
  ru: () => import("./signing/ru.json"),
  ar: () => import("./signing/ar.json"),
  tr: () => import("./signing/tr.json"),
};

/** What is said of storefronts and of a desk's first minutes; it speaks every language. */
export const SHOPS: typeof PRIVACY = {
  en: () => import("./shops/en.json"),
  zh: () => import("./shops/zh.json"),
  es: () => import("./shops/es.json"),
  de: () => import("./shops/de.json"),
  fr: () => import("./shops/fr.json"),
  it: () => import("./shops/it.json"),
  pt: () => import("./shops/pt.json"),
  ja: () => import("./shops/ja.json"),
  ko: () => import("./shops/ko.json"),
  ru: () => import("./shops/ru.json"),
  ar: () => import("./shops/ar.json"),
  tr: () => import("./shops/tr.json"),
};

/** What is said of tickets; it speaks every language. */
export const TICKETS: typeof PRIVACY = {
  en: () => import("./tickets/en.json"),
  zh: () => import("./tickets/zh.json"),
  es: () => import("./tickets/es.json"),
  de: () => import("./tickets/de.json"),
  fr: () => import("./tickets/fr.json"),
  it: () => import("./tickets/it.json"),
  pt: () => import("./tickets/pt.json"),
  ja: () => import("./tickets/ja.json"),
  ko: () => import("./tickets/ko.json"),
  ru: () => import("./tickets/ru.json"),
  ar: () => import("./tickets/ar.json"),
  tr: () => import("./tickets/tr.json"),
};

const LATE: Readonly<Record<string, typeof STAFFING>> = { staffing: STAFFING, privacy: PRIVACY, signOn: SIGN_ON, packs: PACKS, signing: SIGNING, shops: SHOPS, tickets: TICKETS };

/** The interface languages, each by its own name. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: "English",
  zh: "中文",
  es: "Español",
  de: "Deutsch",
  fr: "Français",
  it: "Italiano",
  pt: "Português (Brasil)",
  ja: "日本語",
  ko: "한국어",
  ru: "Русский",
  ar: "العربية",
  tr: "Türkçe",
};

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(RESOURCES, tag);

/** The first of the wanted languages that is spoken here; regions fall back to their language. */
export function choose(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    if (isLanguage(language)) return language;
  }
  return "en";
}

const RIGHT_TO_LEFT = new Set(["ar", "he", "fa", "ur"]);
export const directionOf = (language: string): "ltr" | "rtl" => (RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr");

/** Fetches words beside those that are built in, once a page asks for them. */
const later: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    if (!isLanguage(language)) {
      done(null, {});
      return;
    }
    const words = LATE[namespace]?.[language];
    if (words === undefined) {
      done(null, {});
      return;
    }
    words().then(
      (words) => {
        done(null, words.default);
      },
      (error: unknown) => {
        done(error instanceof Error ? error : String(error), true);
      },
    );
  },
};

/** React escapes what is shown, so the texts are not escaped a second time. */
export function speak(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance
    .use(later)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: "en",
      initAsync: false,
      partialBundledLanguages: true,
      interpolation: { escapeValue: false },
      resources: Object.fromEntries(Object.entries(RESOURCES).map(([tag, texts]) => [tag, { translation: texts }])),
    });
  return instance;
}
