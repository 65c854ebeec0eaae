import { Button, Kbd, Text } from "@mantine/core";
import { ACTIONS, type Finding, type Summary } from "@wire";
import { ShieldAlert, ShieldX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { rewritten, told } from "../ui/pieces";
import { useRuleWords } from "../ui/ruleWords";
import { isolated } from "../ui/say";
import classes from "./advice.module.css";
import type { Letter } from "./letter";
import { Preview } from "./wording/preview";

const ICONS = { block: ShieldX, require: ShieldX, hold: ShieldAlert } as const;

interface OfferProps {
  readonly offer: Finding;
  readonly letter: Letter;
  /** Whether Tab takes this one. */
  readonly first: boolean;
}

function Offer({ offer, letter, first }: OfferProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="compact-xs"
      variant="light"
      styles={{ label: { whiteSpace: "normal", textAlign: "start", paddingBlock: 3, lineHeight: 1.35 } }}
      onClick={() => { letter.write(rewritten(letter.draft.text, offer)); }}
      rightSection={first ? <Kbd size="xs">Tab</Kbd> : null}
    >
      {offer.rewrite === "" ? t("advice.remove") : t("advice.rewrite", { text: isolated(offer.rewrite ?? "") })}
    </Button>
  );
}

function FindingLine({ finding, children }: { finding: Finding; children: ReactNode }) {
  const { t } = useTranslation();
  const why = useRuleWords();
  const action = ACTIONS[finding.action];
  const Icon = action in ICONS ? ICONS[action as keyof typeof ICONS] : TriangleAlert;
  return (
    <li className={classes.finding} data-action={action}>
      <Icon size={14} aria-hidden />
      <span>
        <b>{t(`verdict.${action}`)}</b> <span dir="auto">{why(finding)}</span>
      </span>
      {children}
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

/** Under the field: what the rules say, and what the customer will read. */
export function Advice({ line, letter }: { line: Summary; letter: Letter }) {
  const { t } = useTranslation();
  const lines = told(letter.judged.findings);
  const first = letter.judged.findings.find((finding) => finding.rewrite !== null);
  return (
    <>
      <div className={classes.advice}>
        {lines.length === 0 ? null : (
          <ul className={classes.findings} aria-label={t("advice.name")} aria-live="polite">
            {lines.map(({ finding, offers }) => (
              <FindingLine key={`${finding.rule}-${finding.start}`} finding={finding}>
                {offers.map((offer) => (
                  <Offer key={offer.rewrite} offer={offer} letter={letter} first={offer === first} />
                ))}
              </FindingLine>
            ))}
          </ul>
        )}
        <Preview line={line} letter={letter} />
      </div>
      <Confirm letter={letter} />
    </>
  );
}
