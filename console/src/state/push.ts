import { call, post, send } from "./door";
import type { Prefs } from "./prefs";

const SCRIPT = "/console/sw.js";
const AGAIN_MS = 45_000;

export interface PushCard {
  readonly key: string;
  readonly on: boolean;
  readonly words: boolean;
}

/** Browsers without it, and pages that came by plain HTTP, cannot be told anything while closed. */
export const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window && typeof Notification !== "undefined";

const raw = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const same = (one: ArrayBuffer | null | undefined, other: Uint8Array): boolean =>
  one instanceof ArrayBuffer && new Uint8Array(one).join() === other.join();

/** The browser's own subscription with the workspace's key; one with another key is given up. */
async function subscribed(key: string): Promise<PushSubscriptionJSON> {
  await navigator.serviceWorker.register(SCRIPT);
  const { pushManager } = await navigator.serviceWorker.ready;
  const wanted = raw(key);
  const before = await pushManager.getSubscription();
  if (before !== null && same(before.options.applicationServerKey, wanted)) return before.toJSON();
  await before?.unsubscribe();
  return (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted })).toJSON();
}

/** Tell this browser what asks for one while the console is closed. Throws when the browser or the server will not. */
export async function pushOn(csrf: string, language: string, words: boolean): Promise<PushCard> {
  const { key } = await call<PushCard>("/v1/agent/push");
  const { endpoint, keys } = await subscribed(key);
  return post<PushCard>("/v1/agent/push", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, language, words }, csrf);
}

/** The server forgets this browser first; what the browser itself then does changes nothing. */
export async function pushOff(csrf: string): Promise<void> {
  await send("DELETE", "/v1/agent/push", {}, csrf);
  const kept = await navigator.serviceWorker.getRegistration(SCRIPT);
  await (await kept?.pushManager.getSubscription())?.unsubscribe();
}

/** Whoever leaves is told nothing more in this browser, and whoever comes next is asked first. */
export async function endPush(prefs: Prefs, csrf: string): Promise<void> {
  if (prefs.get("push") !== "on") return;
  prefs.drop("push");
  await pushOff(csrf).catch(() => undefined);
}

/** After a new login, in another language, or when the browser renewed its subscription, the server is told anew. */
export function keepPush(prefs: Prefs, csrf: string, language: string): void {
  if (prefs.get("push") !== "on" || !canPush() || Notification.permission !== "granted") return;
  void pushOn(csrf, language, prefs.get("pushWords") === "on").catch(() => undefined);
}

/** Says whether somebody looks at this console; who does is not told by push. Answers how to end that. */
export function keepWatch(csrf: () => string): () => void {
  const say = (visible: boolean) => {
    const headers = { "content-type": "application/json", "x-csrf": csrf() };
    void fetch("/v1/agent/watch", { method: "POST", headers, body: JSON.stringify({ visible }), keepalive: true }).catch(() => undefined);
  };
  const changed = () => { say(!document.hidden); };
  const timer = setInterval(() => { if (!document.hidden) say(true); }, AGAIN_MS);
  document.addEventListener("visibilitychange", changed);
  changed();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", changed);
  };
}
