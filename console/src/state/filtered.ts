import type { Filter, Summary } from "@wire";
import { useEffect, useState } from "react";
import { learn } from "./shelves";
import { useDesk, useDeskParts, useStation, useWire } from "./use";

const LOOK_AGAIN_MS = 2_000;
const PAGE = 50;

export const noFilter: Filter = {
  statuses: [], labels: [], shopIds: [], channels: [], languages: [], markets: [], owner: "", priority: 0, clocks: [], unanswered: false, mentioned: false,
};

/** Whether a filter asks anything. */
export const asks = (filter: Filter): boolean =>
  Object.values(filter).some((value) => (Array.isArray(value) ? value.length > 0 : value !== "" && value !== 0 && value !== false));

export interface Filtered {
  readonly lines: readonly Summary[];
  readonly loaded: boolean;
  readonly more: () => Promise<void>;
}

/** What the filter lets through, as the server says; asked again some time after lines have changed. */
export function useFiltered(filter: Filter | null): Filtered {
  const { link, desk } = useStation();
  const { state } = useWire();
  const [shelf, setShelf] = useState<{ ids: readonly string[]; cursor: string } | null>(null);
  const tick = useDesk((known) => (filter === null ? 0 : known.tick));
  const read = async (asked: Filter, cursor: string, limit: number) => {
    const answer = await link.ask("conversation.list", { view: "all", filter: asked, cursor, limit });
    if (!answer.ok) return null;
    desk.setState((known) => learn(known, answer.items));
    return { ids: answer.items.map((line) => line.id), cursor: answer.cursor };
  };
  useEffect(() => {
    setShelf(null);
  }, [filter]);
  useEffect(() => {
    if (filter === null || state !== "live") return;
    let shown = true;
    const look = () => {
      void read(filter, "", Math.min(100, Math.max(PAGE, shelf?.ids.length ?? 0))).then((found) => {
        if (shown && found !== null) setShelf(found);
      });
    };
    const timer = setTimeout(look, shelf === null ? 0 : LOOK_AGAIN_MS);
    return () => {
      shown = false;
      clearTimeout(timer);
    };
    // Not when the shelf itself changes: that is the answer.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [filter, tick, state, link]);
  const lines = useDeskParts((known) => (shelf?.ids ?? []).map((id) => known.conversations[id]).filter((line) => line !== undefined));
  const more = async () => {
    if (filter === null || shelf === null || shelf.cursor === "") return;
    const next = await read(filter, shelf.cursor, PAGE);
    if (next !== null) setShelf({ ids: [...new Set([...shelf.ids, ...next.ids])], cursor: next.cursor });
  };
  return { lines, loaded: shelf !== null, more };
}
