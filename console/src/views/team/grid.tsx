import { ActionIcon, Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { inHours, minuteTime, weekday } from "../../i18n/time";
import { type Fault, numberAt } from "../../state/fault";
import type { Shift } from "../../state/roster";
import { dragShift, drawShift } from "./drag";
import classes from "./grid.module.css";
import { ChosenShift } from "./shift";
import { copied, DAY, fresh, KEY_STEP, minutesAWeek, moved, overlapping, type Segment, segments, stretched } from "./week";

const percent = (minute: number): string => `${(minute / DAY) * 100}%`;

interface WeekProps {
  readonly shifts: readonly Shift[];
  readonly change: (shifts: readonly Shift[]) => void;
  readonly fault: Fault | null;
}

interface Editing extends WeekProps {
  readonly chosen: number;
  readonly wrong: ReadonlySet<number>;
  readonly help: string;
  readonly choose: (index: number) => void;
}

/** `Monday, 22:00 to 06:00 (next day)`. */
export function useShiftWords(): (shift: Shift) => string {
  const { t, i18n } = useTranslation("staffing");
  return (shift) => {
    const parts = { from: minuteTime(shift.start, i18n.language), to: minuteTime(shift.end, i18n.language) };
    const words = shift.end < shift.start ? t("week.overnight", parts) : t("week.span", parts);
    return `${weekday(shift.day, i18n.language)}, ${words}`;
  };
}

/** What a key does to a shift; null when it is none of its keys. */
function keyed(event: KeyboardEvent<HTMLElement>, shift: Shift): Shift | null {
  const forward = getComputedStyle(event.currentTarget).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowRight": {
      const by = event.key === forward ? KEY_STEP : -KEY_STEP;
      return event.shiftKey ? stretched(shift, by) : moved(shift, by);
    }
    case "ArrowUp":
      return moved(shift, -DAY);
    case "ArrowDown":
      return moved(shift, DAY);
    default:
      return null;
  }
}

function Bar({ part, week }: { part: Segment; week: Editing }) {
  const words = useShiftWords();
  const { i18n } = useTranslation("staffing");
  const { shifts, change, choose, chosen, wrong, help } = week;
  const shift = shifts[part.index];
  if (shift === undefined) return null;
  const style = { insetInlineStart: percent(part.from), width: percent(part.to - part.from) };
  const press = (event: React.PointerEvent<HTMLElement>) => { dragShift(event, part.index, week); };
  const fault = wrong.has(part.index) || undefined;
  if (!part.head) {
    return (
      <span className={classes.rest} style={style} data-fault={fault} aria-hidden onPointerDown={press}>
        {minuteTime(0, i18n.language)} – {minuteTime(part.to, i18n.language)}
        <span className={classes.edge} data-edge="end" />
      </span>
    );
  }
  const type = (event: KeyboardEvent<HTMLElement>) => {
    const next = keyed(event, shift);
    if (next !== null) change(shifts.with(part.index, next));
    else if (event.key === "Delete" || event.key === "Backspace") change(shifts.toSpliced(part.index, 1));
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button"
      className={classes.bar}
      style={style}
      data-bar={part.index}
      data-open={!part.tail || undefined}
      data-fault={fault}
      aria-pressed={chosen === part.index}
      aria-label={words(shift)}
      aria-describedby={help}
      onFocus={() => { choose(part.index); }}
      onPointerDown={press}
      onKeyDown={type}
    >
      <span className={classes.edge} data-edge="start" />
      {minuteTime(part.from, i18n.language)} – {minuteTime(shift.end, i18n.language)}
      {part.tail ? <span className={classes.edge} data-edge="end" /> : null}
    </button>
  );
}

function DayRow({ day, parts, week }: { day: number; parts: readonly Segment[]; week: Editing }) {
  const { t, i18n } = useTranslation("staffing");
  const { shifts, change, choose } = week;
  const name = weekday(day, i18n.language);
  const shift = fresh(shifts, day);
  const add = () => {
    if (shift === null) return;
    change([...shifts, shift]);
    choose(shifts.length);
  };
  return (
    <>
      <Text size="sm" component="span">
        <span aria-hidden>{weekday(day, i18n.language, "short")}</span>
        <VisuallyHidden>{name}</VisuallyHidden>
      </Text>
      <div className={classes.track} role="group" aria-label={name} data-track onPointerDown={(event) => { drawShift(event, day, week); }}>
        {parts.map((part) => (
          <Bar key={`${part.index}-${part.head}`} part={part} week={week} />
        ))}
      </div>
      <ActionIcon size="sm" disabled={shift === null} aria-label={t("week.add", { day: name })} onClick={add}>
        <Plus size={15} />
      </ActionIcon>
    </>
  );
}

function Marks() {
  const { i18n } = useTranslation();
  return (
    <div className={classes.marks} aria-hidden>
      {[0, 6, 12, 18, 24].map((hour) => (
        <span key={hour} style={{ insetInlineStart: percent(hour * 60) }}>
          {minuteTime(hour * 60, i18n.language)}
        </span>
      ))}
    </div>
  );
}

/** After a key moved a shift to another day its bar is a new one; the focus goes with it. */
function useRefocus(shifts: readonly Shift[], chosen: number) {
  const grid = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    if (!inside.current || grid.current?.contains(document.activeElement) === true) return;
    grid.current?.querySelector<HTMLElement>(`[data-bar="${Math.min(chosen, shifts.length - 1)}"]`)?.focus();
  }, [shifts, chosen]);
  return {
    grid,
    onFocus: () => { inside.current = true; },
    onBlur: (event: React.FocusEvent) => { inside.current = event.relatedTarget === null; },
  };
}

/** The week of a person, in their own time: shifts are drawn, dragged, moved by keys, or typed. */
export function Week({ shifts, change, fault }: WeekProps) {
  const { t, i18n } = useTranslation("staffing");
  const help = useId();
  const [chosen, choose] = useState(-1);
  const { grid, ...watch } = useRefocus(shifts, chosen);
  const wrong = useMemo(() => {
    const told = numberAt(fault, "hours.shifts");
    return new Set([...overlapping(shifts), ...(told < 0 ? [] : [told])]);
  }, [shifts, fault]);
  const parts = useMemo(() => segments(shifts), [shifts]);
  const week = { shifts, change, fault, chosen, wrong, help, choose };
  return (
    <div>
      <div className={classes.grid} ref={grid} {...watch}>
        <span />
        <Marks />
        <span />
        {[0, 1, 2, 3, 4, 5, 6].map((day) => (
          <DayRow key={day} day={day} parts={parts.filter((part) => part.day === day)} week={week} />
        ))}
      </div>
      <VisuallyHidden id={help}>{t("week.help")}</VisuallyHidden>
      {wrong.size === 0 ? null : (
        <Text size="sm" c="red.8" mt={6} role="alert">
          {t("fault.shift")}
        </Text>
      )}
      <ChosenShift shifts={shifts} index={chosen} change={change} />
      <Group gap="xs">
        <Button size="compact-sm" variant="default" disabled={!shifts.some((one) => one.day === 0)} onClick={() => { change(copied(shifts, 0, [1, 2, 3, 4])); }}>
          {t("week.copy")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" disabled={shifts.length === 0} onClick={() => { change([]); }}>
          {t("week.clear")}
        </Button>
        <Text size="sm" c="dimmed">
          {shifts.length === 0 ? t("week.always") : t("week.total", { time: inHours(minutesAWeek(shifts) * 60_000, i18n.language) })}
        </Text>
      </Group>
    </div>
  );
}
