import { Badge, EmptyState, Loader, Tabs, VisuallyHidden } from "@mantine/core";
import type { Summary } from "@wire";
import { Archive, Inbox } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { VList, type VListHandle } from "virtua";
import { isView, VIEWS, type View } from "../state/desk";
import { useFiltered } from "../state/filtered";
import { go } from "../state/place";
import { linesOf } from "../state/shelves";
import { useDesk, useDeskParts, useStation, useHolds, useWire } from "../state/use";
import { Bulk } from "./bulk";
import { FilterMenu } from "./filter";
import classes from "./list.module.css";
import { OnDuty } from "./onduty";
import { Row } from "./row";
import { FoundLines, SearchField } from "./search";

/** Which view is read; remembered, because an agent lives in one of them. */
function useView(): [View, (view: string | null) => void] {
  const { prefs, desk } = useStation();
  const choose = (next: string | null) => {
    if (!isView(next)) return;
    prefs.set("view", next);
    desk.setState({ view: next });
  };
  return [useDesk((known) => known.view), choose];
}

function ViewTabs({ view, choose }: { view: View; choose: (view: string | null) => void }) {
  const { t } = useTranslation();
  const lead = useHolds("lead");
  const totals = useDeskParts((desk) => VIEWS.map((each) => desk.shelves[each].total));
  return (
    <Tabs value={view} onChange={choose} className={classes.tabs} aria-label={t("list.views")}>
      <Tabs.List>
        {VIEWS.filter((each) => each !== "held" || lead).map((each) => {
          const total = totals[VIEWS.indexOf(each)] ?? 0;
          const counted = total > 0 && each !== "closed";
          return (
            <Tabs.Tab
              key={each}
              value={each}
              aria-controls="conversations"
              title={each === "closed" ? t("view.closed") : undefined}
              ml={each === "closed" ? "auto" : undefined}
              rightSection={
                counted ? (
                  <Badge size="xs" circle={total < 10} variant={each === view ? "filled" : "light"}>
                    {total}
                  </Badge>
                ) : null
              }
            >
              {each === "closed" ? <Archive size={15} aria-label={t("view.closed")} role="img" /> : t(`view.${each}`)}
            </Tabs.Tab>
          );
        })}
      </Tabs.List>
    </Tabs>
  );
}

function Nothing({ view }: { view: View }) {
  const { t } = useTranslation();
  const loaded = useDesk((desk) => desk.shelves[view].loaded);
  const { state } = useWire();
  if (!loaded && state !== "offline") return <Loader size="sm" m="xl" aria-label={t("status.loading")} />;
  return <EmptyState icon={<Inbox />} size="sm" mt="xl" title={t(`nothing.${view}`)} />;
}

interface RowsProps {
  readonly lines: readonly Summary[];
  readonly open: string;
  readonly more: () => Promise<unknown>;
}

/** Rows near the end of what is loaded bring the next page. */
function Rows({ lines, open, more }: RowsProps) {
  const { desk } = useStation();
  const chosen = useDesk((known) => known.chosen);
  const list = useRef<VListHandle>(null);
  const loading = useRef(false);
  const reach = () => {
    const handle = list.current;
    if (handle === null || loading.current) return;
    if (handle.scrollOffset + handle.viewportSize < handle.scrollSize - 400) return;
    loading.current = true;
    void more().finally(() => {
      loading.current = false;
    });
  };
  const index = lines.findIndex((line) => line.id === open);
  useEffect(() => {
    if (index >= 0) list.current?.scrollToIndex(index, { align: "nearest" });
    // Only when another one is opened: news must not move the list under the reader.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [open]);
  return (
    <VList ref={list} data={lines} itemSize={76} onScroll={reach} className={classes.rows}>
      {(line) => (
        <Row
          key={line.id}
          line={line}
          open={line.id === open}
          chosen={chosen === null ? null : chosen.has(line.id)}
          choose={() => {
            const { chosen } = desk.getState(); // rows that do not change keep this function
            if (chosen === null) go({ page: "desk", id: line.id });
            else desk.setState({ chosen: toggled(chosen, line.id) });
          }}
        />
      )}
    </VList>
  );
}

const toggled = (chosen: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** What the tab holds, or what the filter lets through. */
function Lines({ open, view }: { open: string; view: View }) {
  const { t } = useTranslation();
  const { lists } = useStation();
  const filter = useDesk((desk) => desk.filter);
  const filtered = useFiltered(filter);
  const lines = useDeskParts((desk) => (filter === null ? linesOf(desk, view) : []));
  const shown = filter === null ? lines : filtered.lines;
  const more = filter === null ? () => lists.more(view) : filtered.more;
  if (filter === null && shown.length === 0) return <Nothing view={view} />;
  if (filter !== null && !filtered.loaded) return <Loader size="sm" m="xl" aria-label={t("status.loading")} />;
  return (
    <>
      <Bulk lines={shown} />
      <div className={classes.shown}>
        {shown.length > 0 ? (
          <Rows lines={shown} open={open} more={more} />
        ) : (
          <EmptyState icon={<Inbox />} size="sm" mt="xl" title={t("filter.nothing")} />
        )}
      </div>
    </>
  );
}

/** The list: Mine, Queue, All and what is held or closed; what is looked for stands in its place. */
export function ListView({ open }: { open: string }) {
  const { t } = useTranslation();
  const { lists } = useStation();
  const { state } = useWire();
  const [view, choose] = useView();
  const [typed, type] = useState("");
  const searching = typed.trim() !== "";
  useEffect(() => {
    if (state === "live") void lists.refresh(view);
  }, [lists, view, state]);
  return (
    <section className={classes.list} aria-label={t("list.name")}>
      <VisuallyHidden component="h1">{t("list.name")}</VisuallyHidden>
      <div className={classes.top}>
        <SearchField typed={typed} type={type} />
        <FilterMenu />
      </div>
      <ViewTabs view={view} choose={choose} />
      <OnDuty />
      <div id="conversations" role="tabpanel" aria-label={t(`view.${view}`)} className={classes.body}>
        {searching ? <FoundLines typed={typed} open={open} /> : <Lines open={open} view={view} />}
      </div>
    </section>
  );
}
