import { call, DoorError, send } from "./door";
import type { Policy } from "./rules";

/** A customer, as far as is needed to tell one from another; times are ms, `erasedAt` 0 unless they were forgotten. */
export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly externalId: string;
  readonly channel: string;
  readonly market: string;
  readonly createdAt: number;
  readonly erasedAt: number;
}

export interface ConsentCard {
  readonly id: string;
  readonly purpose: string;
  readonly given: boolean;
  readonly version: string;
  readonly source: string;
  readonly at: number;
}

/** Somebody who was forgotten, known by the hash `subject` alone; `doneAt` is 0 while it is under way. */
export interface ErasureCard {
  readonly id: string;
  readonly subject: string;
  readonly at: number;
  readonly doneAt: number;
}

/** Days by channel, `*` for all others. */
export type Retention = Readonly<Record<string, number>>;

const items = async <T>(path: string): Promise<readonly T[]> => (await call<{ items: readonly T[] }>(path)).items;
const at = (id: string) => `/v1/admin/customers/${encodeURIComponent(id)}`;

export const find = (words: string): Promise<readonly PersonCard[]> => items(`/v1/admin/customers?q=${encodeURIComponent(words)}`);

/** One of them by id. Throws `DoorError` with `not_found`. */
export async function person(id: string): Promise<PersonCard> {
  const one = (await find(id)).find((each) => each.id === id);
  if (one === undefined) throw new DoorError({ code: "not_found", retry: false, detail: "" });
  return one;
}

export const consents = (id: string): Promise<readonly ConsentCard[]> => items(`${at(id)}/consents`);
export const erasures = (): Promise<readonly ErasureCard[]> => items("/v1/admin/erasures");
export const exportOf = (id: string): string => `${at(id)}/export`;
export const erase = (id: string, csrf: string): Promise<ErasureCard> => send("POST", `${at(id)}/erase`, { sure: id }, csrf);

export const retention = async (): Promise<Retention> => (await call<Policy & { retention: Retention }>("/v1/admin/policy")).retention;
export const keepFor = async (days: Retention, csrf: string): Promise<Retention> =>
  (await send<Policy & { retention: Retention }>("PATCH", "/v1/admin/policy", { retention: days }, csrf)).retention;
