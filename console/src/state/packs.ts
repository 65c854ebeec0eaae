import type { ACTIONS } from "@wire";
import { call, send } from "./door";

type ActionName = (typeof ACTIONS)[number];

/** A pack of rules. `own`: the desk's, by its `id`; `stale`: somebody should have looked at it again. */
export interface PackCard {
  readonly name: string;
  readonly title: string;
  readonly version: number;
  readonly source: string;
  readonly asOf: string;
  readonly reviewAfter: string;
  readonly stale: boolean;
  readonly validFrom: string;
  readonly validUntil: string;
  /** Early rules say nothing yet, expired ones only warn. */
  readonly time: "early" | "expired" | "now";
  readonly rules: readonly string[];
  readonly categories: readonly string[];
  readonly kind: "market" | "platform" | "rules";
  readonly own: boolean;
  readonly id: string;
}

export const ORDERS = ["annotate", "warn", "hold", "block", "allow"] as const;

/** One rule or category otherwise, until a time (ms). */
export interface OverrideAsk {
  readonly about: string;
  readonly action: (typeof ORDERS)[number];
  readonly until: number;
  readonly shopId: string;
  readonly signed: boolean;
  readonly reason: string;
}

export interface OverrideCard extends OverrideAsk {
  readonly id: string;
  readonly over: boolean;
}

export interface RulesPage {
  readonly packs: readonly PackCard[];
  /** The desk's own that do not count as they are kept, and why. */
  readonly unused: readonly { readonly id: string; readonly name: string; readonly reason: string }[];
  readonly overrides: readonly OverrideCard[];
  readonly maySign: boolean;
}

export interface Differs {
  readonly conversationId: string;
  readonly seq: number;
  readonly at: number;
  readonly before: ActionName;
  readonly after: ActionName;
  readonly rulesBefore: readonly string[];
  readonly rulesAfter: readonly string[];
}

/** What other rules would have said of what was said: how often each action, and the newest messages that differ. */
export interface DryRun {
  readonly judged: number;
  readonly cut: boolean;
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly stricter: number;
  readonly milder: number;
  readonly differs: readonly Differs[];
}

/** What is tried: a pack's text, or an override. */
export type Tried = { readonly pack: string } | { readonly override: OverrideAsk };

const at = (path: string, id: string): string => `/v1/admin/${path}/${encodeURIComponent(id)}`;

export const rules = (): Promise<RulesPage> => call("/v1/admin/packs");
export const packText = (id: string): Promise<{ source: string }> => call(at("packs", id));
export const addPack = (source: string, csrf: string): Promise<RulesPage> => send("POST", "/v1/admin/packs", { source }, csrf);
export const removePack = (id: string, csrf: string): Promise<unknown> => send("DELETE", at("packs", id), undefined, csrf);
export const addOverride = (ask: OverrideAsk, csrf: string): Promise<RulesPage> => send("POST", "/v1/admin/overrides", ask, csrf);
export const removeOverride = (id: string, csrf: string): Promise<unknown> => send("DELETE", at("overrides", id), undefined, csrf);

/** It may take a while. */
export const dryRun = (tried: Tried, since: number, csrf: string): Promise<DryRun> =>
  send("POST", "/v1/admin/rules/dry-run", { since, ...tried }, csrf);
