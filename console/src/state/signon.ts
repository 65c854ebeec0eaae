import { call, post, send, type Session } from "./door";

/** By which name one signs in at a desk; empty where only passwords open. `only`: where they do not. */
export interface Offer {
  readonly name: string;
  readonly only: boolean;
}

/** What the provider sent the browser back with. */
export interface Returned {
  readonly state: string;
  readonly code: string;
  readonly iss: string;
  readonly error: string;
}

/** Whoever is let in; or nobody yet, and their own code is wanted. */
export interface Arrived {
  readonly signedIn: Session | null;
  readonly code: boolean;
}

export interface Provider {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly domains: readonly string[];
  readonly newcomers: "create" | "invited";
  readonly role: string;
  readonly factor: "desk" | "provider";
  /** Whose password still opens where no other does. */
  readonly opener: string;
  readonly trustsEmail: boolean;
  readonly only: boolean;
  readonly leaves: boolean;
  readonly active: boolean;
}

export interface ProviderPage {
  readonly provider: (Provider & { readonly secret: boolean }) | null;
  readonly redirectUri: string;
}

export interface Looked {
  readonly ok: boolean;
  readonly why: string;
  readonly pkce: boolean;
}

const DOOR = "/v1/agent/sign-on";
const SETTINGS = "/v1/admin/sign-on";
const BACK = "/console/sign-on";

export const offer = (workspace: string): Promise<Offer> => call(`${DOOR}?workspace=${encodeURIComponent(workspace)}`);

export const begin = async (workspace: string): Promise<string> => (await post<{ url: string }>(`${DOOR}/begin`, { workspace })).url;

export const finish = (returned: Returned): Promise<Arrived> => post(`${DOOR}/finish`, returned);

export const giveCode = (code: string): Promise<Arrived> => post(`${DOOR}/code`, { code });

/** What the address says when one comes back from the provider; null on every other page. */
export function returnedIn({ pathname, search }: { pathname: string; search: string }): Returned | null {
  if (pathname !== BACK) return null;
  const said = new URLSearchParams(search);
  const part = (name: string) => said.get(name) ?? "";
  return { state: part("state"), code: part("code"), iss: part("iss"), error: part("error") };
}

/** Once: the address with its code does not stay in the history. */
export function takeReturned(): Returned | null {
  const returned = returnedIn(window.location);
  if (returned !== null) window.history.replaceState(null, "", "/console/");
  return returned;
}

export const settings = (): Promise<ProviderPage> => call(SETTINGS);

/** An absent secret stays as it is. */
export type ProviderForm = Provider & { readonly clientSecret?: string };

export const keep = (form: ProviderForm, csrf: string): Promise<ProviderPage> => post(SETTINGS, form, csrf);

export const remove = (csrf: string): Promise<unknown> => send("DELETE", SETTINGS, undefined, csrf);

export const test = ({ issuer, clientId, clientSecret }: ProviderForm, csrf: string): Promise<Looked> =>
  post(`${SETTINGS}/test`, { issuer, clientId, ...(clientSecret === undefined ? {} : { clientSecret }) }, csrf);
