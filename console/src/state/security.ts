import { call, post, send, type Session } from "./door";

/** How one stands with the second factor. */
export interface FactorCard {
  readonly on: boolean;
  readonly required: boolean;
  readonly codesLeft: number;
  /** Whether one says the password again before anything changes. */
  readonly password: boolean;
}

/** One login; times are ms. */
export interface LoginCard {
  readonly id: string;
  readonly browser: string;
  readonly address: string;
  readonly seenAt: number;
  readonly here: boolean;
}

const FACTOR = "/v1/agent/second-factor";
const LOGINS = "/v1/agent/sessions";

export const factor = (): Promise<FactorCard> => call(FACTOR);

export const beginFactor = (password: string, csrf: string): Promise<{ secret: string; uri: string }> =>
  post(`${FACTOR}/begin`, { password }, csrf);

/** On from now; the codes are told this once, and `csrf` is the new one. */
export const confirmFactor = (code: string, csrf: string): Promise<{ codes: readonly string[]; csrf: string }> =>
  post(`${FACTOR}/confirm`, { code }, csrf);

export const endFactor = (password: string, code: string, csrf: string): Promise<unknown> =>
  post(`${FACTOR}/end`, { password, code }, csrf);

export const logins = async (): Promise<readonly LoginCard[]> => (await call<{ items: readonly LoginCard[] }>(LOGINS)).items;

export const endLogin = (id: string, csrf: string): Promise<unknown> =>
  send("DELETE", `${LOGINS}/${encodeURIComponent(id)}`, undefined, csrf);

export const endOthers = (csrf: string): Promise<unknown> => send("DELETE", LOGINS, undefined, csrf);

/** All other logins end; this one goes on with another CSRF word. */
export const changePassword = (old: string, next: string, csrf: string): Promise<Session> =>
  post("/v1/agent/password", { old, new: next }, csrf);

const BROWSERS = [[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]] as const;
const SYSTEMS = [[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux/, "Linux"]] as const;

/** A browser's long word for itself, in two; empty when it names none of those that are known. */
export function browserOf(agent: string): string {
  const named = [BROWSERS, SYSTEMS].map((kinds) => kinds.find(([mark]) => mark.test(agent))?.[1]);
  return named.filter((name) => name !== undefined).join(" · ");
}
