import { ActionIcon, NativeSelect, Text, TextInput } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { duration, weekday } from "../../i18n/time";
import type { Shift, Span } from "../../state/roster";
import classes from "./grid.module.css";
import { lengthOf, ofField, toField, withEdge } from "./week";

interface TimesProps<S extends Span> {
  readonly span: S;
  readonly change: (span: S) => void;
  readonly error?: boolean;
}

/** From when to when, as typed. A span that would be empty is not taken. */
export function Times<S extends Span>({ span, change, error = false }: TimesProps<S>) {
  const { t } = useTranslation("staffing");
  const type = (edge: "end" | "start") => (event: React.ChangeEvent<HTMLInputElement>) => {
    const minute = ofField(event.currentTarget.value);
    const next = minute === null ? span : withEdge(span, edge, minute);
    if (next.start !== next.end) change(next);
  };
  return (
    <>
      <TextInput type="time" size="xs" label={t("week.from")} value={toField(span.start)} error={error} onChange={type("start")} />
      <TextInput type="time" size="xs" label={t("week.to")} value={toField(span.end)} error={error} onChange={type("end")} />
    </>
  );
}

interface ChosenProps {
  readonly shifts: readonly Shift[];
  readonly index: number;
  readonly change: (shifts: readonly Shift[]) => void;
}

/** The shift that is chosen in the grid, to the minute. */
export function ChosenShift({ shifts, index, change }: ChosenProps) {
  const { t, i18n } = useTranslation("staffing");
  const shift = shifts[index];
  if (shift === undefined) {
    return (
      <div className={classes.chosen}>
        <Text className={classes.said}>{t("week.hint")}</Text>
      </div>
    );
  }
  const put = (next: Shift) => { change(shifts.with(index, next)); };
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ value: String(day), label: weekday(day, i18n.language) }));
  const length = duration(lengthOf(shift) * 60_000, i18n.language, "short");
  return (
    <div className={classes.chosen} role="group" aria-label={t("week.chosen")}>
      <NativeSelect
        size="xs"
        label={t("week.day")}
        data={days}
        value={String(shift.day)}
        onChange={(event) => { put({ ...shift, day: Number(event.currentTarget.value) }); }}
      />
      <Times span={shift} change={put} />
      <ActionIcon size="lg" color="red" aria-label={t("week.remove")} onClick={() => { change(shifts.toSpliced(index, 1)); }}>
        <Trash2 size={16} />
      </ActionIcon>
      <span className={classes.said}>
        {shift.end < shift.start ? `${t("week.nextDay")} · ` : ""}
        {length}
      </span>
    </div>
  );
}
