import { ActionIcon, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Greeting } from "../../state/shops";
import { useDirectory } from "../../state/use";
import { languageChoices } from "../../ui/choices";
import { Section } from "../../ui/page";
import { directionOf } from "../../i18n";
import { languageName } from "../../ui/say";
import type { FieldsProps } from "./fields";
import classes from "./shops.module.css";

/** What the shop says before anything is said, language by language. */
export function Words({ draft, face }: FieldsProps) {
  const { t, i18n } = useTranslation("shops");
  const desk = useDirectory().languages;
  const { words } = draft.front;
  const name = (code: string) => languageName(code, i18n.language) || code;
  const put = (code: string, part: Partial<Greeting>) => { face({ words: { ...words, [code]: { hello: "", away: "", ...words[code], ...part } } }); };
  const remove = (code: string) => { face({ words: Object.fromEntries(Object.entries(words).filter(([each]) => each !== code)) }); };
  return (
    <Section title={t("words.title")} about={t("words.text")}>
      <Stack gap="md">
        {Object.entries(words).map(([code, said]) => (
          <div key={code} className={classes.said} role="group" aria-label={name(code)}>
            <b className={classes.language}>{name(code)}</b>
            <ActionIcon aria-label={t("words.remove", { language: name(code) })} onClick={() => { remove(code); }}>
              <X size={15} />
            </ActionIcon>
            {(["hello", "away"] as const).map((field) => (
              <TextInput
                key={field}
                className={classes.sentence}
                maxLength={300}
                lang={code}
                dir={directionOf(code)}
                label={t(`words.${field}`)}
                value={said[field]}
                onChange={(event) => { put(code, { [field]: event.currentTarget.value }); }}
              />
            ))}
            <TagsInput className={classes.sentence} lang={code} dir={directionOf(code)} label={t("words.topics")} maxTags={8} value={[...(said.topics ?? [])]} onChange={(topics) => { put(code, { topics: topics.map((one) => one.trim().slice(0, 80)).filter(Boolean) }); }} />
          </div>
        ))}
        <Select
          searchable
          maw={280}
          limit={50}
          leftSection={<Plus size={14} />}
          aria-label={t("words.add")}
          placeholder={t("words.add")}
          data={languageChoices(i18n.language, desk).filter(({ value }) => words[value] === undefined)}
          value={null}
          onChange={(code) => { if (code !== null) put(code, {}); }}
        />
      </Stack>
    </Section>
  );
}
