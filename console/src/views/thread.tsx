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
import { Composer } from "./composer";
import { ThreadHeader } from "./header";
import { ThreadLine } from "./line";
import classes from "./thread.module.css";
import { TypingLine } from "./typing";
import { useReading } from "./reading";
import { WireStrip } from "./wire";

/** How far from the end one may be and still be "at the end". */
const NEAR_PX = 90;

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

function useScroll({ id, rows, begins }: ScrollerProps) {
  const { threads } = useStation();
  const handle = useRef<VirtualizerHandle>(null);
  const loading = useRef(false);
  const before = useRef({ offset: 0, size: 0 });
  const [away, setAway] = useState(false);
  const [fetching, setFetching] = useState(false);
  const toEnd = () => handle.current?.scrollToIndex(rows.length - 1, { align: "end" });
  const onScroll = (offset: number) => {
    const list = handle.current;
    if (list === null) return;
    const near = list.scrollSize - offset - list.viewportSize <= NEAR_PX;
    // Rows that are measured or added also leave the end behind; only a person scrolls backwards.
    const back = offset < before.current.offset && list.scrollSize >= before.current.size;
    before.current = { offset, size: list.scrollSize };
    if (near) setAway(false);
    else if (back) setAway(true);
    if (offset > 300 || begins || loading.current) return;
    loading.current = true;
    setFetching(true);
    void threads.older(id).finally(() => {
      loading.current = false;
      setFetching(false);
    });
  };
  const last = rows.at(-1);
  useLayoutEffect(() => {
    if (!away || last?.kind === "outgoing") toEnd();
    // Only a new last row moves the view; a row that grew is followed by `onResize`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [last?.key]);
  return { handle, away, fetching, toEnd, onScroll };
}

function Scroller(props: ScrollerProps) {
  const { t } = useTranslation();
  const { rows, id } = props;
  const scroll = useScroll(props);
  const shift = useShift(rows);
  const frame = useRef<HTMLDivElement>(null);
  useReading(id, !scroll.away);
  return (
    <div className={classes.frame}>
      <div ref={frame} className={classes.scroll} role="log" aria-label={t("thread.log")} tabIndex={0}>
        <div className={classes.spacer} />
        {scroll.fetching ? <Loader size="xs" className={classes.fetching} aria-label={t("status.loading")} /> : null}
        <Virtualizer ref={scroll.handle} data={rows} scrollRef={frame} shift={shift} onScroll={scroll.onScroll} onResize={() => !scroll.away && scroll.toEnd()}>
          {(row) => <ThreadLine key={row.key} row={row} id={id} />}
        </Virtualizer>
      </div>
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
  useEffect(() => {
    threads.open(id);
  }, [threads, id]);
  return (
    <section className={classes.thread} aria-label={t("thread.name")}>
      {line === undefined ? null : <ThreadHeader line={line} narrow={narrow} />}
      <WireStrip />
      {loaded ? <Scroller id={id} rows={rows} begins={begins} /> : <Loader m="auto" aria-label={t("status.loading")} />}
      <TypingLine id={id} />
      {line === undefined ? null : <Composer line={line} />}
    </section>
  );
}
