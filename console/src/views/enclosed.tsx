import type { Finding } from "@wire";
import { ExternalLink } from "lucide-react";
import { useTranslation } from "react-i18next";
import { toldOf, type Line, type Told } from "../state/enclosed";
import type { Bubble } from "../state/thread";
import { Prose } from "../ui/marked";
import classes from "./enclosed.module.css";

interface WordsProps {
  readonly line: Line;
  readonly findings: readonly Finding[];
}

/** `19.90 EUR` as the reader's locale writes it. */
function money(text: string, locale: string): string {
  const [amount, currency = ""] = text.split(" ");
  return /^[A-Z]{3}$/.test(currency) ? new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount)) : text;
}

/** One line, with what the rules said of it. */
function Words({ line, findings }: WordsProps) {
  const { i18n } = useTranslation();
  const { name, text, start } = line;
  if (name === "link" && text.startsWith("http"))
    return (
      <a href={text} target="_blank" rel="noopener noreferrer" dir="ltr">
        <ExternalLink size={12} aria-hidden /> {text}
      </a>
    );
  if (name === "price") return <bdi>{money(text, i18n.language)}</bdi>;
  return <Prose text={text} findings={findings.map((one) => ({ ...one, start: Math.max(0, one.start - start), end: one.end - start })).filter((one) => one.start < one.end)} />;
}

function Piece({ told: { piece, lines }, findings }: { told: Told; findings: readonly Finding[] }) {
  const { t } = useTranslation();
  return (
    <li className={classes.piece} data-kind={piece.kind}>
      {lines.map((line, n) => (
        <span key={n} className={classes.line} data-name={line.name} dir="auto">
          <Words line={line} findings={findings} />
        </span>
      ))}
      {piece.required ? <small>{t("enclose.required")}</small> : null}
    </li>
  );
}

interface EnclosedProps {
  readonly text: string;
  readonly pieces: Bubble["pieces"];
  readonly findings: readonly Finding[];
}

/** A message's words: prose, and below it what stands there as replies to tap, cards, a form or its answers. */
export function Enclosed({ text, pieces = [], findings }: EnclosedProps) {
  const { t } = useTranslation();
  const told = pieces.length > 0 ? toldOf(text, pieces) : null;
  if (told === null) return <Prose text={text} findings={findings} />;
  return (
    <>
      {told.prose === "" ? null : <Prose text={told.prose} findings={findings} />}
      <ul className={classes.pieces} aria-label={t("enclose.name")}>
        {told.pieces.map((one, n) => (
          <Piece key={n} told={one} findings={findings} />
        ))}
      </ul>
    </>
  );
}
