import { ActionIcon, Badge, Button, Tooltip } from "@mantine/core";
import type { Summary } from "@wire";
import { ArrowLeft, CircleCheckBig, Hand, PanelRight, RotateCcw, Send } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../state/place";
import { useMe, useStation, useHolds } from "../state/use";
import { useReport } from "../ui/report";
import { isolated } from "../ui/say";
import { Labels } from "../ui/labels";
import { Flag, Pair } from "../ui/tags";
import classes from "./header.module.css";
import { SnoozeMenu } from "./snooze";
import { MacroMenu } from "./macros";
import { TransferDialog } from "./transfer";
import { Viewers } from "./viewing";
import { WordingMenu } from "./wording/menu";

function Status({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const me = useMe();
  const owner = line.assigneeName;
  const mine = line.assigneeId === me.id;
  if (line.status === "assigned" && !mine && owner !== "") {
    return (
      <Badge variant="light" color="gray" size="sm" tt="none">
        {t("thread.with", { name: isolated(owner) })}
      </Badge>
    );
  }
  const colour = { waiting: "orange", offered: "orange", assigned: "wind", snoozed: "violet", closed: "gray" }[line.status];
  return (
    <Badge variant="light" color={colour} size="sm" tt="none">
      {mine && line.status === "assigned" ? t("state.mine") : t(`state.${line.status}`)}
    </Badge>
  );
}

/** What can be done with a conversation now, by whom. */
export function useMay(line: Summary) {
  const me = useMe();
  const [answers, leads] = [useHolds("answer"), useHolds("lead")];
  const mine = line.assigneeId === me.id && line.status !== "closed";
  const open = line.status !== "closed";
  return {
    mine,
    offered: line.status === "offered" && line.assigneeId === me.id,
    claim: answers && open && !mine && (line.status === "waiting" || line.status === "offered" || leads),
    move: answers && open && (mine || leads),
    snooze: open && line.status !== "snoozed" && mine,
    reopen: answers && (line.status === "closed" || (line.status === "snoozed" && mine)),
    write: answers && line.status !== "closed" && (mine || leads),
  };
}

function Verbs({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const may = useMay(line);
  const [transfer, setTransfer] = useState(false);
  return (
    <div className={classes.verbs}>
      {may.claim ? (
        <Button size="xs" leftSection={<Hand size={14} />} onClick={() => void report(act.claim(line.id))}>
          {line.assigneeId === "" ? t("action.claim") : t("action.takeOver")}
        </Button>
      ) : null}
      {may.move ? (
        <Tooltip label={t("action.transfer")}>
          <ActionIcon size="lg" aria-label={t("action.transfer")} onClick={() => { setTransfer(true); }}>
            <Send size={17} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {may.snooze ? <SnoozeMenu line={line} /> : null}
      {may.move ? <MacroMenu line={line} /> : null}
      {may.move ? (
        <Button size="xs" variant="default" leftSection={<CircleCheckBig size={14} />} onClick={() => void report(act.end(line))}>
          {t("action.close")}
        </Button>
      ) : null}
      {may.reopen ? (
        <Button size="xs" variant="light" leftSection={<RotateCcw size={14} />} onClick={() => void report(act.reopen(line.id))}>
          {t("action.reopen")}
        </Button>
      ) : null}
      <TransferDialog line={line} opened={transfer} close={() => { setTransfer(false); }} />
    </div>
  );
}

/** Who this is, how it stands, and the verbs. */
export function ThreadHeader({ line, narrow }: { line: Summary; narrow: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <header className={classes.header}>
      {narrow ? (
        <ActionIcon size="lg" aria-label={t("action.back")} onClick={() => { go({ page: "desk" }); }}>
          <ArrowLeft size={18} className={classes.arrow} />
        </ActionIcon>
      ) : null}
      <div className={classes.who}>
        <h2 className={classes.name}>
          <bdi>{line.customerName || t("customer.unknown")}</bdi>
        </h2>
        <div className={classes.tags}>
          <Flag market={line.market} />
          <Pair theirs={line.language} mine={me.locale} />
          <Status line={line} />
          <Viewers id={line.id} />
          <Labels labels={line.labels} most={4} />
        </div>
      </div>
      <Verbs line={line} />
      <WordingMenu line={line} />
      {narrow ? (
        <ActionIcon size="lg" aria-label={t("side.name")} onClick={() => { go({ page: "desk", id: line.id, side: true }); }}>
          <PanelRight size={17} />
        </ActionIcon>
      ) : null}
    </header>
  );
}
