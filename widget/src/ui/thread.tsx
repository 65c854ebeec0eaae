import { Component, createRef } from "preact";
import type { Say } from "../i18n";
import { rows } from "../state/rows";
import type { Remark, Row } from "../state/rows";
import { Bubble } from "./bubble";
import type { View } from "../state/view";
import { goOn } from "./focus";
import { here } from "./here";
import { Icon } from "./icons";
import { backAt, clockTime, dayName, expectedWait, usualReply } from "./times";

const NEAR_PX = 60;

/**
 * The conversation so far. The sheet lays it from the end, so that it stays there unless the reader scrolls
 * away.
 */
export class Thread extends Component<object, { atEnd: boolean }> {
  override state = { atEnd: true };
  readonly #box = createRef<HTMLDivElement>();
  #own = 0;

  override componentDidMount(): void {
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  override componentDidUpdate(): void {
    const own = here.view.waiting.length;
    // One's own words always come into sight.
    if (own !== this.#own) this.#toEnd();
    this.#own = own;
    this.#look();
  }

  override componentWillUnmount(): void {
    document.removeEventListener("visibilitychange", this.#look);
  }

  /** Tells the desk what has been seen: only what is really in sight, in a tab that is looked at. */
  readonly #look = () => this.state.atEnd && document.visibilityState === "visible" && here.desk.seen();
  readonly #scrolled = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const atEnd = currentTarget.scrollTop > -NEAR_PX;
    if (atEnd !== this.state.atEnd) this.setState({ atEnd });
  };
  readonly #toEnd = () => this.#box.current?.scrollTo({ top: 0 });

  override render(_: object, { atEnd }: Thread["state"]) {
    const { view, desk, say } = here;
    const { entries, waiting, conversation, typing } = view;
    return (
      <div class="thread">
        <div
          class="scroll"
          ref={this.#box}
          onScroll={this.#scrolled}
          role="log"
          aria-live="polite"
          aria-label={say(WORD.messages)}
          tabIndex={0}
        >
          <div class="lines">
            {(entries[0]?.seq ?? 1) > 1 ? (
              <button type="button" class="pill" onClick={() => void desk.older()}>
                {say(WORD.older)}
              </button>
            ) : (
              <Greeting />
            )}
            {rows(entries, waiting, conversation?.agentsRead ?? 0).map((row) => (
              <Line key={row.key} row={row} />
            ))}
            <Queue />
            {typing !== null && <Typing name={typing} />}
          </div>
        </div>
        {!atEnd && view.unread > 0 && (
          <button type="button" class="pill newest" onClick={this.#toEnd}>
            <Icon name="down" />
            {say(WORD.newest)}
          </button>
        )}
      </div>
    );
  }
}

/** What stands above the first word: who is there and how soon they answer, or from when on; and what was said before. */
function Greeting() {
  const { say, view, locale } = here;
  const { online, names, replyMs, shop, conversation } = view;
  return (
    <div class="greeting">
      <h3 dir="auto">{shop?.hello || say(WORD.hello)}</h3>
      <p>{say(WORD.anyLanguage)}</p>
      {online && (
        <p class="people">
          <span aria-hidden="true">
            {names.map((name) => (
              <i key={name} class="monogram">
                {[...name][0]}
              </i>
            ))}
          </span>
          <span>
            <bdi>{names.join(" · ")}</bdi>
            {replyMs && <small>{usualReply(replyMs, say, locale)}</small>}
          </span>
        </p>
      )}
      {!online && shop && !conversation && (
        <p class="away">
          {shop.away || say(WORD.away)} {view.backAt && backAt(view.backAt, say, locale)}
        </p>
      )}
      {view.order?.id && <Order order={view.order} />}
      <Earlier />
    </div>
  );
}

/** What the page is about, as the shop says; the question begins with its number. */
function Order({ order: { id, status } }: { order: NonNullable<View["order"]> }) {
  const { say, compose } = here;
  const name = say(WORD.order, { n: `\u2068${id}\u2069` });
  return (
    <div class="card">
      <b>{name}</b>
      {status && <span dir="auto">{status}</span>}
      <button
        type="button"
        class="wide"
        onClick={({ currentTarget }) => {
          compose(`${name}: `);
          goOn(currentTarget.closest(".panel"));
        }}
      >
        {say(WORD.askOrder)}
      </button>
    </div>
  );
}

function Earlier() {
  const { say, view, desk, locale } = here;
  const others = view.chats.filter(({ id }) => id !== view.conversation?.id);
  if (!others.length) return null;
  return (
    <details>
      <summary class="text">{say(WORD.earlier)}</summary>
      {others.map(({ id, updatedAt }) => (
        <button key={id} type="button" class="file" onClick={() => desk.visit(id)}>
          {dayName(updatedAt, Date.now(), locale)} {clockTime(updatedAt, locale)}
        </button>
      ))}
    </details>
  );
}

function Line({ row }: { row: Row }) {
  const { locale, say } = here;
  if (row.kind === "bubble") return <Bubble line={row} />;
  if (row.kind === "remark") return <p class="remark">{remark(row, say)}</p>;
  return (
    <p class="day">
      <span>{dayName(row.at, Date.now(), locale)}</span>
    </p>
  );
}

function remark(row: Remark, say: Say): string {
  switch (row.what) {
    case "assigned":
      return say(WORD.joined, { name: row.name || say(WORD.someone) });
    case "closed":
      return say(WORD.ended);
    case "reopened":
      return say(WORD.goesOn);
    case "rated":
      return say(WORD.rated, { n: row.score });
    case "erased":
      return say(WORD.erased);
  }
}

function Queue() {
  const { view, say, locale } = here;
  const { conversation } = view;
  if (conversation?.status !== "waiting") return null;
  const { place, waitMs } = conversation;
  return (
    <p class="queue" role="status">
      {place ? <b>{say(WORD.place, { n: place })}</b> : null}
      <span>
        {waitMs === undefined
          ? say(view.online ? WORD.waiting : WORD.away)
          : expectedWait(waitMs, say, locale)}
      </span>
    </p>
  );
}

function Typing({ name }: { name: string }) {
  const { say } = here;
  return (
    <div class="line theirs first last">
      <div class="bubble dots">
        <i />
        <i />
        <i />
        <span class="hidden">{say(WORD.typing, { name: name || say(WORD.someone) })}</span>
      </div>
    </div>
  );
}
