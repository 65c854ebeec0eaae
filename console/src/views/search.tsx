import { CloseButton, EmptyState, Loader, Text, TextInput, UnstyledButton } from "@mantine/core";
import type { Match } from "@wire";
import { Search as Glass, SearchX, StickyNote, UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { VList } from "virtua";
import { clockTime, dayName } from "../i18n/time";
import { useFound } from "../state/found";
import { go } from "../state/place";
import { useStation } from "../state/use";
import { Lit } from "../ui/lit";
import { Person } from "../ui/person";
import { Flag } from "../ui/tags";
import { useReader } from "./line";
import classes from "./search.module.css";

/** Open what was found; its message is scrolled to once the thread is there. */
export function useOpenMatch(): (match: Match) => void {
  const { desk } = useStation();
  return (match) => {
    const { id } = match.conversation;
    desk.setState({ sought: match.seq > 0 ? { id, seq: match.seq } : null });
    go({ page: "desk", id });
  };
}

function Line({ match, query, open }: { match: Match; query: string; open: boolean }) {
  const { t } = useTranslation();
  const reader = useReader();
  const choose = useOpenMatch();
  const { conversation: line } = match;
  return (
    <UnstyledButton className={classes.line} aria-current={open || undefined} onClick={() => { choose(match); }}>
      <Person name={line.customerName} size={30} />
      <span className={classes.words}>
        <span className={classes.head}>
          <bdi className={classes.name}>
            <Lit text={line.customerName || t("customer.unknown")} query={query} />
          </bdi>
          <Flag market={line.market} />
          {match.kind === "note" ? <StickyNote size={13} aria-label={t("composer.note")} /> : null}
          {match.kind === "customer" ? <UserRound size={13} aria-label={t("side.name")} /> : null}
          <span className={classes.when}>
            {dayName(match.at, Date.now(), reader)}, {clockTime(match.at, reader)}
          </span>
        </span>
        <span className={classes.text} dir="auto">
          <Lit text={match.text} query={query} />
        </span>
        <Text component="span" size="xs" c="dimmed">
          {t(`state.${line.status}`)}
          {match.hits > 1 ? ` · ${t("find.hits", { count: match.hits })}` : null}
        </Text>
      </span>
    </UnstyledButton>
  );
}

/** What was found for the words in the field, in the list's place. */
export function FoundLines({ typed, open }: { typed: string; open: string }) {
  const { t } = useTranslation();
  const found = useFound(typed);
  if (found === null) return <Loader size="sm" m="xl" aria-label={t("status.loading")} />;
  if (found.items.length === 0) return <EmptyState icon={<SearchX />} size="sm" mt="xl" title={t("commands.nothing")} />;
  return (
    <VList data={found.items} className={classes.lines} aria-label={t("find.found")}>
      {(match) => <Line key={match.conversation.id} match={match} query={found.query} open={match.conversation.id === open} />}
    </VList>
  );
}

/** The field over the list: messages, notes, translations and people, whatever state their conversation is in. */
export function SearchField({ typed, type }: { typed: string; type: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextInput
      className={classes.field}
      size="sm"
      type="search"
      role="searchbox"
      id="find"
      dir={typed === "" ? undefined : "auto"}
      value={typed}
      placeholder={t("find.field")}
      aria-label={t("find.field")}
      leftSection={<Glass size={15} aria-hidden />}
      rightSection={typed === "" ? null : <CloseButton size="sm" aria-label={t("find.clear")} onClick={() => { type(""); }} />}
      onChange={(event) => { type(event.currentTarget.value); }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && typed !== "") {
          event.stopPropagation();
          type("");
        }
      }}
    />
  );
}
