import { useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from "@mantine/spotlight";
import { AlarmClock, ArrowDown, ArrowUp, CalendarClock, CircleCheckBig, Fingerprint, Hand, LayoutDashboard, Lock, MessageSquare, Moon, RotateCcw, Scale, Search, KeyRound, ShieldCheck, Split, Store, Sun, Ticket, TicketPlus, UserRoundCheck, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { atHour } from "../i18n/time";
import { useFound } from "../state/found";
import { go, usePlace } from "../state/place";
import { useDesk, useDeskParts, useMe, useStation, useHolds } from "../state/use";
import { wish } from "../state/tickets";
import { useReport } from "../ui/report";
import { Person } from "../ui/person";
import { useMay } from "./header";
import { useMoves } from "./keys";
import { useOpenMatch } from "./search";
import type { Summary } from "@wire";

type Entry = SpotlightActionData & { when: boolean };

const nobody = { status: "closed", assigneeId: "" } as Summary;

/** The verbs of the open conversation, as far as they are allowed now. */
function useVerbs(): Entry[] {
  const { t } = useTranslation();
  const { act } = useStation();
  const me = useMe();
  const report = useReport();
  const { id } = usePlace();
  const line = useDesk((desk) => desk.conversations[id]);
  const may = useMay(line ?? nobody);
  const { write, close } = useMoves();
  const open = line !== undefined;
  const answers = useHolds("answer");
  const tomorrow = () => line && void report(act.snooze(line, atHour(Date.now(), 1, 9, me.timeZone)));
  return [
    { id: "claim", when: open && may.claim, label: t("action.claim"), leftSection: <Hand size={16} />, onClick: () => void report(act.claim(id)) },
    { id: "reply", when: open, label: t("keys.reply"), leftSection: <MessageSquare size={16} />, onClick: () => { write(false); } },
    { id: "note", when: open, label: t("keys.note"), leftSection: <Lock size={16} />, onClick: () => { write(true); } },
    { id: "snooze", when: open && may.snooze, label: `${t("action.snooze")}: ${t("snooze.tomorrow")}`, leftSection: <AlarmClock size={16} />, onClick: tomorrow },
    { id: "close", when: open && may.move, label: t("keys.close"), leftSection: <CircleCheckBig size={16} />, onClick: close },
    { id: "ticket", when: open && answers, label: t("ticket.open"), leftSection: <TicketPlus size={16} />, onClick: () => { wish.setState({ id }); } },
    { id: "reopen", when: open && may.reopen, label: t("action.reopen"), leftSection: <RotateCcw size={16} />, onClick: () => void report(act.reopen(id)) },
  ];
}

function usePlaces(): Entry[] {
  const { t } = useTranslation();
  const [lead, look, roles] = [useHolds("lead"), useHolds("look"), useHolds("roles", "look")];
  const [people, setup, privacy] = [useHolds("people", "look"), useHolds("setup", "look"), useHolds("privacy")];
  const connect = useHolds("connect", "look");
  const { step, find } = useMoves();
  const { setColorScheme } = useMantineColorScheme();
  return [
    { id: "find", when: true, label: t("keys.find"), leftSection: <Search size={16} />, onClick: find },
    { id: "next", when: true, label: t("keys.next"), leftSection: <ArrowDown size={16} />, onClick: () => { step(1); } },
    { id: "previous", when: true, label: t("keys.previous"), leftSection: <ArrowUp size={16} />, onClick: () => { step(-1); } },
    { id: "tickets", when: true, label: t("page.tickets"), leftSection: <Ticket size={16} />, onClick: () => { go({ page: "tickets" }); } },
    { id: "review", when: lead, label: t("page.review"), leftSection: <Search size={16} />, onClick: () => { go({ page: "review" }); } },
    { id: "board", when: look, label: t("page.board"), leftSection: <LayoutDashboard size={16} />, onClick: () => { go({ page: "board" }); } },
    { id: "coverage", when: true, label: t("page.coverage"), leftSection: <CalendarClock size={16} />, onClick: () => { go({ page: "coverage" }); } },
    { id: "team", when: people, label: t("page.team"), leftSection: <Users size={16} />, onClick: () => { go({ page: "team" }); } },
    { id: "shops", when: setup, label: t("page.shops"), leftSection: <Store size={16} />, onClick: () => { go({ page: "shops" }); } },
    { id: "routing", when: setup, label: t("page.routing"), leftSection: <Split size={16} />, onClick: () => { go({ page: "routing" }); } },
    { id: "roles", when: roles, label: t("page.roles"), leftSection: <ShieldCheck size={16} />, onClick: () => { go({ page: "roles" }); } },
    { id: "signOn", when: roles, label: t("page.signOn"), leftSection: <KeyRound size={16} />, onClick: () => { go({ page: "signOn" }); } },
    { id: "packs", when: setup, label: t("page.packs"), leftSection: <Scale size={16} />, onClick: () => { go({ page: "packs" }); } },
    { id: "signing", when: connect, label: t("page.signing"), leftSection: <UserRoundCheck size={16} />, onClick: () => { go({ page: "signing" }); } },
    { id: "privacy", when: privacy, label: t("page.privacy"), leftSection: <Fingerprint size={16} />, onClick: () => { go({ page: "privacy" }); } },
    { id: "light", when: true, label: t("scheme.light"), leftSection: <Sun size={16} />, onClick: () => { setColorScheme("light"); } },
    { id: "dark", when: true, label: t("scheme.dark"), leftSection: <Moon size={16} />, onClick: () => { setColorScheme("dark"); } },
  ];
}

/** The conversations that were known when the bar was opened: what it finds itself does not join them. */
function useConversations(opened: boolean): Entry[] {
  const { t } = useTranslation();
  const { desk } = useStation();
  const known = useMemo(() => (opened ? Object.keys(desk.getState().conversations) : []), [opened, desk]);
  const lines = useDeskParts(({ conversations }) => known.map((id) => conversations[id])).filter((line) => line !== undefined);
  return lines.map((line) => ({
    id: `conversation-${line.id}`,
    when: true,
    label: line.customerName || t("customer.unknown"),
    description: line.lastText,
    leftSection: <Person name={line.customerName} size={24} />,
    onClick: () => { go({ page: "desk", id: line.id }); },
  }));
}

/** What the server finds for the words in the bar: these are shown whatever the bar itself would think of them. */
function useFoundEntries(query: string): SpotlightActionData[] {
  const { t } = useTranslation();
  const found = useFound(query);
  const choose = useOpenMatch();
  return (found?.items ?? []).slice(0, 8).map((match) => ({
    id: `found-${match.conversation.id}`,
    label: match.conversation.customerName || t("customer.unknown"),
    description: match.text,
    leftSection: <Person name={match.conversation.customerName} size={24} />,
    onClick: () => { choose(match); },
  }));
}

/** The bar's own finding by name, and below it what the server found beside that: a line that stands is not moved by its answer. */
const fitting = (query: string, actions: (SpotlightActionData | SpotlightActionGroupData)[]) => {
  const words = query.trim().toLowerCase();
  const fits = ({ id, label, description }: SpotlightActionData) =>
    id.startsWith("found-") || `${label ?? ""} ${description ?? ""}`.toLowerCase().includes(words);
  const groups = actions.map((group) => ("actions" in group ? { ...group, actions: group.actions.filter(fits).slice(0, 8) } : group));
  const shown = new Set(groups.flatMap((group) => ("actions" in group ? group.actions.map(({ id }) => id) : [])));
  const fresh = ({ id }: SpotlightActionData) => !shown.has(id.replace("found-", "conversation-")) || !id.startsWith("found-");
  return groups
    .map((group) => ("actions" in group ? { ...group, actions: group.actions.filter(fresh) } : group))
    .filter((group) => !("actions" in group) || group.actions.length > 0);
};

const shown = (entries: Entry[]): SpotlightActionData[] => entries.filter(({ when }) => when).map(({ when: _, ...action }) => action);

/** Ctrl/Cmd-K: every main action and every known conversation by its name. */
export function Commands() {
  const { t } = useTranslation();
  const verbs = useVerbs();
  const places = usePlaces();
  const [opened, { open, close }] = useDisclosure(false);
  const conversations = useConversations(opened);
  const [query, setQuery] = useState("");
  const found = useFoundEntries(opened ? query : "");
  return (
    <Spotlight
      shortcut="mod + K"
      attributes={{ content: { "aria-label": t("keys.commands") } }}
      onSpotlightOpen={open}
      onSpotlightClose={close}
      tagsToIgnore={[]}
      query={query}
      onQueryChange={setQuery}
      filter={fitting}
      // Who types on at once shall be heard from the first letter.
      transitionProps={{ duration: 0 }}
      maxHeight={420}
      scrollable
      highlightQuery
      styles={{ actionDescription: { opacity: 1 } }}
      nothingFound={t("commands.nothing")}
      searchProps={{ placeholder: t("commands.search"), leftSection: <Search size={18} />, "aria-label": t("commands.search") }}
      actions={[
        { group: t("commands.here"), actions: shown(verbs) },
        { group: t("commands.go"), actions: shown(places) },
        { group: t("list.name"), actions: shown(conversations) },
        { group: t("find.found"), actions: found },
      ]}
    />
  );
}
