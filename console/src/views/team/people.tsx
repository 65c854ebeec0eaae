import { Badge, EmptyState, Progress, Text, UnstyledButton } from "@mantine/core";
import { UserRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clockTime, dayTime } from "../../i18n/time";
import { go } from "../../state/place";
import type { AgentCard } from "../../state/roster";
import { useDesk } from "../../state/use";
import { useNow } from "../../ui/now";
import { Person } from "../../ui/person";
import { useRoleName } from "../../ui/role";
import { languageName, say } from "../../ui/say";
import { useReader } from "../line";
import classes from "./people.module.css";
import type { Standing, standings } from "./standing";

function Name({ one }: { one: AgentCard }) {
  const named = useRoleName();
  const now = useNow(30_000);
  const { locale } = useReader();
  return (
    <span className={classes.person}>
      <Person name={one.name} size={34} />
      <span>
        <UnstyledButton className={classes.name} dir="auto" onClick={() => { go({ page: "team", id: one.id }); }}>
          {one.name}
        </UnstyledButton>
        <Text component="span" size="xs" c="dimmed" display="block">
          {named(one.role)} · {clockTime(now, { locale, timeZone: one.timeZone })}
        </Text>
      </span>
    </span>
  );
}

function Available({ one }: { one: AgentCard }) {
  const { t } = useTranslation();
  const away = one.availability === "away" || one.availability === "busy";
  const reason = away && one.awayReason !== "" ? ` · ${say(t, "reason", one.awayReason)}` : "";
  return (
    <span className={classes.available}>
      <span className={classes.dot} data-availability={one.availability} />
      <span dir="auto">
        {t(`availability.${one.availability}`)}
        {reason}
      </span>
    </span>
  );
}

/** Names with the level in words for whoever points at them or listens. */
function Spoken({ one }: { one: AgentCard }) {
  const { t, i18n } = useTranslation("staffing");
  const { t: common } = useTranslation();
  if (one.languages.length === 0) return <Text size="sm" c="dimmed">–</Text>;
  return (
    <ul className={classes.languages}>
      {[...one.languages].sort((a, b) => b.level - a.level).map(({ language, level }) => (
        <li key={language}>
          <Badge variant={level >= 4 ? "light" : "default"} size="md" tt="none" fw={500} title={common(`level.${level as 1 | 2 | 3 | 4 | 5}`)}>
            {languageName(language, i18n.language) || language} <span className={classes.level}>{t(`levelShort.${level as 1 | 2 | 3 | 4 | 5}`)}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Load({ one }: { one: AgentCard }) {
  const { t } = useTranslation();
  const words = `${one.load} / ${one.capacity}`;
  const part = one.capacity === 0 ? 0 : (one.load / one.capacity) * 100;
  return (
    <span className={classes.load}>
      <Progress value={part} color={part >= 100 ? "orange.8" : "wind"} aria-label={`${t("board.load")} ${words}`} />
      <Text size="xs">{words}</Text>
    </span>
  );
}

function OnShift({ standing }: { standing: Standing }) {
  const { t } = useTranslation("staffing");
  const reader = useReader();
  switch (standing.is) {
    case "always":
      return <Text size="sm" c="dimmed">{t("team.always")}</Text>;
    case "on":
      return (
        <Text size="sm">
          <b className={classes.on}>{t("team.on")}</b> {t("team.until", { time: dayTime(standing.until, reader) })}
        </Text>
      );
    case "off":
      return <Text size="sm" c="dimmed">{standing.from === 0 ? t("team.offLong") : t("team.off", { time: dayTime(standing.from, reader) })}</Text>;
    case "unknown":
      return <Text size="sm" c="dimmed">–</Text>;
  }
}

interface PeopleProps {
  readonly people: readonly AgentCard[];
  readonly standing: ReturnType<typeof standings>;
}

/** A table where there is room; on a phone every person is a card. */
export function PeopleTable({ people, standing }: PeopleProps) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const now = useNow(30_000) + useDesk((desk) => desk.skew);
  if (people.length === 0) return <EmptyState mt="xl" icon={<UserRound />} title={t("team.nobody")} />;
  const heads = [common("board.person"), common("availability.title"), common("board.languages"), common("board.load"), t("team.shift")] as const;
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map((one) => (
            <tr key={one.id} data-active={one.active}>
              <th scope="row"><Name one={one} /></th>
              <td data-label={heads[1]}><Available one={one} /></td>
              <td data-label={heads[2]}><Spoken one={one} /></td>
              <td data-label={heads[3]}><Load one={one} /></td>
              <td data-label={heads[4]}><OnShift standing={standing(one.id, now)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
