import { Button, NativeSelect, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type TranslationPage, type Tried, tryEngine } from "../../state/languages";
import { useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { languageName } from "../../ui/say";
import classes from "./languages.module.css";

/** A sentence to try an engine with. */
export function Try({ known, tried }: { known: TranslationPage; tried: () => void }) {
  const { t, i18n } = useTranslation("staffing");
  const { session } = useStation();
  const codes = [...new Set(known.pairs.flatMap((pair) => [pair.source, pair.target]))];
  const [ask, setAsk] = useState({ text: "", source: known.pairs[0]?.source ?? "en", target: known.pairs[0]?.target ?? "de", engine: "" });
  const [got, setGot] = useState<Tried | null>(null);
  const [busy, setBusy] = useState(false);
  if (known.engines.length === 0) return null;
  const languages = codes.map((value) => ({ value, label: languageName(value, i18n.language) }));
  const engines = [{ value: "", label: "—" }, ...known.engines.map(({ id, name }) => ({ value: id, label: name }))];
  const put = (part: Partial<typeof ask>) => { setAsk({ ...ask, ...part }); };
  const run = async () => {
    setBusy(true);
    setGot(await tryEngine(ask, session.csrf).catch((error: unknown): Tried => ({ text: "", engine: "", ms: 0, asked: "", why: [problemOf(error).code] })));
    setBusy(false);
    tried();
  };
  return (
    <>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <TextInput className={classes.grow} label={t("languages.tryText")} dir="auto" maxLength={500} value={ask.text} onChange={(event) => { put({ text: event.currentTarget.value }); }} />
        <NativeSelect label={t("languages.tryFrom")} data={languages} value={ask.source} onChange={(event) => { put({ source: event.currentTarget.value }); }} />
        <NativeSelect label={t("languages.tryTo")} data={languages} value={ask.target} onChange={(event) => { put({ target: event.currentTarget.value }); }} />
        <NativeSelect label={t("languages.engines")} data={engines} value={ask.engine} onChange={(event) => { put({ engine: event.currentTarget.value }); }} />
        <Button type="submit" loading={busy} disabled={ask.text.trim() === "" || ask.source === ask.target}>
          {t("languages.tryIt")}
        </Button>
      </form>
      <div role="status">
        {got === null ? null : (
          <Text size="sm" component="div">
            <div dir="auto" className={classes.words}>{got.text}</div>
            <Text size="xs" c="dimmed">
              {got.text === "" ? t("languages.tryBad", { why: got.why.join(", ") }) : t("languages.tryGood", { engine: got.engine, ms: got.ms })}
            </Text>
          </Text>
        )}
      </div>
    </>
  );
}
