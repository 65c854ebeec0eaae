import { Button, EmptyState, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { TicketCard } from "@wire";
import { Search, TicketX } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePlace } from "../../state/place";
import { ACTIVE, KINDS, list, OVER, type Kind, type Page as Listed, type Wanted } from "../../state/tickets";
import { useStation } from "../../state/use";
import { useAsked, type Asked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page } from "../../ui/page";
import { OneTicket } from "./one";
import { TicketRow } from "./row";
import classes from "./tickets.module.css";

const TABS = ["todo", "mine", "nobody", "overdue", "done"] as const;
type Tab = (typeof TABS)[number];

const WANTED: Readonly<Record<Tab, Wanted>> = {
  todo: { statuses: ACTIVE },
  mine: { statuses: ACTIVE, owner: "me" },
  nobody: { statuses: ACTIVE, owner: "nobody" },
  overdue: { overdue: true },
  done: { statuses: OVER },
};
const COUNTED: Partial<Record<Tab, string>> = { todo: "all", mine: "mine", nobody: "nobody", overdue: "overdue" };
const SOON_MS = 300;

/** The list as it is, asked again a blink after any ticket changed. */
function useTickets(wanted: Wanted): Asked<Listed> & { more: () => void } {
  const { link } = useStation();
  const asked = useAsked(JSON.stringify(wanted), () => list(link, wanted));
  const { again, set, value } = asked;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = link.on("ticket.changed", () => {
      clearTimeout(timer);
      timer = setTimeout(again, SOON_MS);
    });
    const woken = link.onState((state) => {
      if (state === "live") again();
    });
    return () => {
      clearTimeout(timer);
      silence();
      woken();
    };
  }, [link, again]);
  const more = useCallback(() => {
    if (value === null) return;
    void list(link, wanted, value.cursor).then(
      (next) => { set({ ...next, items: [...value.items, ...next.items] }); },
      () => undefined,
    );
  }, [link, wanted, value, set]);
  return { ...asked, more };
}

function Items({ items, cursor, more }: { items: readonly TicketCard[]; cursor: string; more: () => void }) {
  const { t } = useTranslation("tickets");
  if (items.length === 0) return <EmptyState mt="xl" icon={<TicketX />} title={t("none")} />;
  return (
    <>
      <ul className={classes.list} aria-label={t("back")}>{items.map((ticket) => <TicketRow key={ticket.id} ticket={ticket} />)}</ul>
      {cursor === "" ? null : <Button mt="sm" variant="default" onClick={more}>{t("more")}</Button>}
    </>
  );
}

function List() {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const [tab, choose] = useState<Tab>("todo");
  const [kind, setKind] = useState<Kind | "">("");
  const [typed, type] = useState("");
  const [text] = useDebouncedValue(typed.trim(), 200);
  const wanted = { ...WANTED[tab], ...(kind === "" ? {} : { kinds: [kind] }), ...(text === "" ? {} : { text }) };
  const tickets = useTickets(wanted);
  const counted = (name: Tab) => {
    const count = tickets.value?.counts[COUNTED[name] ?? ""];
    return count === undefined ? t(name) : `${t(name)} ${count}`;
  };
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          className={classes.tabs} aria-label={t("tabs")} value={tab}
          onChange={(value) => { choose(value); }}
          data={TABS.map((value) => ({ value, label: counted(value) }))}
        />
        <NativeSelect
          aria-label={t("kind")} value={kind}
          onChange={({ currentTarget: { value } }) => { setKind(KINDS.find((one) => one === value) ?? ""); }}
          data={[{ value: "", label: t("anyKind") }, ...KINDS.map((value) => ({ value, label: common(`ticket.kind.${value}`) }))]}
        />
        <TextInput
          className={classes.search} type="search" dir="auto" maxLength={200} leftSection={<Search size={15} aria-hidden />}
          aria-label={t("find")} placeholder={t("find")} value={typed} onChange={(event) => { type(event.currentTarget.value); }}
        />
      </div>
      <Awaited asked={tickets}>{({ items, cursor }) => <Items items={items} cursor={cursor} more={tickets.more} />}</Awaited>
    </>
  );
}

/** Work that outlives a conversation: what there is to do, the most pressing first; and one ticket with all that became of it. */
export default function Tickets() {
  const { t } = useTranslation();
  const { id } = usePlace();
  return <Page title={t("page.tickets")}>{id === "" ? <List /> : <OneTicket key={id} id={id} />}</Page>;
}
