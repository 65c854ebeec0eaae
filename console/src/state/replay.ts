/** How the traffic of a while went, or would have gone: waits are ms, parts are 0 to 1. */
export interface Outcome {
  readonly conversations: number;
  /** Those who waited in vain. */
  readonly unserved: number;
  readonly meanMs: number;
  readonly p95Ms: number;
  /** The part that was answered within its target, and the part whose agent writes the language. */
  readonly within: number;
  readonly matched: number;
  /** By agent: conversations, and ms of work. */
  readonly loads: Readonly<Record<string, number>>;
  readonly busy: Readonly<Record<string, number>>;
  /** By language: the mean wait, and what nineteen of twenty do not exceed. */
  readonly waits: Readonly<Record<string, number>>;
  readonly waits95: Readonly<Record<string, number>>;
}

/** Who had it; nobody (empty) when it waited in vain. */
export interface Choice {
  readonly agentId: string;
  readonly step: string;
  readonly waitedMs: number;
}

export interface Difference {
  readonly conversationId: string;
  readonly waitingSince: number;
  readonly language: string;
  readonly now: Choice;
  readonly then: Choice;
}

/** What happened (`was`), the same played under the rules of now, and under others; and how far to believe it. */
export interface Comparison {
  readonly was: Outcome;
  readonly now: Outcome;
  readonly then: Outcome;
  readonly fit: {
    readonly verdict: "close" | "fair" | "poor" | "unknown";
    readonly realMeanMs: number;
    readonly simulatedMeanMs: number;
  };
  readonly differing: number;
  readonly differs: readonly Difference[];
  readonly caveats: readonly { readonly code: string; readonly count: number }[];
}
