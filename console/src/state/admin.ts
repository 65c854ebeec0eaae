import { call, send } from "./door";
import type { AgentCard, Coverage, PersonForm } from "./roster";
import type { Policy, Routing } from "./rules";
import type { Comparison } from "./replay";

/** A person who is new needs an address and a first password. */
export interface NewPerson extends Omit<PersonForm, "active"> {
  readonly email: string;
  readonly password: string;
}

export type PolicyChange = Partial<Pick<Policy, "graceSeconds" | "offerSeconds" | "relaxSeconds" | "routing">>;

export const people = async (): Promise<readonly AgentCard[]> =>
  (await call<{ items: readonly AgentCard[] }>("/v1/admin/agents")).items;

export const addPerson = (form: NewPerson, csrf: string): Promise<AgentCard> => send("POST", "/v1/admin/agents", form, csrf);

export const changePerson = (id: string, change: Partial<PersonForm>, csrf: string): Promise<AgentCard> =>
  send("PATCH", `/v1/admin/agents/${encodeURIComponent(id)}`, change, csrf);

export const policy = (): Promise<Policy> => call("/v1/admin/policy");

export const changePolicy = (change: PolicyChange, csrf: string): Promise<Policy> =>
  send("PATCH", "/v1/admin/policy", change, csrf);

/** What would have been different since `since` (ms) under these rules. It may take a while. */
export const replay = (ask: { since: number; routing: Routing; relaxSeconds: number }, csrf: string): Promise<Comparison> =>
  send("POST", "/v1/admin/routing/replay", ask, csrf);

export const coverage = (from: number, hours: number, level: number): Promise<Coverage> =>
  call(`/v1/agent/coverage?from=${from}&hours=${hours}&level=${level}`);
