import type { Problem } from "@wire";
import type { Permission } from "./roles";

/** The logged-in agent, as `/v1/agent/me` gives it. */
export interface Me {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly permissions: readonly Permission[];
  /** The only shops whose conversations one sees; all when empty. */
  readonly shopIds: readonly string[];
  readonly locale: string;
  readonly languages: readonly { readonly language: string; readonly level: string }[];
  readonly timeZone: string;
  readonly capacity: number;
  readonly availability: "away" | "busy" | "offline" | "online";
}

export interface Session {
  readonly me: Me;
  readonly workspace: { readonly id: string; readonly slug: string; readonly name: string };
  readonly csrf: string;
}

export interface Login {
  readonly workspace: string;
  readonly email: string;
  readonly password: string;
  /** Of the second factor, where the account has one. */
  readonly code?: string;
}

export interface DemoLogin extends Login {
  readonly name: string;
  readonly note: string;
}

export interface Shop {
  readonly id: string;
  readonly name: string;
  readonly market: string;
  readonly channel: string;
}

export interface Directory {
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly shops: readonly Shop[];
  readonly languages: readonly string[];
  /** The queues a conversation can be put into by name. */
  readonly queues: readonly string[];
  /** The roles the desk made itself. */
  readonly roles: readonly { readonly id: string; readonly name: string }[];
}

/** The server said no, or could not be reached (`code` is `unreachable` then). */
export class DoorError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const unreachable: Problem = { code: "unreachable", retry: true, detail: "" };

async function problemOf(response: Response): Promise<Problem> {
  const retry = response.status >= 500;
  try {
    const body = (await response.json()) as { error?: Problem };
    return body.error ?? { code: "internal", retry, detail: "" };
  } catch {
    return { code: retry ? "unavailable" : "internal", retry, detail: "" };
  }
}

/** One call to the HTTP edge. Throws `DoorError` for every answer that is not a success. */
export async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch {
    throw new DoorError(unreachable);
  }
  if (!response.ok) throw new DoorError(await problemOf(response));
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const send = <T>(method: "DELETE" | "PATCH" | "POST", path: string, body: unknown, csrf = ""): Promise<T> =>
  call<T>(path, {
    method,
    headers: { "content-type": "application/json", ...(csrf === "" ? {} : { "x-csrf": csrf }) },
    body: JSON.stringify(body),
  });

export const post = <T>(path: string, body: unknown, csrf = ""): Promise<T> => send("POST", path, body, csrf);

export const login = (form: Login): Promise<Session> => post<Session>("/v1/agent/login", form);
/** Out of the desk; then also of the provider one came by, where the desk wants that and the server is still there. */
export async function logout(csrf: string): Promise<void> {
  const { url } = await post<{ url?: string }>("/v1/agent/logout", {}, csrf);
  if (url !== undefined) window.location.assign(url);
}
export const directory = (): Promise<Directory> => call<Directory>("/v1/agent/directory");

/** Follow an invitation's link; answers what to log in with. */
export const join = (token: string, name: string, password: string): Promise<Pick<Login, "email" | "workspace">> =>
  post("/v1/agent/join", { token, name, password });

/** What a refused login asks for next: a first code, another one, or the password once more; else nothing. */
export function stepAfter({ code, detail }: Problem): "again" | "code" | "password" | null {
  if (code !== "unauthenticated") return null;
  return detail === "code" ? "code" : detail === "wrong code" ? "again" : "password";
}

/** The session of the cookie, or null when there is none. */
export async function resumeSession(): Promise<Session | null> {
  try {
    return await call<Session>("/v1/agent/me");
  } catch (error) {
    if (error instanceof DoorError && error.problem.code === "unauthenticated") return null;
    throw error;
  }
}

/** Demo logins, when this server offers them. */
export async function demoLogins(): Promise<readonly DemoLogin[]> {
  try {
    return (await call<{ logins: readonly DemoLogin[] }>("/v1/agent/demo")).logins;
  } catch {
    return [];
  }
}
