import { Button, Group, Modal, NativeSelect, PasswordInput, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addEngine, ASKS, changeEngine, type EngineCard, type EngineForm, type EngineKind, KINDS, pairsIn } from "../../state/languages";
import { useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { useReport } from "../../ui/report";

interface FormProps {
  /** Null: a new one. */
  readonly engine: EngineCard | null;
  /** Where a new one stands. */
  readonly position: number;
  readonly close: () => void;
  readonly done: () => void;
}

const blank: EngineForm = { name: "", kind: "libretranslate", url: "", model: "", key: "", pairs: [] };

const formOf = (engine: EngineCard | null): EngineForm =>
  engine === null ? blank : { name: engine.name, kind: engine.kind as EngineKind, url: engine.url, model: engine.model, key: "", pairs: engine.pairs };

/** A key that is set stays unless another one is typed. */
const ready = (form: EngineForm, keyed: boolean): boolean => {
  const asks = ASKS[form.kind];
  return form.name.trim() !== "" && (!asks.url || form.url !== "") && (!asks.model || form.model !== "") && (asks.key !== "must" || keyed || form.key !== "");
};

function Secret({ form, keyed, put }: { form: EngineForm; keyed: boolean; put: (key: string) => void }) {
  const { t } = useTranslation("staffing");
  const about = { description: keyed ? t("languages.keyed") : t("languages.keyAbout"), autoComplete: "off", dir: "ltr", value: form.key } as const;
  if (form.kind === "google_project") {
    return <Textarea {...about} label={t("languages.account")} rows={4} onChange={(event) => { put(event.currentTarget.value); }} />;
  }
  return <PasswordInput {...about} label={t("languages.key")} onChange={(event) => { put(event.currentTarget.value); }} />;
}

/** An engine is set up, or changed; its kind stays. */
export function EngineEditor({ engine, position, close, done }: FormProps) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const { session } = useStation();
  const report = useReport();
  const [form, setForm] = useState(() => formOf(engine));
  const [pairs, setPairs] = useState(form.pairs.join(", "));
  const put = (part: Partial<EngineForm>) => { setForm({ ...form, ...part }); };
  const asks = ASKS[form.kind];
  const save = async () => {
    const { kind, key, ...rest } = { ...form, pairs: pairsIn(pairs) };
    const change = { name: rest.name, pairs: rest.pairs, ...(asks.url ? { url: rest.url } : {}), ...(asks.model ? { model: rest.model } : {}), ...(key === "" ? {} : { key }) };
    const work = engine === null ? addEngine({ ...rest, kind, key }, position, session.csrf) : changeEngine(engine.id, change, session.csrf);
    if (await report(work.then(() => null, problemOf))) done();
  };
  return (
    <Modal opened onClose={close} title={engine === null ? t("languages.addEngine") : engine.name}>
      <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Stack gap="sm">
          <NativeSelect
            label={t("languages.kind")}
            disabled={engine !== null}
            data={KINDS.map((value) => ({ value, label: t(`languages.kinds.${value}`) }))}
            value={form.kind}
            onChange={(event) => { setForm({ ...blank, name: form.name, kind: event.currentTarget.value as EngineKind }); }}
          />
          <TextInput data-autofocus label={t("languages.engineName")} dir="auto" maxLength={80} value={form.name} onChange={(event) => { put({ name: event.currentTarget.value }); }} />
          {asks.url ? <TextInput label={t("languages.url")} type="url" dir="ltr" placeholder="https://" maxLength={500} value={form.url} onChange={(event) => { put({ url: event.currentTarget.value.trim() }); }} /> : null}
          {asks.model ? <TextInput label={t("languages.model")} dir="ltr" maxLength={100} value={form.model} onChange={(event) => { put({ model: event.currentTarget.value.trim() }); }} /> : null}
          {asks.key === "none" ? null : <Secret form={form} keyed={engine?.keyed ?? false} put={(key) => { put({ key }); }} />}
          <TextInput label={t("languages.onlyPairs")} description={t("languages.onlyPairsAbout")} dir="ltr" placeholder="es-pt, ja-en" value={pairs} onChange={(event) => { setPairs(event.currentTarget.value); }} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{common("action.cancel")}</Button>
            <Button type="submit" disabled={!ready(form, engine?.keyed ?? false)}>{t("languages.save")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
