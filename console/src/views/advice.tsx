import { ActionIcon, Button, Kbd, Text } from "@mantine/core";
import { ACTIONS, type Finding, type Summary } from "@wire";
import { Languages, ShieldAlert, ShieldX, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Prose } from "../ui/marked";
import { rewritten } from "../ui/pieces";
import { languageName } from "../ui/say";
import classes from "./advice.module.css";
import type { Letter } from "./letter";

const ICONS = { block: ShieldX, require: ShieldX, hold: ShieldAlert } as const;

function FindingLine({ finding, letter, first }: { finding: Finding; letter: Letter; first: boolean }) {
  const { t } = useTranslation();
  const action = ACTIONS[finding.action];
  const Icon = action in ICONS ? ICONS[action as keyof typeof ICONS] : TriangleAlert;
  return (
    <li className={classes.finding} data-action={action}>
      <Icon size={14} aria-hidden />
      <span>
        <b>{t(`verdict.${action}`)}</b> <span dir="auto">{finding.message}</span>
      </span>
      {finding.rewrite === null ? null : (
        <Button
          size="compact-xs"
          variant="light"
          styles={{ label: { whiteSpace: "normal", textAlign: "start", paddingBlock: 3, lineHeight: 1.35 } }}
          onClick={() => { letter.write(rewritten(letter.draft.text, finding)); }}
          rightSection={first ? <Kbd size="xs">Tab</Kbd> : null}
        >
          {finding.rewrite === "" ? t("advice.remove") : t("advice.rewrite", { text: finding.rewrite })}
        </Button>
      )}
    </li>
  );
}

/** A rule warns: the person decides, knowingly. */
function Confirm({ letter }: { letter: Letter }) {
  const { t } = useTranslation();
  if (!letter.asking) return null;
  return (
    <div className={classes.confirm} role="alertdialog" aria-label={t("advice.confirm")}>
      <Text size="sm" fw={600}>
        {t("advice.confirm")}
      </Text>
      <span className={classes.buttons}>
        <Button size="xs" variant="default" onClick={letter.think}>
          {t("action.edit")}
        </Button>
        <Button size="xs" color="orange.8" data-autofocus rightSection={<Kbd size="xs">Ctrl ⏎</Kbd>} onClick={() => { letter.send(true); }}>
          {t("action.anyway")}
        </Button>
      </span>
    </div>
  );
}

function Preview({ line, letter }: { line: Summary; letter: Letter }) {
  const { t, i18n } = useTranslation();
  const { preview, draft } = letter;
  if (draft.language !== "") {
    return (
      <div className={classes.preview}>
        <Languages size={13} aria-hidden />
        {t("advice.written", { language: languageName(draft.language, i18n.language) })}
        <ActionIcon size="xs" aria-label={t("advice.forget")} onClick={() => { letter.write(draft.text, { language: "" }); }}>
          <X size={12} />
        </ActionIcon>
      </div>
    );
  }
  if (preview === undefined || preview.text === draft.text) return null;
  return (
    <div className={classes.preview} aria-live="polite">
      <Languages size={13} aria-hidden />
      <span className={classes.label}>{t("bubble.reads", { language: languageName(line.language, i18n.language) })}</span>
      <span dir="auto" lang={preview.language} className={classes.text}>
        <Prose text={preview.text} />
      </span>
    </div>
  );
}

/** Under the field: what the rules say, and what the customer will read. */
export function Advice({ line, letter }: { line: Summary; letter: Letter }) {
  const { t } = useTranslation();
  const { findings } = letter.judged;
  const rewritable = findings.findIndex((finding) => finding.rewrite !== null);
  return (
    <div className={classes.advice}>
      <Preview line={line} letter={letter} />
      {findings.length === 0 ? null : (
        <ul className={classes.findings} aria-label={t("advice.name")} aria-live="polite">
          {findings.map((finding, index) => (
            <FindingLine key={`${finding.rule}-${finding.start}`} finding={finding} letter={letter} first={index === rewritable} />
          ))}
        </ul>
      )}
      <Confirm letter={letter} />
    </div>
  );
}
