import { useTranslation } from "react-i18next";
import { clockTime, dayOf, fullTime, type Reader, weekdayOf } from "../../i18n/time";
import type { Coverage, RosterRow } from "../../state/roster";
import { useDesk } from "../../state/use";
import { useNow } from "../../ui/now";
import { languageName } from "../../ui/say";
import classes from "./chart.module.css";
import { HOUR, nights, type Range, rangeOf, stretchesOf } from "./stretches";

const within = ({ start, end }: Range) => {
  const percent = (at: number) => `${((Math.min(end, Math.max(start, at)) - start) / (end - start)) * 100}%`;
  return {
    at: percent,
    style: (part: Range) => ({ insetInlineStart: percent(part.start), insetInlineEnd: `calc(100% - ${percent(part.end)})` }),
  };
};

type Scale = ReturnType<typeof within>;

/** Hours along the top: enough of them to read, the day where it begins. */
function Axis({ coverage, scale, reader }: { coverage: Coverage; scale: Scale; reader: Reader }) {
  const step = coverage.hours.length > 48 ? 12 : 3;
  const marks = coverage.hours.flatMap(({ at }, index) => {
    const hour = Number(clockTime(at, { locale: "en-GB", timeZone: reader.timeZone }).slice(0, 2));
    const midnight = index === 0 || dayOf(at, reader.timeZone) !== dayOf(at - HOUR, reader.timeZone);
    return midnight || hour % step === 0 ? [{ at, midnight }] : [];
  });
  return (
    <div className={classes.axis}>
      {marks.map(({ at, midnight }) => (
        <span key={at} data-midnight={midnight || undefined} style={{ insetInlineStart: scale.at(at) }}>
          {midnight ? weekdayOf(at, reader) : clockTime(at, reader)}
        </span>
      ))}
    </div>
  );
}

function LanguageRow({ coverage, language, scale }: { coverage: Coverage; language: string; scale: Scale }) {
  return (
    <div className={classes.track} data-kind="language">
      {stretchesOf(coverage, language).map((one) => (
        <span key={one.start} className={classes.stretch} data-count={Math.min(3, one.people.length)} style={scale.style(one)} />
      ))}
      {coverage.handovers
        .filter((one) => one.language === language)
        .map((one) => (
          <span key={one.at} className={classes.handover} style={{ insetInlineStart: scale.at(one.at) }} />
        ))}
    </div>
  );
}

function PersonLine({ row, start, scale, unplanned }: { row: RosterRow; start: number; scale: Scale; unplanned: boolean }) {
  const { t } = useTranslation("staffing");
  return (
    <div className={classes.track} data-kind="person">
      {nights(row.local, start).map((night) => (
        <span key={night.start} className={classes.night} style={scale.style(night)} />
      ))}
      {row.windows.map(([from, to]) => (
        <span key={from} className={classes.window} style={scale.style({ start: from, end: to })} />
      ))}
      {unplanned ? <span className={classes.unplanned}>{t("coverage.unplanned")}</span> : null}
    </div>
  );
}

function NowLine({ range, scale, reader }: { range: Range; scale: Scale; reader: Reader }) {
  const { t } = useTranslation("staffing");
  const now = useNow(30_000) + useDesk((desk) => desk.skew);
  if (now < range.start || now > range.end) return null;
  return <span className={classes.now} title={`${t("coverage.now")} ${fullTime(now, reader)}`} style={{ insetInlineStart: scale.at(now) }} />;
}

interface ChartProps {
  readonly coverage: Coverage;
  readonly reader: Reader;
}

/** The picture: languages above, people below. Those who do not see it have the table. */
export function Chart({ coverage, reader }: ChartProps) {
  const range = rangeOf(coverage);
  const scale = within(range);
  const width = coverage.hours.length > 48 ? 1500 : 640;
  return (
    <div className={classes.scroll} aria-hidden>
      <div className={classes.chart} style={{ minWidth: width }}>
        <span className={classes.label} />
        <Axis coverage={coverage} scale={scale} reader={reader} />
        {coverage.languages.map((language) => (
          <div key={language} className={classes.row}>
            <span className={classes.label}>{languageName(language, reader.locale) || language}</span>
            <LanguageRow coverage={coverage} language={language} scale={scale} />
          </div>
        ))}
        <span className={classes.gap} />
        {coverage.people.map((row) => (
          <div key={row.agentId} className={classes.row}>
            <span className={classes.label} dir="auto">{row.name}</span>
            <PersonLine row={row} start={range.start} scale={scale} unplanned={coverage.unplanned.includes(row.agentId)} />
          </div>
        ))}
        <div className={classes.overlay}>
          <NowLine range={range} scale={scale} reader={reader} />
        </div>
      </div>
    </div>
  );
}
