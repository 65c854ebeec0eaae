import type { Language } from "./i18n";
import { Widget } from "./widget";
import { step } from "./state/facts";
import type { Facts } from "./state/facts";
import type { Settings } from "./widget";

/** The one global. Before this script was there, a stub of that name kept the calls. */
type Api = ((...call: unknown[]) => void) & { q?: unknown[][]; s?: DOMStringMap; base?: string };
type Hear = (payload?: unknown) => unknown;

const page = window as unknown as { Tradewind: Api };
const stub = page.Tradewind;
const listeners = new Map<string, Set<Hear>>();
let widget: Widget | null = null;
let asked: Partial<Settings> | undefined;
let user = "";
const facts: Facts = {};

function emit(event: string, payload?: unknown): unknown {
  let said: unknown;
  for (const hear of listeners.get(event) ?? []) {
    try {
      const answer = hear(typeof said === "string" ? { text: said } : payload);
      // Each is asked of what those before made of the words, and whoever says no is not outvoted.
      const judges = event === "before-send" && said !== false;
      if (judges && (answer === false || typeof answer === "string")) said = answer;
    } catch (error) {
      // A fault in the shop's script is the shop's to see, and no reason to stop.
      reportError(error);
    }
  }
  return said;
}

const text = (value: unknown) => (typeof value === "string" ? value : undefined);

const verbs: Record<string, (...args: unknown[]) => void> = {
  boot: (settings) => boot(settings as Partial<Settings> | undefined),
  open: () => widget?.setOpen(true),
  close: () => widget?.setOpen(false),
  toggle: () => widget?.toggle(),
  showNewMessage: (words) => widget?.compose(text(words) ?? ""),
  update: (settings) => widget?.update(settings as Partial<Settings>),
  setLocale: (locale) => widget?.setLocale(text(locale)),
  setTheme: (theme) => widget?.setTheme(text(theme)),
  on: (event, hear) => {
    const all = listeners.get(String(event)) ?? new Set();
    listeners.set(String(event), all.add(hear as Hear));
  },
  off: (event, hear) => void listeners.get(String(event))?.delete(hear as Hear),
  shutdown: () => {
    void widget?.shutdown();
    forget();
  },
  setUser: (who) => {
    // Who was here before took what the page told of them along.
    if (user) clear();
    user = text((who as { token?: unknown } | undefined)?.token) ?? "";
    if (!user) emit("error", { code: "bad_request" });
    else if (widget?.gone) again();
    else void widget?.signIn(user);
  },
  setCustomAttributes: (attributes) => tell({ attributes: { ...facts.attributes, ...(attributes as object) } }),
  setCart: (cart) => tell({ cart: cart as Facts["cart"] }),
  setOrder: (order) => tell({ order: order as Facts["order"] }),
  track: (name, data) => {
    step(facts, String(name), data as object);
    widget?.told();
  },
  // A table of another release has other places: it is asked for again.
  words: (language, table, order) =>
    order === WORD_ORDER && widget?.learn(language as Language, table as string[]),
};

function tell(part: Facts): void {
  Object.assign(facts, part);
  widget?.told();
}

function forget(): void {
  widget = null;
  user = "";
  clear();
}

function clear(): void {
  Object.keys(facts).forEach((name) => delete facts[name as keyof Facts]);
}

function again(): void {
  widget = null;
  boot(asked);
}

function boot(changes: Partial<Settings> = {}): void {
  if (widget) return;
  asked = changes;
  const { shop = "", locale, theme, side } = { ...stub.s, ...changes };
  const base = changes.base ?? page.Tradewind.base ?? "";
  if (shop) widget = new Widget({ base, shop, locale, theme, side, user, facts }, emit, again);
  else emit("error", { code: "bad_request" });
}

page.Tradewind = Object.assign(
  (...call: unknown[]) => {
    const [name, ...args] = call;
    const verb = verbs[String(name)];
    if (verb) verb(...args);
    else console.warn(`Tradewind: no "${String(name)}"`);
  },
  { base: stub.base ?? "/widget/" },
);

// Listeners first, so that they hear `ready`, and who is here; then the rest in the order of the calls.
const early = stub.q ?? [];
const isListening = ([name]: unknown[]) => name === "on" || name === "setUser";
early.filter(isListening).forEach((call) => page.Tradewind(...call));
boot();
early.filter((call) => !isListening(call)).forEach((call) => page.Tradewind(...call));
