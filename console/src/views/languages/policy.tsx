import { ActionIcon, Button, Group, NativeSelect, NumberInput, Stack, Text } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeWords, type TranslationPage, type Voice, type WordPolicy, wordPolicy } from "../../state/languages";
import { useDirectory, useHolds, useStation } from "../../state/use";
import { problemOf, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { countryChoices } from "../../ui/choices";
import { useReport } from "../../ui/report";
import { languageName } from "../../ui/say";
import classes from "./languages.module.css";

interface PartProps {
  readonly policy: WordPolicy;
  readonly may: boolean;
  readonly save: (change: Partial<WordPolicy>) => void;
}

/** A shop and a market to choose from; empty is everywhere. */
export function Places({ at, put, labelled }: { at: { market: string; shopId: string }; put: (part: Partial<{ market: string; shopId: string }>) => void; labelled: boolean }) {
  const { t, i18n } = useTranslation("staffing");
  const shops = useDirectory().shops.map(({ id, name }) => ({ value: id, label: name }));
  const [shop, market] = [t("languages.shop"), t("languages.market")];
  return (
    <>
      <NativeSelect
        {...(labelled ? { label: shop } : { "aria-label": shop })}
        data={[{ value: "", label: t("languages.anyShop") }, ...shops]}
        value={at.shopId}
        onChange={(event) => { put({ shopId: event.currentTarget.value }); }}
      />
      <NativeSelect
        {...(labelled ? { label: market } : { "aria-label": market })}
        data={[{ value: "", label: t("languages.anyMarket") }, ...countryChoices(i18n.language)]}
        value={at.market}
        onChange={(event) => { put({ market: event.currentTarget.value }); }}
      />
    </>
  );
}

function Voices({ policy, may, save }: PartProps) {
  const { t, i18n } = useTranslation("staffing");
  const codes = useDirectory().languages;
  const [voices, setVoices] = useState(policy.voices);
  const put = (index: number, part: Partial<Voice>) => { setVoices(voices.map((voice, place) => (place === index ? { ...voice, ...part } : voice))); };
  const languages = [...new Set([...codes, ...voices.map((voice) => voice.language)])].map((value) => ({ value, label: languageName(value, i18n.language) }));
  const ways = (["formal", "casual"] as const).map((value) => ({ value, label: t(`languages.${value}`) }));
  return (
    <Stack gap={6} align="flex-start">
      {voices.map((voice, index) => (
        <fieldset key={index} disabled={!may} className={classes.plain}>
          <NativeSelect aria-label={t("languages.language")} data={languages} value={voice.language} onChange={(event) => { put(index, { language: event.currentTarget.value }); }} />
          <NativeSelect aria-label={t("languages.formality")} data={ways} value={voice.formality} onChange={(event) => { put(index, { formality: event.currentTarget.value === "casual" ? "casual" : "formal" }); }} />
          <Places at={voice} labelled={false} put={(part) => { put(index, part); }} />
          <ActionIcon aria-label={t("languages.removeVoice")} onClick={() => { setVoices(voices.toSpliced(index, 1)); }}><X size={15} /></ActionIcon>
        </fieldset>
      ))}
      {may ? (
        <Group gap={8}>
          <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={() => { setVoices([...voices, { language: codes[0] ?? "en", formality: "formal", market: "", shopId: "" }]); }}>
            {t("languages.addVoice")}
          </Button>
          {voices === policy.voices ? null : <Button size="compact-sm" onClick={() => { save({ voices }); }}>{t("languages.save")}</Button>}
        </Group>
      ) : null}
    </Stack>
  );
}

function Caps({ policy, may, save, known }: PartProps & { known: TranslationPage | null }) {
  const { t, i18n } = useTranslation("staffing");
  const [caps, setCaps] = useState({ translateDay: policy.translateDay, translateMonth: policy.translateMonth });
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const same = caps.translateDay === policy.translateDay && caps.translateMonth === policy.translateMonth;
  const field = (name: keyof typeof caps, label: string) => (
    <NumberInput label={label} min={0} max={1e12} allowDecimal={false} thousandSeparator=" " disabled={!may} value={caps[name]} onChange={(value) => { if (typeof value === "number") setCaps({ ...caps, [name]: value }); }} />
  );
  return (
    <>
      {known === null ? null : <Text size="sm">{t("languages.spent", { day: count(known.day), month: count(known.month) })}</Text>}
      <div className={classes.row}>
        {field("translateDay", t("languages.capDay"))}
        {field("translateMonth", t("languages.capMonth"))}
        {may ? <Button disabled={same} onClick={() => { save(caps); }}>{t("languages.save")}</Button> : null}
      </div>
      <Text size="xs" c="dimmed">{t("languages.capAbout")}</Text>
    </>
  );
}

/** How customers are addressed, and what engines may cost. */
export function WordRules({ part, known, changed }: { part: "caps" | "voices"; known: TranslationPage | null; changed: () => void }) {
  const { session } = useStation();
  const report = useReport();
  const may = useHolds("setup");
  const asked = useAsked(`words-${part}`, wordPolicy);
  const save = async (change: Partial<WordPolicy>) => {
    const done = await report(changeWords(change, session.csrf).then((now) => { asked.set(now); return null; }, problemOf));
    if (done) changed();
  };
  const props = { may, save: (change: Partial<WordPolicy>) => void save(change) };
  return (
    <Awaited asked={asked}>
      {(policy) => part === "voices"
        ? <Voices key={JSON.stringify(policy.voices)} policy={policy} {...props} />
        : <Caps key={`${policy.translateDay}-${policy.translateMonth}`} policy={policy} known={known} {...props} />}
    </Awaited>
  );
}
