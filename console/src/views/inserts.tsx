import type { Summary } from "@wire";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDirectory, useMe } from "../state/use";
import type { Letter } from "./letter";
import { useOffered } from "./offered";
import { choose, type Offering, OfferingList } from "./offering";
import classes from "./phrases.module.css";
import { named } from "./signs";

/** `:` and two letters of a sign's name, or `{{` and what it is called that shall stand there; up to the caret. */
const ASKED = /(?:(?<=^|[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]):(?<sign>[+\-\w]{2,30})|\{\{(?<slot>[^{}\n]{0,30}))$/u;
const MOST = 8;

interface Insert {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

export interface InsertBox extends Offering<Insert> {
  readonly open: boolean;
  readonly title: string;
  readonly look: (field: HTMLTextAreaElement) => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** What is known of the conversation and can stand in a sentence. */
function useSlots(line: Summary): readonly Insert[] {
  const { t } = useTranslation();
  const me = useMe();
  const shop = useDirectory().shops.find(({ id }) => id === line.shopId);
  return [
    { id: "customer", label: t("insert.customer"), text: line.customerName },
    { id: "me", label: t("insert.me"), text: me.name },
    { id: "shop", label: t("insert.shop"), text: shop?.name ?? "" },
    ...Object.entries(line.attributes).map(([label, text]) => ({ id: `fact-${label}`, label, text })),
  ].filter(({ text }) => text !== "");
}

interface Options {
  readonly line: Summary;
  readonly letter: Letter;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** At the field: signs by their names, and what is known, put in as it reads. */
export function useInserts({ line, letter, field }: Options): InsertBox {
  const { t } = useTranslation();
  const listId = useId();
  const slots = useSlots(line);
  const [asked, ask] = useState<{ sign?: string | undefined; slot?: string | undefined } | null>(null);
  const query = asked?.slot?.trim().toLowerCase();
  const found =
    query === undefined
      ? named(asked?.sign ?? " ").map(({ sign, names }) => ({ id: sign, label: `:${names.join(" :")}`, text: sign }))
      : slots.filter(({ label, text }) => `${label} ${text}`.toLowerCase().includes(query));
  const items = asked === null ? [] : found.slice(0, MOST);
  const close = () => { ask(null); };
  const pick = ({ text }: Insert) => {
    const { draft } = letter;
    const caret = field.current?.selectionStart ?? draft.text.length;
    const before = draft.text.slice(0, caret).replace(ASKED, "") + text;
    letter.write(before + draft.text.slice(caret));
    choose(field.current, before.length);
    close();
  };
  const { active, onKey, begin } = useOffered(items, { pick, close });
  const look = (target: HTMLTextAreaElement) => {
    ask(ASKED.exec(target.value.slice(0, target.selectionStart))?.groups ?? null);
    begin();
  };
  return { open: items.length > 0, title: t(query === undefined ? "composer.emoji" : "insert.title"), items, active, listId, look, onKey, pick };
}

export function Inserts({ inserts }: { inserts: InsertBox }) {
  if (!inserts.open) return null;
  return (
    <OfferingList
      box={inserts}
      title={inserts.title}
      shown={({ label, text }) => (
        <>
          <span className={classes.shown}>
            <bdi>{text}</bdi> {label.startsWith(":") ? <bdi dir="ltr">{label}</bdi> : null}
          </span>
          {label.startsWith(":") ? null : <span className={classes.sent}>{label}</span>}
        </>
      )}
    />
  );
}
