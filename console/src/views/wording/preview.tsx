import { ActionIcon, Button, Checkbox, Textarea } from "@mantine/core";
import type { Summary } from "@wire";
import { Languages, Pencil, Undo2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Prose } from "../../ui/marked";
import { languageName } from "../../ui/say";
import advice from "../advice.module.css";
import type { Letter } from "../letter";
import classes from "./wording.module.css";

interface PreviewProps {
  readonly line: Summary;
  readonly letter: Letter;
}

/** A ready phrase is in the customer's language already. */
function Written({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation();
  const { draft } = letter;
  return (
    <div className={advice.preview}>
      <Languages size={13} aria-hidden />
      {t("advice.written", { language: languageName(draft.language, i18n.language) })}
      <ActionIcon size="xs" aria-label={t("advice.forget")} onClick={() => { letter.write(draft.text, { language: "" }); }}>
        <X size={12} />
      </ActionIcon>
    </div>
  );
}

/** The translation in the author's own words. */
function Own({ line, letter }: PreviewProps) {
  const { t } = useTranslation();
  const { draft } = letter;
  if (draft.reading === null) return null;
  const { language, text } = draft.reading;
  return (
    <div className={classes.own}>
      <Textarea
        autosize
        maxRows={6}
        size="xs"
        dir="auto"
        lang={language}
        aria-label={t("wording.field")}
        value={text}
        onChange={(event) => { letter.write(draft.text, { reading: { language: line.language, text: event.currentTarget.value } }); }}
      />
      <ActionIcon size="sm" aria-label={t("wording.drop")} title={t("wording.drop")} onClick={() => { letter.write(draft.text, { reading: null }); }}>
        <Undo2 size={13} />
      </ActionIcon>
    </div>
  );
}

/** What was sent before in nearly the same words: taken by hand or not at all. */
function Similar({ line, letter }: PreviewProps) {
  const { t } = useTranslation();
  const { similar, draft } = letter;
  if (similar === undefined || draft.reading !== null) return null;
  const take = () => { letter.write(draft.text, { reading: { language: line.language, text: similar.wording } }); };
  return (
    <div className={classes.aside}>
      <span>{t("wording.similar", { score: similar.score })}</span>
      <bdi lang={similar.language}>{similar.wording}</bdi>
      <Button size="compact-xs" variant="subtle" title={similar.text} onClick={take}>
        {t("wording.use")}
      </Button>
    </div>
  );
}

/** What the customer will read, what that says, and the ways to put it better. */
export function Preview({ line, letter }: PreviewProps) {
  const { t, i18n } = useTranslation();
  const { preview, draft, back } = letter;
  if (draft.language !== "") return <Written letter={letter} />;
  if (draft.reading === null && (preview === undefined || preview.text === draft.text)) return <Similar line={line} letter={letter} />;
  const edit = () => {
    if (preview !== undefined) letter.write(draft.text, { reading: { language: preview.language, text: preview.text } });
  };
  return (
    <>
      <div className={advice.preview} aria-live="polite">
        <Languages size={13} aria-hidden />
        <span className={advice.label}>{t("bubble.reads", { language: languageName(line.language, i18n.language) })}</span>
        {draft.reading === null && preview !== undefined ? (
          <>
            <span dir="auto" lang={preview.language} className={advice.text}>
              <Prose text={preview.text} />
            </span>
            <ActionIcon size="xs" aria-label={t("wording.edit")} title={t("wording.edit")} onClick={edit}>
              <Pencil size={12} />
            </ActionIcon>
          </>
        ) : null}
      </div>
      <Own line={line} letter={letter} />
      {back === undefined ? null : (
        <div className={classes.aside}>
          <span>{t("wording.backOf", { language: languageName(back.language, i18n.language) })}</span>
          <bdi lang={back.language}>{back.text}</bdi>
        </div>
      )}
      <Similar line={line} letter={letter} />
      <Checkbox
        size="xs"
        className={classes.original}
        label={t("wording.original")}
        checked={draft.withOriginal}
        onChange={(event) => { letter.write(draft.text, { withOriginal: event.currentTarget.checked }); }}
      />
    </>
  );
}
