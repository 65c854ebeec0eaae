import { Group, NativeSelect, SegmentedControl, Switch, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { coverage as askCoverage } from "../../state/admin";
import type { Coverage } from "../../state/roster";
import { useDesk, useMe } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useNow } from "../../ui/now";
import { Page, Section } from "../../ui/page";
import { Chart } from "./chart";
import chartClasses from "./chart.module.css";
import { HOUR } from "./stretches";
import { CoverageTable, Handovers, Holes, Unplanned } from "./words";

const RANGES = ["24", "168"] as const;
const LEVELS = [1, 2, 3, 4, 5] as const;

interface Looks {
  readonly hours: number;
  readonly level: number;
  readonly zone: string;
}

/** The own zone first, then those of the others with who lives there. */
function useZones(coverage: Coverage | null) {
  const { t } = useTranslation("staffing");
  const me = useMe();
  const others = new Map<string, string[]>();
  for (const { name, timeZone } of coverage?.people ?? []) {
    if (timeZone !== me.timeZone) others.set(timeZone, [...(others.get(timeZone) ?? []), name]);
  }
  const theirs = [...others].map(([value, names]) => ({ value, label: t("coverage.theirZone", { names: names.slice(0, 3).join(", "), zone: value }) }));
  return [{ value: me.timeZone, label: t("coverage.myZone", { zone: me.timeZone }) }, ...theirs];
}

function Controls({ looks, look, coverage }: { looks: Looks; look: (part: Partial<Looks>) => void; coverage: Coverage | null }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const zones = useZones(coverage);
  const levels = LEVELS.map((level) => ({ value: String(level), label: t("coverage.least", { level: common(`level.${level}`) }) }));
  const ranges = RANGES.map((value) => ({ value, label: t(value === "24" ? "coverage.day" : "coverage.week") }));
  return (
    <Group gap="xs" align="flex-end" mb="md">
      <SegmentedControl aria-label={t("coverage.range")} data={ranges} value={String(looks.hours)} onChange={(value) => { look({ hours: Number(value) }); }} />
      <NativeSelect aria-label={t("coverage.level")} data={levels} value={String(looks.level)} onChange={(event) => { look({ level: Number(event.currentTarget.value) }); }} />
      <NativeSelect aria-label={t("coverage.zone")} data={zones} value={looks.zone} onChange={(event) => { look({ zone: event.currentTarget.value }); }} />
    </Group>
  );
}

function Legend() {
  const { t } = useTranslation("staffing");
  return (
    <div className={chartClasses.legend} aria-hidden>
      <span><i className={chartClasses.track} data-kind="language" />{t("legend.nobody")}</span>
      {([1, 2, 3] as const).map((count) => (
        <span key={count}><i><span className={chartClasses.stretch} data-count={count} style={{ insetInline: 0 }} /></i>{t(`legend.${count}`)}</span>
      ))}
      <span><i><span className={chartClasses.night} style={{ insetInline: 0 }} /></i>{t("legend.night")}</span>
      <span><i><span className={chartClasses.handover} style={{ insetInlineStart: 10 }} /></i>{t("legend.handover")}</span>
    </div>
  );
}

/** Hour by hour: which languages are covered, where the sun sets, what is open and who could fill it. */
export default function CoveragePage() {
  const { t, i18n } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const me = useMe();
  const [looks, setLooks] = useState<Looks>({ hours: 24, level: 3, zone: me.timeZone });
  const [table, showTable] = useState(false);
  const skew = useDesk((desk) => desk.skew);
  const start = Math.floor((useNow(60_000) + skew) / HOUR) * HOUR;
  const asked = useAsked(`${start}/${looks.hours}/${looks.level}`, () => askCoverage(start, looks.hours, looks.level));
  const reader = { locale: i18n.language, timeZone: looks.zone };
  return (
    <Page title={common("page.coverage")}>
      <Controls looks={looks} look={(part) => { setLooks({ ...looks, ...part }); }} coverage={asked.value} />
      <Awaited asked={asked}>
        {(coverage) => (
          <>
            <Section title={t("coverage.title")}>
              <Chart coverage={coverage} reader={reader} />
              <Legend />
              <Unplanned coverage={coverage} reader={reader} />
              <Switch mt="md" label={t("coverage.asTable")} checked={table} onChange={(event) => { showTable(event.currentTarget.checked); }} />
              {table ? (
                <CoverageTable coverage={coverage} reader={reader} />
              ) : (
                <VisuallyHidden>
                  <CoverageTable coverage={coverage} reader={reader} />
                </VisuallyHidden>
              )}
            </Section>
            <Section title={t("hole.title")}>
              <Holes coverage={coverage} reader={reader} />
            </Section>
            <Section title={t("handover.title")}>
              <Handovers coverage={coverage} reader={reader} />
            </Section>
          </>
        )}
      </Awaited>
    </Page>
  );
}
