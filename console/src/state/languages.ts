import { call, send } from "./door";

export interface EngineCard {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly own: boolean;
  readonly paid: boolean;
  readonly active: boolean;
}

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
}

export interface Imported {
  readonly learnt: number;
  readonly leftOut: number;
}

const items = async <T>(path: string): Promise<readonly T[]> => (await call<{ items: readonly T[] }>(path)).items;

export const translation = (): Promise<TranslationPage> => call("/v1/admin/translation");
export const corrections = (): Promise<readonly Correction[]> => items("/v1/admin/corrections");
export const terms = (): Promise<readonly Term[]> => items("/v1/admin/terms");

export const tryEngine = (ask: { text: string; source: string; target: string; engine: string }, csrf: string): Promise<Tried> =>
  send("POST", "/v1/admin/translation/try", ask, csrf);

export const decide = (id: string, ask: { decision: "agree" | "refuse"; wording?: string }, csrf: string): Promise<unknown> =>
  send("POST", `/v1/admin/corrections/${encodeURIComponent(id)}`, ask, csrf);

export const keepTerm = (ask: { term: string; wording: string; target: string }, csrf: string): Promise<Term> =>
  send("POST", "/v1/admin/terms", ask, csrf);

export const removeTerm = (id: string, csrf: string): Promise<unknown> =>
  send("DELETE", `/v1/admin/terms/${encodeURIComponent(id)}`, undefined, csrf);
