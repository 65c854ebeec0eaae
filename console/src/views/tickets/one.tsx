import { Alert, Anchor, Button, Text, Textarea, UnstyledButton } from "@mantine/core";
import type { Problem, Summary, TicketCard, TicketPage } from "@wire";
import { ArrowLeft } from "lucide-react";
import { type SubmitEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { go, hashOf } from "../../state/place";
import { change, comment, onward, read, type Change } from "../../state/tickets";
import { useHolds, useMe, useStation } from "../../state/use";
import { useAsked, problemOf } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Prose } from "../../ui/marked";
import { Section } from "../../ui/page";
import { say as worded } from "../../ui/say";
import { ChannelIcon } from "../../ui/tags";
import { useReader } from "../line";
import { Fields } from "./fields";
import { History } from "./history";
import { Pressing, StatusBadge, useTitleOf } from "./marks";
import classes from "./tickets.module.css";

/** Why a change was refused, in words of tickets where there are some. */
function Trouble({ problem }: { problem: Problem }) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const known = { version: "stale", closed: "closedOnly", ticketId: "notYours" } as const;
  const key = problem.code === "not_found" ? undefined : known[problem.detail as keyof typeof known];
  return <Alert color="orange" mb="md" role="alert" title={key === undefined ? worded(common, "problem", problem.code) : t(key)} />;
}

function States({ ticket, say }: { ticket: TicketCard; say: (change: Change) => void }) {
  const { t } = useTranslation();
  const leads = useHolds("lead");
  return (
    <div className={classes.states} role="group" aria-label={t("page.tickets")}>
      {onward(ticket.status, leads).map((status) => (
        <Button key={status} size="xs" variant={status === "solved" ? "filled" : "default"} onClick={() => { say({ verb: "ticket.move", status }); }}>
          {t(`ticket.status.${status}`)}
        </Button>
      ))}
    </div>
  );
}

function Comment({ id, done }: { id: string; done: () => void }) {
  const { t } = useTranslation("tickets");
  const { link } = useStation();
  const [text, write] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    comment(link, id, text).then(
      () => {
        write("");
        setProblem(null);
        done();
      },
      (error: unknown) => { setProblem(problemOf(error)); },
    );
  };
  return (
    <form onSubmit={submit}>
      {problem === null ? null : <Trouble problem={problem} />}
      <Textarea
        label={t("comment")} description={t("commentHint")} dir="auto" autosize minRows={2} maxRows={10} maxLength={8000} value={text}
        onChange={(event) => { write(event.currentTarget.value); }}
        onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit(); }}
      />
      <Button type="submit" size="sm" mt="xs" disabled={text.trim() === ""}>{t("say")}</Button>
    </form>
  );
}

function Talk({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const reader = useReader();
  return (
    <li>
      <UnstyledButton className={classes.talk} onClick={() => { go({ page: "desk", id: line.id }); }}>
        <Text component="span" size="xs" c="dimmed" display="block">
          <ChannelIcon channel={line.channel} /> {fullTime(line.lastAt, reader)} · {t(`state.${line.status}`)}
        </Text>
        <Text component="span" size="sm" truncate display="block" dir="auto"><Prose text={line.lastText} /></Text>
      </UnstyledButton>
    </li>
  );
}

function Body({ page, again, say }: { page: TicketPage; again: () => void; say: (change: Change) => void }) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const titleOf = useTitleOf();
  const me = useMe();
  const [answers, leads] = [useHolds("answer"), useHolds("lead")];
  const { ticket, history, conversations } = page;
  const may = answers && (leads || ticket.assigneeId === "" || ticket.assigneeId === me.id);
  return (
    <>
      <h2 className={classes.title}><bdi>#{ticket.number}</bdi> <bdi>{titleOf(ticket)}</bdi></h2>
      <div className={classes.facts}>
        <StatusBadge status={ticket.status} />
        <Pressing ticket={ticket} />
        <span>
          {common(`ticket.kind.${ticket.kind}`)} · <bdi>{ticket.customerName || common("customer.unknown")}</bdi> · {t(ticket.createdBy === "system" ? "byRule" : "byPerson")}
        </span>
      </div>
      {ticket.erasedAt > 0 ? <Alert color="gray" mb="md">{t("erased")}</Alert> : null}
      {may ? <States ticket={ticket} say={say} /> : answers ? <Text size="sm" c="dimmed" mb="md">{t("notYours")}</Text> : null}
      <div className={classes.one}>
        <Section title={t("history")}>
          <History lines={history} />
          {answers && ticket.erasedAt === 0 ? <Comment id={ticket.id} done={again} /> : null}
        </Section>
        <div>
          {may ? <Section title={t("details")}><Fields key={ticket.version} ticket={ticket} say={say} /></Section> : null}
          <Section title={t("conversations")}>
            <ul className={classes.beside}>{conversations.map((line) => <Talk key={line.id} line={line} />)}</ul>
          </Section>
        </div>
      </div>
    </>
  );
}

/** One ticket: how far it is, what became of it, and what can be done. */
export function OneTicket({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const { link } = useStation();
  const asked = useAsked(id, () => read(link, id));
  const [problem, setProblem] = useState<Problem | null>(null);
  const { again, value } = asked;
  useEffect(
    () => link.on("ticket.changed", ({ ticket }) => { if (ticket.id === id) again(); }),
    [link, id, again],
  );
  const say = (what: Change) => {
    if (value === null) return;
    change(link, value.ticket, what).then(
      () => {
        setProblem(null);
        again();
      },
      (error: unknown) => {
        setProblem(problemOf(error));
        again();
      },
    );
  };
  return (
    <>
      <Anchor href={hashOf({ page: "tickets", id: "", side: false })} size="sm" display="inline-flex" mb="sm" style={{ alignItems: "center", gap: 6 }}>
        <ArrowLeft size={15} aria-hidden className={classes.arrow} /> {t("back")}
      </Anchor>
      {problem === null ? null : <Trouble problem={problem} />}
      <Awaited asked={asked}>{(page) => <Body page={page} again={again} say={say} />}</Awaited>
    </>
  );
}
