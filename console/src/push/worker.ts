import { noticeOf, read } from "./notice";

/** What this file uses of a service worker's scope; the DOM's types do not know it. */
interface Later extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Tab {
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface Here {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "activate" | "install", heard: (event: Later) => void): void;
  addEventListener(type: "push", heard: (event: Later & { data: { text(): string } | null }) => void): void;
  addEventListener(type: "notificationclick", heard: (event: Later & { notification: Notification }) => void): void;
}

const here = globalThis as unknown as Here;
const tabs = () => here.clients.matchAll({ type: "window", includeUncontrolled: true });

/** A notice unless somebody looks at a console here already; that console tells it better. */
async function tell(text: string): Promise<void> {
  const pushed = read(text);
  if (pushed === null || (await tabs()).some((tab) => tab.visibilityState === "visible")) return;
  const { title, ...shown } = noticeOf(pushed);
  const more = { tag: pushed.id, renotify: true, icon: "icon.svg", data: { id: pushed.id }, requireInteraction: pushed.kind === "offer" };
  await here.registration.showNotification(title, { ...shown, ...more });
}

/** Back to the console that is there, or to a new one, at the conversation it was about. */
async function open(id: string): Promise<void> {
  const tab = (await tabs())[0];
  if (tab === undefined) {
    await here.clients.openWindow(`./#/desk/${encodeURIComponent(id)}`);
    return;
  }
  tab.postMessage({ open: id });
  await tab.focus();
}

here.addEventListener("install", (event) => { event.waitUntil(here.skipWaiting()); });
here.addEventListener("activate", (event) => { event.waitUntil(here.clients.claim()); });
here.addEventListener("push", (event) => { event.waitUntil(tell(event.data?.text() ?? "")); });
here.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { id: string }).id));
});
