import { ActionIcon, Button, Group, NativeSelect, Select, Stack, Text } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Spoken } from "../../state/roster";
import { useDirectory } from "../../state/use";
import { languageChoices, withKnown } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { languageName } from "../../ui/say";
import { type FieldsProps, inPlace } from "./fields";

export const LEVELS = [5, 4, 3, 2, 1] as const;

/** The languages somebody answers in, and how well. */
export function Languages({ draft, write, fault }: FieldsProps) {
  const { t, i18n } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const { at } = useFaultWords(fault);
  const desk = useDirectory().languages;
  const { languages } = draft;
  const taken = languages.map((one) => one.language);
  const choices = withKnown(languageChoices(i18n.language, desk), taken);
  const levels = LEVELS.map((level) => ({ value: String(level), label: `${level} · ${common(`level.${level}`)}` }));
  const put = (index: number, part: Partial<Spoken>) => {
    write({ languages: languages.map((one, place) => (place === index ? { ...one, ...part } : one)) });
  };
  const add = () => {
    const language = choices.find((choice) => !taken.includes(choice.value))?.value;
    if (language !== undefined) write({ languages: [...languages, { language, level: 3 }] });
  };
  return (
    <Stack gap="xs" align="flex-start">
      {languages.map(({ language, level }, index) => (
        <Group key={language} gap="xs" wrap="nowrap" role="group" aria-label={languageName(language, i18n.language)}>
          <Select
            searchable
            {...inPlace}
            limit={50}
            allowDeselect={false}
            aria-label={t("person.language")}
            data={choices.filter((choice) => choice.value === language || !taken.includes(choice.value))}
            value={language}
            error={at(`languages.${index}`) !== null}
            onChange={(value) => { if (value !== null) put(index, { language: value }); }}
          />
          <NativeSelect
            aria-label={t("person.level")}
            data={levels}
            value={String(level)}
            onChange={(event) => { put(index, { level: Number(event.currentTarget.value) }); }}
          />
          <ActionIcon aria-label={t("person.forget", { name: languageName(language, i18n.language) })} onClick={() => { write({ languages: languages.toSpliced(index, 1) }); }}>
            <X size={15} />
          </ActionIcon>
        </Group>
      ))}
      {at("languages") === null ? null : <Text size="sm" c="red.8">{at("languages")}</Text>}
      <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={add}>
        {t("person.addLanguage")}
      </Button>
    </Stack>
  );
}
