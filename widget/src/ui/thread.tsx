import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Say } from "../i18n";
import { rows } from "../state/rows";
import type { Remark, Row } from "../state/rows";
import { Bubble } from "./bubble";
import { useHere } from "./here";
import { Icon } from "./icons";
import { dayName } from "./times";

const NEAR_PX = 60;

/** The conversation so far. Stays at the newest line unless the reader has scrolled away from it. */
export function Thread() {
  const { view, desk, say } = useHere();
  const { entries, waiting, conversation, typing } = view;
  const box = useRef<HTMLDivElement>(null);
  const [stuck, setStuck] = useState(true);
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });
  const own = waiting.length;

  // One's own words always come into sight.
  useEffect(() => setStuck(true), [own]);
  useLayoutEffect(() => {
    if (stuck) toEnd();
  });
  useSeen(stuck);

  const scrolled = () => {
    const { scrollTop, clientHeight, scrollHeight } = box.current as HTMLDivElement;
    setStuck(scrollHeight - scrollTop - clientHeight < NEAR_PX);
  };
  const older = async () => {
    const before = box.current as HTMLDivElement;
    const below = before.scrollHeight - before.scrollTop;
    setStuck(false);
    await desk.older();
    requestAnimationFrame(() => (before.scrollTop = before.scrollHeight - below));
  };

  const first = entries[0]?.seq ?? 1;
  return (
    <div class="thread">
      <div class="scroll" ref={box} onScroll={scrolled} role="log" aria-live="polite" aria-label={say("messages")} tabIndex={0}>
        {first <= 1 && <Greeting />}
        {first > 1 && (
          <button type="button" class="pill" onClick={() => void older()}>
            {say("older")}
          </button>
        )}
        {rows(entries, waiting, conversation?.agentsRead ?? 0).map((row) => (
          <Line key={row.key} row={row} />
        ))}
        <Queue />
        {typing !== null && <Typing name={typing} />}
      </div>
      {!stuck && view.unread > 0 && (
        <button type="button" class="pill newest" onClick={() => setStuck(true)}>
          <Icon name="down" />
          {say("newest")}
        </button>
      )}
    </div>
  );
}

/** Tells the desk what has been seen: only what is really in sight, in a tab that is looked at. */
function useSeen(stuck: boolean): void {
  const { desk } = useHere();
  useEffect(() => {
    const look = () => stuck && document.visibilityState === "visible" && desk.seen();
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
}

function Greeting() {
  const { say, view } = useHere();
  return (
    <div class="greeting">
      <h2>{say("hello")}</h2>
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
