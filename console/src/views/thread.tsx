import { Button, Loader } from "@mantine/core";
import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { rowsOf, type ThreadRow } from "../state/rows";
import { emptyThread } from "../state/thread";
import { useDesk, useMe, useOpen, useStation } from "../state/use";
import { Clocks } from "./clocks";
import { Composer } from "./composer";
import { ThreadHeader } from "./header";
import { ThreadLine } from "./line";
import classes from "./thread.module.css";
import { TypingLine } from "./typing";
import { useReading } from "./reading";
import { useScroll } from "./scroll";
import { useSought } from "./sought";
import { useViewing } from "./viewing";
import { WireStrip } from "./wire";

/** This near to the first row, the page before it is fetched. */
const NEAR_START_PX = 300;

function useRows(id: string): { rows: readonly ThreadRow[]; begins: boolean; loaded: boolean } {
  const me = useMe();
  const { outgoing } = useStation();
  const open = useOpen(id);
  const items = useStore(outgoing.items, useShallow((all) => all.filter((item) => item.lane === id)));
  const read = useDesk((desk) => desk.conversations[id]?.agentsRead);
  const seen = useRef<number | undefined>(undefined);
  seen.current ??= read;
  const thread = open?.thread ?? emptyThread;
  const rows = useMemo(
    () => rowsOf(thread, items, { timeZone: me.timeZone, seen: seen.current ?? 0 }),
    [thread, items, me.timeZone],
  );
  return { rows, begins: open?.log.entries[0]?.seq === 1, loaded: open !== undefined && open.log.last >= 0 };
}

/** Whether rows came in at the top since the last drawing: then the view must stay where it is. */
function useShift(rows: readonly ThreadRow[]): boolean {
  const first = useRef("");
  const key = rows.find((row) => row.kind !== "day")?.key ?? "";
  const before = first.current;
  useLayoutEffect(() => {
    first.current = key;
  }, [key]);
  return before !== "" && before !== key && rows.some((row) => row.key === before);
}

interface ScrollerProps {
  readonly id: string;
  readonly rows: readonly ThreadRow[];
  readonly begins: boolean;
}

function Scroller({ id, rows, begins }: ScrollerProps) {
  const { t } = useTranslation();
  const { threads } = useStation();
  const scroll = useScroll(rows.at(-1));
  const shift = useShift(rows);
  const [fetching, setFetching] = useState(false);
  useReading(id, !scroll.away);
  const list = useRef<VirtualizerHandle>(null);
  const lit = useSought({ id, rows, begins, list, stay: scroll.stay });
  useEffect(() => {
    // What does not fill the screen cannot be scrolled back: the page before is fetched unasked.
    const frame = scroll.frame.current;
    if (frame !== null && !begins && frame.scrollHeight <= frame.clientHeight) void threads.older(id);
  }, [threads, id, begins, rows, scroll.frame]);
  const reach = (offset: number) => {
    if (offset > NEAR_START_PX || begins || fetching || !scroll.away) return;
    setFetching(true);
    void threads.older(id).finally(() => {
      setFetching(false);
    });
  };
  const onScroll = (offset: number) => {
    scroll.moved();
    reach(offset);
  };
  useEffect(() => {
    // A leap to the top is one event, and may come before one counts as away or while a page is on its way.
    if (scroll.away) reach(scroll.frame.current?.scrollTop ?? Infinity);
    // oxlint-disable-next-line react/exhaustive-deps
  }, [scroll.away, rows]);
  return (
    <div className={classes.frame}>
      <div ref={scroll.frame} className={classes.scroll} role="log" aria-label={t("thread.log")} tabIndex={0}>
        <div ref={scroll.inner} className={classes.inner}>
          <div className={classes.spacer} />
          <Virtualizer ref={list} data={rows} scrollRef={scroll.frame} shift={shift} onScroll={onScroll}>
            {(row) => (
              <div key={row.key} className={row.key === lit ? classes.lit : undefined}>
                <ThreadLine row={row} id={id} />
              </div>
            )}
          </Virtualizer>
        </div>
      </div>
      {fetching ? <Loader size="xs" className={classes.fetching} aria-label={t("status.loading")} /> : null}
      {scroll.away ? (
        <Button className={classes.pill} size="compact-sm" radius="xl" leftSection={<ArrowDown size={14} />} onClick={scroll.toEnd}>
          {t("thread.newest")}
        </Button>
      ) : null}
    </div>
  );
}

/** One conversation: who it is, what was said, and the composer. */
export function ThreadView({ id, narrow = false }: { id: string; narrow?: boolean }) {
  const { t } = useTranslation();
  const { threads } = useStation();
  const { rows, begins, loaded } = useRows(id);
  const line = useDesk((desk) => desk.conversations[id]);
  useViewing(id);
  useEffect(() => {
    threads.open(id);
  }, [threads, id]);
  return (
    <section className={classes.thread} aria-label={t("thread.name")}>
      {line === undefined ? null : <ThreadHeader line={line} narrow={narrow} />}
      {line === undefined ? null : <Clocks line={line} />}
      <WireStrip />
      {loaded ? <Scroller id={id} rows={rows} begins={begins} /> : <Loader m="auto" aria-label={t("status.loading")} />}
      <TypingLine id={id} />
      {line === undefined ? null : <Composer line={line} />}
    </section>
  );
}
