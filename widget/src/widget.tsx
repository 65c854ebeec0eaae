import { createRef, render } from "preact";
import { choose, direction, speaker } from "./i18n";
import type { Language } from "./i18n";
import { Desk } from "./state/desk";
import type { Facts } from "./state/facts";
import type { View } from "./state/view";
import type { CustomerEntry } from "./wire";
import { Denied } from "./wire";
import { accentVariables } from "./ui/contrast";
import { setHere } from "./ui/here";
import { Root } from "./ui/root";
import { surface } from "./ui/surface";
import type { Surface } from "./ui/surface";

export interface Settings {
  /** Origin and folder of this script, e.g. `https://desk.example/widget/`. */
  base: string;
  shop: string;
  locale?: string | undefined;
  theme?: string | undefined;
  /** `left` or `right`; by default where the reading ends. */
  side?: string | undefined;
  /** The shop's signed word for who is here. */
  user: string;
  /** What the page tells of them. */
  facts: Facts;
}

/** Tells the page. Of `before-send`: `false` when any listener returned that, else the words they made of it, if any. */
export type Emit = (event: string, payload?: unknown) => unknown;

const AGAIN_MS = 5_000;
const LATE_MS = 2_500;
const PHONE = "(max-width: 480px), (max-height: 480px)";

/**
 * One widget on one page: what is shown, in which language and colours, and what the shop's script may ask
 * of it.
 */
export class Widget {
  readonly #settings: Settings;
  readonly #emit: Emit;
  readonly #desk: Desk;
  readonly #surface: Surface;
  readonly #phone = matchMedia(PHONE);
  readonly #dark = matchMedia("(prefers-color-scheme: dark)");
  readonly #launcher = createRef<HTMLButtonElement>();
  readonly #draft = { text: "" };
  readonly #tables = new Map<Language, readonly string[]>();
  #open = false;
  #drawing = false;
  gone = false;
  #locale = "en";
  #language: Language = "en";
  #theme: string | undefined;
  #peek = "";
  #unread = 0;
  #returnTo: HTMLElement | null = null;

  /** `again`: somebody else is here now, and needs a widget of their own. */
  constructor(settings: Settings, emit: Emit, again: () => void) {
    this.#settings = settings;
    this.#emit = emit;
    this.#theme = settings.theme;
    this.#surface = surface();
    this.#desk = new Desk({
      url: new URL(settings.base).origin,
      shop: settings.shop,
      locale: () => this.#locale,
      user: settings.user,
      facts: settings.facts,
      failed: ({ code, detail }) => emit("error", { code, detail }),
      stranger: () => void this.shutdown(false).then(again),
      sending: (text) => (emit("before-send", { text }) ?? text) as string | false,
      changed: (view) => this.#changed(view),
      heard: (entry) => this.#heard(entry),
    });
    this.#phone.addEventListener("change", this.#draw);
    this.setLocale(settings.locale);
    this.#dark.addEventListener("change", this.#draw);
    void this.#start();
  }

  setOpen(open: boolean): void {
    if (open === this.#open || this.gone) return;
    this.#open = open;
    this.#peek = "";
    if (open) {
      this.#returnTo = document.activeElement as HTMLElement | null;
      this.#surface.show();
      this.#desk.connect();
    }
    this.#draw();
    this.#emit(open ? "open" : "close");
    if (!open) setTimeout(() => this.#giveBackFocus());
  }

  toggle = (): void => this.setOpen(!this.#open);

  /** Be whom the shop says. */
  signIn = (user: string): Promise<unknown> => this.#desk.signIn(user).catch((error: unknown) => this.#trouble(error));

  /** The page told something more. */
  told = (): unknown => this.#desk.told();

  /** Open with these words in the field, for the shopper to send. */
  compose(text: string): void {
    this.#draft.text = text;
    this.setOpen(true);
    this.#draw();
  }

  /** Other looks and another language, from now on. */
  update({ locale, theme, side }: Partial<Settings>): void {
    Object.assign(this.#settings, side && { side }, locale && { locale });
    this.setTheme(theme ?? this.#theme);
    if (locale) this.setLocale(locale);
  }

  setLocale(wished?: string): void {
    const page = document.documentElement.lang;
    const { locale, language } = choose([wished, this.#settings.locale, page, ...navigator.languages]);
    this.#locale = locale;
    this.#language = language;
    if (this.#tables.has(language)) this.#draw();
    else this.#fetchWords(language);
  }

  /** A language table arrived. */
  learn(language: Language, table: readonly string[]): void {
    this.#tables.set(language, table);
    this.#draw();
  }

  /** `light`, `dark`, or (anything else) as the shopper's system has it. */
  setTheme(theme?: string): void {
    this.#theme = theme;
    this.#draw();
  }

  /** Take the widget off the page and everything of the shopper out of this browser. */
  async shutdown(out = true): Promise<void> {
    if (this.gone) return;
    this.gone = true;
    this.#phone.removeEventListener("change", this.#draw);
    this.#dark.removeEventListener("change", this.#draw);
    render(null, this.#surface.root);
    this.#surface.host.remove();
    await this.#desk.shutdown(out);
  }

  async #start(): Promise<void> {
    // The shop's colour is worth a short wait, not more.
    const late = setTimeout(() => this.#surface.show(), LATE_MS);
    try {
      await this.#desk.start();
    } catch (error) {
      if (this.#trouble(error)) return;
    }
    clearTimeout(late);
    this.#surface.show();
    if (this.#desk.session.conversationId) this.setOpen(true);
    this.#emit("ready");
  }

  /** True when it is for good. A shop the desk does not know, or a stranger to it: better no button than one that leads nowhere. */
  #trouble(error: unknown): boolean {
    const denied = error instanceof Denied;
    const { code, detail } = denied ? error.problem : { code: "offline", detail: "" };
    this.#emit("error", { code, detail });
    if (denied) void this.shutdown();
    return denied;
  }

  #changed(view: View): void {
    if (view.unread !== this.#unread) this.#emit("unread", (this.#unread = view.unread));
    if (!view.unread) this.#peek = "";
    this.#draw();
  }

  #heard({ author, body, at }: CustomerEntry): void {
    if (body.kind !== "message.posted") return;
    if (!this.#open) this.#peek = body.text;
    this.#emit("message", { from: author.name, text: body.text, at });
    this.#draw();
  }

  /** Draws once, however many changes come in one turn. */
  readonly #draw = (): void => {
    if (this.#drawing || this.gone) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (!this.gone) this.#paint();
    });
  };

  #paint(): void {
    const { root } = this.#surface;
    const { view } = this.#desk;
    const table = this.#tables.get(this.#language);
    // Without words there is nothing to show; until the next table comes, the last one stays.
    if (!table) return;
    root.lang = this.#locale;
    root.dir = direction(this.#language);
    const { shop } = view;
    const theme = this.#theme ?? shop?.theme;
    const dark = theme === "dark" || (theme !== "light" && this.#dark.matches);
    root.style.colorScheme = root.dataset.theme = dark ? "dark" : "light";
    root.dataset.side = this.#settings.side ?? shop?.side ?? "";
    this.#surface.colour(accentVariables(shop?.accent, dark));
    setHere({
      desk: this.#desk,
      view,
      say: speaker(table),
      locale: this.#locale,
      close: () => this.setOpen(false),
      compose: (text) => this.compose(text),
      draft: this.#draft,
    });
    const screen = { open: this.#open, peek: this.#peek, toggle: this.toggle, launcher: this.#launcher };
    const dismiss = () => {
      this.#peek = "";
      this.#draw();
    };
    render(<Root {...screen} phone={this.#phone.matches} dismiss={dismiss} />, root);
  }

  #fetchWords(language: Language): void {
    const again = () =>
      setTimeout(() => this.gone || this.#tables.has(language) || this.#fetchWords(language), AGAIN_MS);
    this.#surface.script(`${this.#settings.base}lang/${language}.js?${WORD_ORDER}`, again);
  }

  #giveBackFocus(): void {
    const returnTo = this.#returnTo;
    const outside = returnTo && returnTo !== this.#surface.host && returnTo !== document.body;
    (outside ? returnTo : this.#launcher.current)?.focus();
  }
}
