import { call } from "./door";

/** So many days, `unit` "business" of work alone; -1: not known, 0: none or at once. */
export interface Term {
  readonly days: number;
  readonly unit: string;
  readonly since: string;
  readonly note: string;
}

/** What the law of a customer's country gives them: the market book's page. */
export interface LawCard {
  readonly market: string;
  readonly title: string;
  readonly withdrawal: Term;
  readonly refund: Term;
  readonly refundStarts: "" | "goods";
  readonly data: Term;
  readonly returnsPaidBy: string;
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
  readonly sources: readonly string[];
  readonly asOf: string;
  readonly reviewAfter: string;
  readonly stale: boolean;
}

export const law = (market: string): Promise<LawCard> => call(`/v1/agent/law?market=${encodeURIComponent(market)}`);
