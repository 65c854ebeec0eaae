import type { ACTIONS } from "@wire";
import { call } from "./door";

type ActionName = (typeof ACTIONS)[number];

export const OUTCOMES = ["posted", "pending", "held", "refused", "asked", "released", "returned", "approved", "edited", "rejected"] as const;

/** What the rules said of a text and what came of it; places are code points of a text that the log does not hold. */
export interface VerdictLine {
  readonly number: number;
  readonly at: number;
  readonly conversationId: string;
  readonly seq: number;
  readonly author: string;
  readonly action: ActionName;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly findings: readonly { readonly category: string; readonly rule: string; readonly start: number; readonly end: number }[];
  readonly packs: string;
  readonly seal: string;
  readonly shopId: string;
  readonly channel: string;
  readonly market: string;
}

/** Which lines; what is empty asks nothing. Times are ms, 0 for none. */
export interface Wanted {
  readonly action: string;
  readonly outcome: string;
  readonly category: string;
  readonly rule: string;
  readonly author: string;
  readonly shopId: string;
  readonly since: number;
  readonly until: number;
}

export const everything: Wanted = { action: "", outcome: "", category: "", rule: "", author: "", shopId: "", since: 0, until: 0 };

/** Whether the log is as it was written; `head` is what to keep elsewhere. */
export interface SealState {
  readonly state: "broken" | "whole";
  readonly lines: number;
  readonly head: string;
  readonly brokenAt: number;
  readonly why: string;
}

/** The part of an address that asks for these lines. */
export const queryOf = (wanted: Wanted): string =>
  new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== "" && value !== 0).map(([name, value]) => [name, String(value)])).toString();

export const csvOf = (wanted: Wanted): string => `/v1/admin/verdicts/csv?${queryOf(wanted)}`;

/** A page before a number (0: from the log's end), the latest first. */
export const verdicts = (wanted: Wanted, before: number): Promise<{ items: readonly VerdictLine[]; more: boolean }> =>
  call(`/v1/admin/verdicts?${queryOf(wanted)}&before=${String(before)}`);

export const sealed = (kept: string): Promise<SealState> => call(`/v1/admin/verdicts/seal?kept=${encodeURIComponent(kept)}`);
