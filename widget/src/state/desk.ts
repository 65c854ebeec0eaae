import { connect, Outbox, Series } from "../wire";
import type { Content, CustomerConversation, CustomerEntry, Done, Item, Link, Open, Refused, Timeline } from "../wire";
import { Addresses } from "./addresses";
import { page, teller } from "./facts";
import { inLine } from "./line";
import type { DeskOptions } from "./options";
import { Session } from "./session";
import { Typing } from "./typing";
import { Uploads } from "./uploads";
import { BLANK, theirs, unreadOf, type View } from "./view";

/** One shopper's conversation with one shop: the session, the link, the series and the outbox, shown as one view. */
export class Desk {
  view: View = BLANK;
  readonly session: Session;
  readonly uploads: Uploads;
  readonly files: Addresses;
  readonly #options: DeskOptions;
  readonly #offStorage: () => void;
  readonly #describe: () => Promise<void>;
  readonly #typing = new Typing((typing) => this.#show({ typing }));
  #link: Link<"customer"> | null = null;
  #series: Series<"customer", Item> | null = null;
  #outbox: Outbox<"customer"> | null = null;
  #items: readonly Item[] = [];
  /** What was asked for before the first word. */
  about: Partial<Open> | null = null;
  #readUpTo = 0;
  #heardUpTo = -1;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.session = new Session(options);
    this.uploads = new Uploads({
      url: options.url,
      link: () => this.connect(),
      conversationId: () => this.#id,
      changed: (uploads) => this.#show({ uploads }),
    });
    this.files = new Addresses(options.url, () => this.connect());
    this.#describe = teller(options.facts, (told) => this.connect().ask("customer.describe", told), options.failed);
    this.#offStorage = this.session.store.onChange(() => this.#otherTab());
  }

  /** Learn the shop's look; who is known from an earlier visit is connected at once, others when they open the chat. */
  async start(): Promise<void> {
    if (this.session.kept && !this.session.user && !this.session.letter) this.connect();
    await this.signIn(this.session.user);
  }

  /** Be whom the shop says. */
  async signIn(user: string): Promise<void> {
    this.session.user = user;
    if (await this.session.begin()) this.#link?.redial();
    if (this.session.kept) this.connect();
    this.#show({});
  }

  /** The page told something: the desk hears of it once there is a conversation. */
  told(): unknown {
    this.#show({});
    return this.view.conversation && this.#describe();
  }

  redial = (): void => this.#link?.redial();
  get #id(): string {
    return this.view.conversation?.id ?? "";
  }

  connect = (): Link<"customer"> => (this.#link ??= this.#dial());

  /** The shop's page is asked before: it may hold words back, or say others. `alone`: the files beside the field stay there. */
  async say(typed: string, alone?: boolean): Promise<void> {
    const text = this.#options.sending(typed);
    if (text === false) return;
    const attachments = alone ? [] : this.uploads.take();
    await this.#send({ text, ...(attachments.length ? { attachments } : {}) });
  }

  /** Fill in the form that is the message of this number. The page is asked of each value; all stay here when it keeps one back. */
  async answer(form: number, given: readonly string[]): Promise<void> {
    const values = given.map((value) => value && this.#options.sending(value));
    if (values.every((value) => value !== false)) await this.#send({ pieces: [{ kind: "answer", form, values }] });
  }

  async #send(body: Content): Promise<void> {
    this.connect();
    await this.session.pass(false).catch(() => undefined);
    this.session.keep();
    this.typed(false);
    await this.#outbox?.add({ lane: this.#id, payload: { body } });
  }

  /** Send a failed message again; one whose conversation is gone begins a new one. */
  async retry(clientId: string): Promise<void> {
    const [item, lane] = [this.#items.find((one) => one.clientId === clientId), this.#id];
    if (!item || item.lane === lane) return this.#outbox?.retry(clientId);
    await this.#outbox?.discard(clientId);
    await this.#outbox?.add({ lane, payload: item.payload, clientId });
  }

  discard = (clientId: string): Promise<void> | undefined => this.#outbox?.discard(clientId);
  /** The shopper has seen everything that is shown. */
  seen(): void {
    const { conversation, entries } = this.view;
    const seq = entries.at(-1)?.seq ?? 0;
    if (!conversation || seq <= Math.max(this.#readUpTo, conversation.customersRead)) return;
    this.#readUpTo = seq;
    void this.#link?.ask("conversation.read", { conversationId: conversation.id, seq });
    this.#show({});
  }

  typed(typing: boolean): void {
    const { conversation } = this.view;
    if (conversation && this.#typing.mine(typing)) void this.#link?.ask("typing.set", { conversationId: conversation.id, typing });
  }

  /** Show another of the shopper's conversations. */
  visit(conversationId: string): void {
    this.anew();
    this.#readUpTo = 0;
    this.#follow(conversationId, -1);
  }

  older = (): Promise<boolean> | undefined => this.#series?.older();
  /** Asking twice with the same `clientId` ends it once. */
  end = (clientId: string) => this.connect().ask("conversation.close", { conversationId: this.#id, clientId });
  rate = (clientId: string, score: number, words: string) =>
    this.connect().ask("conversation.rate", { conversationId: this.#id, clientId, score, comment: (words && this.#options.sending(words)) || "" });

  /** Have the answer, or (`link`) no more than a way back to this chat, sent by e-mail. */
  async contact(clientId: string, email: string, link?: boolean): Promise<Done | Refused> {
    const answer = await this.connect().ask(link ? "link.mail" : "conversation.contact", { conversationId: this.#id, clientId, email });
    if (answer.ok) void this.#series?.resume();
    return answer;
  }

  /** Leave nothing of this shopper in the browser; `out`: nor a way back in. */
  async shutdown(out = true): Promise<void> {
    if (out) this.session.end();
    else this.connect();
    this.#link?.close();
    this.#series?.stop();
    this.#offStorage();
    this.#typing.theirs(null);
    this.session.forget();
    await this.#outbox?.wipe();
    this.#outbox?.close();
  }

  #dial(): Link<"customer"> {
    const { url, shop, locale } = this.#options;
    const link = connect<"customer">({
      door: "customer",
      url,
      auth: (renew) => this.session.pass(renew),
      catchUp: () => this.#catchUp(),
    });
    link.onState((state, problem) => this.#show({ link: state, problem }));
    link.on("server.hello", ({ maxText }) => this.#show({ maxText }));
    link.on("conversation.changed", ({ conversation }) => this.#told(inLine(conversation, this.view.conversation)));
    link.on("typing.changed", ({ who, name, typing }) => this.#typing.theirs(who === "agent" && typing ? name : null));
    this.#outbox = new Outbox({
      name: `tradewind:${shop}`,
      link,
      opening: () => ({ ...this.about, locale: locale(), page: page() }),
      changed: (items) => this.#sending(items),
      opened: (id) => this.#follow(id, 0),
    });
    if (this.session.kept) void this.#outbox.restore();
    return link;
  }

  async #catchUp(): Promise<void> {
    if (!this.#series && this.session.kept) {
      const listed = await this.connect().ask("conversation.list", { limit: 8 });
      const chats = listed.ok ? listed.items : [];
      this.#show({ chats });
      if (chats[0]) this.#follow(this.session.conversationId || chats[0].id, -1);
    }
    await this.#series?.resume();
  }

  #follow(conversationId: string, after: -1 | 0): void {
    if (this.#series?.id === conversationId) return;
    this.#series?.stop();
    this.#heardUpTo = after;
    this.#series = new Series<"customer", Item>({
      link: this.connect(),
      door: "customer",
      conversationId,
      after,
      changed: (timeline) => this.#shown(timeline),
      told: (conversation) => this.#told(conversation),
      ended: () => this.anew(),
    });
    this.#outbox?.aim(conversationId);
    this.#sending(this.#items);
    if (this.view.link === "live") void this.#series.resume();
  }

  /** The next word begins another conversation: as the shopper wishes, or because this one is not theirs any more. */
  anew(): void {
    const { chats, conversation } = this.view;
    this.#series?.stop();
    this.#series = null;
    this.#outbox?.aim("");
    const known = conversation ? [conversation, ...chats.filter(({ id }) => id !== conversation.id)] : chats;
    this.#show({ chats: known, conversation: null, entries: [], waiting: this.#items });
  }

  #told(conversation: CustomerConversation): void {
    if (!this.#series) this.#follow(conversation.id, -1);
    if (this.#series?.id !== conversation.id) return;
    if (conversation.updatedAt >= (this.view.conversation?.updatedAt ?? 0)) this.#show({ conversation });
    this.told();
  }

  #shown({ entries, waiting, last }: Timeline<CustomerEntry, Item>): void {
    const heard = this.#heardUpTo;
    this.#heardUpTo = last;
    if (entries.at(-1)?.body.kind === "conversation.erased") this.#outbox?.erased(this.#series?.id ?? "");
    const spoken = heard < 0 ? [] : entries.filter((entry) => entry.seq > heard && theirs(entry));
    if (spoken.length) this.#typing.theirs(null);
    this.#show({ entries, waiting });
    spoken.forEach((entry) => this.#options.heard(entry));
  }

  #sending(items: readonly Item[]): void {
    this.#items = items;
    const series = this.#series;
    if (!series) return this.#show({ waiting: items });
    series.awaiting(items.filter(({ lane, state }) => ["", series.id].includes(lane) || state === "failed"));
  }

  #otherTab(): void {
    if (this.session.kept && !this.session.store.load()) return void this.shutdown();
    if (!this.session.adopt()) return;
    this.#link?.redial();
    this.connect();
  }

  #show(part: Partial<View>): void {
    const view = { ...this.view, ...part };
    const { shop, reception } = this.session;
    const read = Math.max(this.#readUpTo, view.conversation?.customersRead ?? 0);
    this.view = { ...view, ...reception, shop, order: this.#options.facts.order ?? view.order, unread: unreadOf(view, read), durable: this.#outbox?.durable ?? true };
    this.#options.changed(this.view);
  }
}
