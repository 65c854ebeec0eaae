import type { TicketLine } from "@wire";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { fullTime, type Reader } from "../../i18n/time";
import { isolated } from "../../ui/say";
import { useReader } from "../line";
import classes from "./tickets.module.css";

type Edited = Extract<TicketLine["body"], { kind: "edited" }>;

/** What was changed, by name and value. */
function changes({ subject, about, priority, due, labels }: Edited, t: TFunction<"tickets">, common: TFunction, reader: Reader): string {
  const parts = [
    subject === undefined ? "" : `${t("subject")} ${isolated(subject)}`,
    about === undefined ? "" : `${t("kind")} ${common(`ticket.kind.${about}`)}`,
    priority === undefined ? "" : `${t("priority")} ${priority}`,
    due === undefined ? "" : due === 0 ? t("noDue") : `${t("due")} ${fullTime(due, reader)}`,
    labels === undefined ? "" : `${t("labels")} ${labels.map(isolated).join(", ") || "–"}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function useWords(): (line: TicketLine) => string {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const reader = useReader();
  return ({ author, body }) => {
    const name = isolated(author.kind === "system" ? common("line.system") : author.name);
    switch (body.kind) {
      case "opened":
        return t("hOpened", { name });
      case "moved":
        return body.cause === "customer" ? t("hAnswered") : t("hMoved", { name, status: common(`ticket.status.${body.status}`) });
      case "assigned":
        if (body.agentId !== "") return t("hAssigned", { name, who: isolated(body.agentName) });
        return body.teamId === "" ? t("hFreed", { name }) : t("hTeam", { name, team: isolated(body.teamName) });
      case "edited":
        return t("hEdited", { name, what: changes(body, t, common, reader) });
      case "linked":
        return body.ref > 0 ? t("hHeard") : t("hLinked", { name });
      case "commented":
        return name;
    }
  };
}

/** All that became of a ticket, the oldest first. */
export function History({ lines }: { lines: readonly TicketLine[] }) {
  const { t } = useTranslation("tickets");
  const reader = useReader();
  const words = useWords();
  return (
    <ol className={classes.history} aria-label={t("history")}>
      {lines.map((line) => (
        <li key={line.version}>
          <span dir="auto">{words(line)}</span> <time dateTime={new Date(line.at).toISOString()}>{fullTime(line.at, reader)}</time>
          {line.body.kind === "commented" && line.body.text !== "" ? <div className={classes.comment} dir="auto">{line.body.text}</div> : null}
        </li>
      ))}
    </ol>
  );
}
