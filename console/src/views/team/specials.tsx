import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { dayOf } from "../../i18n/time";
import { type Fault, isAt } from "../../state/fault";
import type { Hours, Span, Special } from "../../state/roster";
import { countryChoices } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { inPlace } from "./fields";
import classes from "./specials.module.css";
import { Times } from "./shift";

interface HoursProps {
  readonly hours: Hours;
  readonly change: (part: Partial<Hours>) => void;
  readonly fault: Fault | null;
}

interface SpecialProps {
  readonly special: Special;
  readonly path: string;
  readonly fault: Fault | null;
  readonly put: (next: Special | null) => void;
}

function Spans({ special, path, fault, put }: SpecialProps) {
  const { t } = useTranslation("staffing");
  const { spans } = special;
  const write = (next: readonly Span[]) => { put({ ...special, spans: next }); };
  const last = spans.at(-1);
  const next = last !== undefined && last.end > last.start && last.end <= 1320 ? { start: last.end, end: last.end + 60 } : { start: 540, end: 780 };
  return (
    <Group gap="xs" align="flex-end">
      {spans.length === 0 ? <Text size="sm" pb={6}>{t("special.off")}</Text> : null}
      {spans.map((span, index) => (
        <Group key={index} gap={4} wrap="nowrap" align="flex-end">
          <Times span={span} error={isAt(fault, `${path}.spans.${index}`)} change={(one) => { write(spans.with(index, one)); }} />
          <ActionIcon aria-label={t("week.remove")} mb={3} onClick={() => { write(spans.toSpliced(index, 1)); }}>
            <Trash2 size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button size="compact-sm" variant="subtle" mb={4} onClick={() => { write([...spans, next]); }}>
        {t("special.addHours")}
      </Button>
    </Group>
  );
}

function OneSpecial(props: SpecialProps) {
  const { special, path, fault, put } = props;
  const { t } = useTranslation("staffing");
  const { words, at } = useFaultWords(fault);
  const date = (edge: "first" | "last") => (event: React.ChangeEvent<HTMLInputElement>) => {
    const value = event.currentTarget.value;
    const last = edge === "first" && special.last < value ? value : special.last;
    put({ ...special, last, [edge]: value });
  };
  return (
    <div className={classes.special} role="group" aria-label={special.note || special.first}>
      <Group gap="xs" align="flex-end">
        <TextInput type="date" size="xs" label={t("special.first")} value={special.first} error={at(`${path}.first`) !== null} onChange={date("first")} />
        <TextInput type="date" size="xs" label={t("special.last")} value={special.last} error={at(`${path}.last`) !== null} onChange={date("last")} />
        <TextInput
          size="xs"
          dir="auto"
          maxLength={100}
          className={classes.note}
          label={t("special.note")}
          value={special.note}
          onChange={(event) => { put({ ...special, note: event.currentTarget.value }); }}
        />
        <ActionIcon size="lg" color="red" aria-label={t("special.remove")} onClick={() => { put(null); }}>
          <Trash2 size={16} />
        </ActionIcon>
      </Group>
      <Spans {...props} />
      {isAt(fault, path) ? (
        <Text size="sm" c="red.8" role="alert">
          {words}
        </Text>
      ) : null}
    </div>
  );
}

/** Days that differ from the week, and the public holidays of where somebody lives. */
export function Specials({ hours, change, fault }: HoursProps) {
  const { t } = useTranslation("staffing");
  const { specials } = hours;
  const today = dayOf(Date.now(), "UTC");
  const add = () => { change({ specials: [...specials, { first: today, last: today, spans: [], note: "" }] }); };
  return (
    <Stack gap="sm" align="flex-start">
      {specials.map((special, index) => (
        <OneSpecial
          key={index}
          special={special}
          path={`hours.specials.${index}`}
          fault={fault}
          put={(next) => { change({ specials: next === null ? specials.toSpliced(index, 1) : specials.with(index, next) }); }}
        />
      ))}
      <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={add}>
        {t("special.add")}
      </Button>
      <Holidays hours={hours} change={change} fault={fault} />
    </Stack>
  );
}

function Holidays({ hours, change, fault }: HoursProps) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const [country = "", part = ""] = hours.holidays.split("-");
  const put = (land: string, piece: string) => {
    const clean = piece.trim().toUpperCase();
    change({ holidays: land === "" || clean === "" ? land : `${land}-${clean}` });
  };
  return (
    <Group gap="xs" align="flex-start">
      <Select
        searchable
        clearable
        {...inPlace}
        limit={40}
        label={t("special.holidays")}
        placeholder={t("special.none")}
        data={countryChoices(i18n.language)}
        value={country === "" ? null : country}
        error={at("hours.holidays")}
        onChange={(value) => { put(value ?? "", ""); }}
      />
      {country === "" ? null : (
        <TextInput
          label={t("special.part")}
          placeholder="BY"
          maxLength={3}
          w={130}
          value={part}
          onChange={(event) => { put(country, event.currentTarget.value); }}
        />
      )}
    </Group>
  );
}
