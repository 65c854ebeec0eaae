import { Badge, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PackCard } from "../../state/packs";
import classes from "./packs.module.css";

/** One pack: what it is about, in which state it is, where it comes from. */
export function PackRow({ pack, children }: { pack: PackCard; children?: ReactNode }) {
  const { t } = useTranslation("packs");
  return (
    <li className={classes.pack}>
      <div className={classes.grow}>
        <Text size="sm" fw={600} span dir="auto">{pack.title}</Text>{" "}
        <code className={classes.code} dir="ltr">{pack.name}@{pack.version}</code>{" "}
        {pack.stale ? <Badge size="sm" color="orange" variant="light" tt="none">{t("list.stale")}</Badge> : null}{" "}
        {pack.time === "now" ? null : <Badge size="sm" color={pack.time === "early" ? "blue" : "red"} variant="light" tt="none">{t(`list.${pack.time}`, { day: pack.time === "early" ? pack.validFrom : pack.validUntil })}</Badge>}
        <Text size="xs" c="dimmed" dir="auto">{pack.source}</Text>
        <Text size="xs" c="dimmed">
          {t("list.dates", { asOf: pack.asOf, review: pack.reviewAfter })}
          {pack.rules.length > 0 ? ` · ${t("list.rules", { n: pack.rules.length })}` : ""}
        </Text>
      </div>
      {children}
    </li>
  );
}

const KINDS = ["rules", "platform", "market"] as const;

/** The house's packs by what they are, those that somebody should look at first. */
export function HousePacks({ packs }: { packs: readonly PackCard[] }) {
  const { t } = useTranslation("packs");
  return KINDS.map((kind) => {
    const found = packs.filter((pack) => !pack.own && pack.kind === kind).toSorted((a, b) => Number(b.stale) - Number(a.stale));
    return (
      <details key={kind} className={classes.kind} open={found.some((pack) => pack.stale) || undefined}>
        <summary>{t(`list.${kind}`, { n: found.length })}</summary>
        <ul className={classes.list}>{found.map((pack) => <PackRow key={pack.name} pack={pack} />)}</ul>
      </details>
    );
  });
}
