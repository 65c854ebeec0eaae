import { useEffect, useRef, useState } from "preact/hooks";
import type { Say } from "../i18n";
import { rows } from "../state/rows";
import type { Remark, Row } from "../state/rows";
import { Bubble } from "./bubble";
import { useHere } from "./here";
import { Icon } from "./icons";
import { dayName } from "./times";

const NEAR_PX = 60;

/**
 * The conversation so far. The sheet lays it from the end, so that it stays there unless the reader scrolls
 * away.
 */
export function Thread() {
  const { view, desk, say } = useHere();
  const { entries, waiting, conversation, typing } = view;
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = () => void box.current?.scrollTo({ top: 0 });
  const own = waiting.length;
  // One's own words always come into sight.
  useEffect(toEnd, [own]);
  useSeen(atEnd);
  const first = entries[0]?.seq ?? 1;
  return (
    <div class="thread">
      <div
        class="scroll"
        ref={box}
        onScroll={({ currentTarget }) => setAtEnd(currentTarget.scrollTop > -NEAR_PX)}
        role="log"
        aria-live="polite"
        aria-label={say("messages")}
        tabIndex={0}
      >
        <div class="lines">
          {first > 1 ? (
            <button type="button" class="pill" onClick={() => void desk.older()}>
              {say("older")}
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
        <button type="button" class="pill newest" onClick={toEnd}>
          <Icon name="down" />
          {say("newest")}
        </button>
      )}
    </div>
  );
}

/** Tells the desk what has been seen: only what is really in sight, in a tab that is looked at. */
function useSeen(atEnd: boolean): void {
  const { desk } = useHere();
  useEffect(() => {
    const look = () => atEnd && document.visibilityState === "visible" && desk.seen();
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
}

function Greeting() {
  const { say, view } = useHere();
  return (
    <div class="greeting">
      <h3>{say("hello")}</h3>
      <p>{say("anyLanguage")}</p>
      {!view.online && view.shop && !view.conversation && <p class="away">{say("away")}</p>}
    </div>
  );
}

function Line({ row }: { row: Row }) {
  const { locale, say } = useHere();
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
      return say("joined", { name: row.name || say("someone") });
    case "closed":
      return say("ended");
    case "reopened":
      return say("goesOn");
    case "rated":
      return say("rated", { n: row.score });
  }
}

function Queue() {
  const { view, say } = useHere();
  const { conversation } = view;
  if (conversation?.status !== "waiting") return null;
  return (
    <p class="queue" role="status">
      {conversation.place ? <b>{say("place", { n: conversation.place })}</b> : null}
      <span>{say(view.online ? "waiting" : "away")}</span>
    </p>
  );
}

function Typing({ name }: { name: string }) {
  const { say } = useHere();
  return (
    <div class="line theirs first last">
      <div class="bubble dots">
        <i />
        <i />
        <i />
        <span class="hidden">{say("typing", { name: name || say("someone") })}</span>
      </div>
    </div>
  );
}
