import type { AgentEntry, Listed, Summary } from "@wire";

/** A generator of chance that repeats itself for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => [random(), item] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

export const summary = (part: Partial<Summary> = {}): Summary => ({
  id: "c1",
  shopId: "s1",
  customerId: "u1",
  customerName: "Mei",
  channel: "widget",
  status: "waiting",
  language: "ja",
  market: "JP",
  priority: 0,
  vip: false,
  queue: "",
  skills: [],
  wantedLanguage: "",
  labels: [],
  attributes: {},
  deadline: 0,
  teamId: "",
  assigneeId: "",
  assigneeName: "",
  fence: 1,
  offerExpiresAt: 0,
  waitingSince: 1_000,
  snoozedUntil: 0,
  lastSeq: 1,
  lastCseq: 1,
  customersRead: 0,
  agentsRead: 0,
  lastText: "hi",
  lastFrom: "customer",
  pageUrl: "",
  pageTitle: "",
  lastAt: part.updatedAt ?? 1_000,
  awaitingSince: 0,
  dues: [],
  mailTo: "",
  createdAt: 1_000,
  updatedAt: 1_000,
  ...part,
});

export const listed = (items: readonly Summary[], part: Partial<Listed> = {}): Listed => ({
  ok: true,
  items,
  counts: {},
  cursor: "",
  ...part,
});

type Body = AgentEntry["body"];

export const entry = (seq: number, body: Body, part: Partial<AgentEntry> = {}): AgentEntry => ({
  conversationId: "c1",
  seq,
  at: seq * 1_000,
  author: { kind: "customer", id: "u1", name: "Mei" },
  clientId: `id-${seq}`,
  body,
  ...part,
});

export const posted = (text: string, part: Partial<Extract<Body, { kind: "message.posted" }>> = {}): Body => ({
  kind: "message.posted",
  text,
  language: "ja",
  confidence: 1,
  state: "posted",
  reading: null,
  readings: [],
  attachments: [],
  findings: [],
  flagged: false,
  label: "",
  withOriginal: false,
  approvals: [],
  ...part,
});

export const reading = (language: string, text: string) => ({ language, text, engine: "memory", confidence: 1, version: "", editor: "" });
