import { ActionIcon, Button, Checkbox, Fieldset, Group, Select, Textarea, TextInput } from "@mantine/core";
import type { AnyPiece, FormField } from "@wire";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KindProps } from "./editor";
import { areLabels, isLabel, linesOf } from "./lines";

const MOST = 6;
const TYPES = ["text", "email", "choice"] as const;

interface Row {
  readonly key: number;
  readonly label: string;
  readonly type: NonNullable<FormField["type"]>;
  readonly required: boolean;
  readonly options: string;
}

const blank = (key: number): Row => ({ key, label: "", type: "text", required: false, options: "" });
const fits = ({ label, type, options }: Row) => isLabel(label) && (type !== "choice" || areLabels(linesOf(options), 2, 8));

const fieldOf = ({ label, type, required, options }: Row): AnyPiece => ({
  kind: "field", label: label.trim(), type, required, options: type === "choice" ? linesOf(options) : [],
});

interface RowFormProps {
  readonly row: Row;
  readonly number: number;
  readonly change: (part: Partial<Row>) => void;
  readonly remove: (() => void) | null;
}

function RowForm({ row, number, change, remove }: RowFormProps) {
  const { t } = useTranslation();
  const wrong = row.options !== "" && !fits({ ...row, label: "-" }) && t("enclose.wrong");
  return (
    <Fieldset p="xs" legend={String(number)}>
      <Group align="end" gap="xs">
        <TextInput flex="1 1 11rem" autoFocus={number > 1} data-autofocus={number === 1 || undefined} label={t("enclose.label")} dir="auto" maxLength={80} required value={row.label} onChange={(event) => { change({ label: event.currentTarget.value }); }} />
        <Select flex="1 1 8rem" label={t("enclose.type")} allowDeselect={false} data={TYPES.map((type) => ({ value: type, label: t(`enclose.types.${type}`) }))} value={row.type} onChange={(type) => { if (type !== null) change({ type }); }} />
        {remove === null ? null : <ActionIcon size="lg" aria-label={t("enclose.remove", { name: row.label || String(number) })} onClick={remove}><X size={15} /></ActionIcon>}
      </Group>
      {row.type === "choice" ? <Textarea mt="xs" label={t("enclose.options")} dir="auto" autosize minRows={2} value={row.options} error={wrong} onChange={(event) => { change({ options: event.currentTarget.value }); }} /> : null}
      <Checkbox mt="xs" label={t("enclose.required")} checked={row.required} onChange={(event) => { change({ required: event.currentTarget.checked }); }} />
    </Fieldset>
  );
}

/** A few questions the shopper answers in the chat, in one message. */
export function FormForm({ made }: KindProps) {
  const { t } = useTranslation();
  const [rows, setRows] = useState<readonly Row[]>([blank(0)]);
  const put = (next: readonly Row[]) => {
    setRows(next);
    made(next.every(fits) ? next.map(fieldOf) : null);
  };
  return (
    <>
      {rows.map((row, n) => (
        <RowForm
          key={row.key}
          row={row}
          number={n + 1}
          change={(part) => { put(rows.map((one) => (one === row ? { ...one, ...part } : one))); }}
          remove={rows.length > 1 ? () => { put(rows.filter((one) => one !== row)); } : null}
        />
      ))}
      <Button variant="light" leftSection={<Plus size={14} />} disabled={rows.length >= MOST} onClick={() => { put([...rows, blank((rows.at(-1)?.key ?? 0) + 1)]); }}>
        {t("enclose.another")}
      </Button>
    </>
  );
}
