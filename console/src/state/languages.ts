import { call, send } from "./door";

export interface EngineCard {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly own: boolean;
  readonly paid: boolean;
  readonly active: boolean;
  readonly pairs: readonly string[];
  readonly url: string;
  readonly model: string;
  /** It has a key; the key itself never comes back. */
  readonly keyed: boolean;
  /** No key of the server opens what was set up. */
  readonly lost: boolean;
}

export const KINDS = ["libretranslate", "chat", "deepl", "google", "google_project", "apertium"] as const;
export type EngineKind = (typeof KINDS)[number];

/** What each kind is asked for when it is set up. */
export const ASKS: Readonly<Record<EngineKind, { readonly url: boolean; readonly model: boolean; readonly key: "must" | "may" | "none" }>> = {
  libretranslate: { url: true, model: false, key: "may" },
  chat: { url: true, model: true, key: "may" },
  deepl: { url: false, model: false, key: "must" },
  google: { url: false, model: false, key: "must" },
  google_project: { url: false, model: false, key: "must" },
  apertium: { url: true, model: false, key: "none" },
};

export interface EngineForm {
  readonly name: string;
  readonly kind: EngineKind;
  readonly url: string;
  readonly model: string;
  readonly key: string;
  readonly pairs: readonly string[];
}

/** `es-pt, ja-en` as the pairs it names; what is none is left out. */
export const pairsIn = (text: string): string[] => [...new Set(text.toLowerCase().match(/\b[a-z]{2,3}-[a-z]{2,3}\b/g) ?? [])];

export interface PairCard {
  readonly source: string;
  readonly target: string;
  readonly level: "engine" | "known";
  readonly engine: string;
  readonly engines: readonly { readonly engine: string; readonly state: "closed" | "half-open" | "open"; readonly ms: number }[];
}

export interface TranslationPage {
  readonly engines: readonly EngineCard[];
  readonly pairs: readonly PairCard[];
  readonly day: number;
  readonly month: number;
  readonly dayCap: number;
  readonly monthCap: number;
}

export interface Tried {
  readonly text: string;
  readonly engine: string;
  readonly ms: number;
  readonly why: readonly string[];
  readonly asked: string;
}

/** How customers are addressed in a language; in one market or shop, everywhere where those are empty. */
export interface Voice {
  readonly language: string;
  readonly formality: "casual" | "formal";
  readonly market: string;
  readonly shopId: string;
}

/** What of a desk's policy is about words. */
export interface WordPolicy {
  readonly translateDay: number;
  readonly translateMonth: number;
  readonly voices: readonly Voice[];
}

export interface Correction {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly original: string;
  readonly wording: string;
  readonly before: string;
  readonly editorName: string;
}

export interface Term {
  readonly id: string;
  readonly term: string;
  readonly wording: string;
  readonly source: string;
  readonly target: string;
  readonly market: string;
  readonly shopId: string;
}

export interface Imported {
  readonly learnt: number;
  readonly leftOut: number;
}

const items = async <T>(path: string): Promise<readonly T[]> => (await call<{ items: readonly T[] }>(path)).items;

export const translation = (): Promise<TranslationPage> => call("/v1/admin/translation");
export const corrections = (): Promise<readonly Correction[]> => items("/v1/admin/corrections");
export const terms = (): Promise<readonly Term[]> => items("/v1/admin/terms");

export const tryEngine = (ask: { text?: string; source?: string; target?: string; engine: string }, csrf: string): Promise<Tried> =>
  send("POST", "/v1/admin/translation/try", ask, csrf);

export const decide = (id: string, ask: { decision: "agree" | "refuse"; wording?: string }, csrf: string): Promise<unknown> =>
  send("POST", `/v1/admin/corrections/${encodeURIComponent(id)}`, ask, csrf);

export const addEngine = (form: EngineForm, position: number, csrf: string): Promise<EngineCard> =>
  send("POST", "/v1/admin/engines", { ...form, position }, csrf);

export type EngineChange = Partial<Omit<EngineForm, "kind"> & { position: number; active: boolean }>;

export const changeEngine = (id: string, change: EngineChange, csrf: string): Promise<EngineCard> =>
  send("PATCH", `/v1/admin/engines/${encodeURIComponent(id)}`, change, csrf);

/** The desk's own engines, all of them, in the order they are asked. */
export const orderEngines = (order: readonly string[], csrf: string): Promise<unknown> => send("POST", "/v1/admin/engine-order", { order }, csrf);

export const removeEngine = (id: string, csrf: string): Promise<unknown> =>
  send("DELETE", `/v1/admin/engines/${encodeURIComponent(id)}`, undefined, csrf);

export const wordPolicy = (): Promise<WordPolicy> => call("/v1/admin/policy");

export const changeWords = (change: Partial<WordPolicy>, csrf: string): Promise<WordPolicy> => send("PATCH", "/v1/admin/policy", change, csrf);

export const keepTerm = (ask: Omit<Term, "id">, csrf: string): Promise<Term> =>
  send("POST", "/v1/admin/terms", ask, csrf);

export const removeTerm = (id: string, csrf: string): Promise<unknown> =>
  send("DELETE", `/v1/admin/terms/${encodeURIComponent(id)}`, undefined, csrf);
