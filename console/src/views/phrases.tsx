import type { Phrase, Summary } from "@wire";
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useStation } from "../state/use";
import { sameLanguage } from "../ui/say";
import type { Letter } from "./letter";
import { useOffered } from "./offered";
import { choose, type Offering, OfferingList } from "./offering";
import classes from "./phrases.module.css";

/** `/` at the beginning or after a space, and what was typed behind it up to the caret. */
const COMMAND = /(^|\s)\/([^\n/]{0,60})$/u;
const PAUSE_MS = 150;
const NONE: readonly Phrase[] = [];

export interface PhraseBox extends Offering<Phrase> {
  readonly open: boolean;
  /** Nothing was typed behind the slash yet, and nothing is offered by itself. */
  readonly hinting: boolean;
  /** Look at the field after each key: is a phrase being asked for? */
  readonly look: (field: HTMLTextAreaElement) => void;
  /** True when the key was for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly start: () => void;
}

interface Options {
  readonly line: Summary;
  readonly letter: Letter;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The phrases that fit the query; null while none is asked for. The last question wins. */
function useFound(id: string, query: string | null): readonly Phrase[] {
  const { link } = useStation();
  const [items, setItems] = useState<readonly Phrase[]>([]);
  const asked = useRef(0);
  useEffect(() => {
    const number = ++asked.current;
    if (query === null) {
      setItems([]);
      return;
    }
    const timer = setTimeout(() => {
      void link.ask("phrase.search", { conversationId: id, query }).then((answer) => {
        if (number === asked.current) setItems(answer.ok ? answer.items.slice(0, 8) : []);
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [link, id, query]);
  return items;
}

/** Put the caret on the first slot that is still to be filled, else at the end. */
function placeCaret(field: HTMLTextAreaElement | null, text: string): void {
  const slot = /\{[^{}]+\}/u.exec(text);
  const [from, to] = slot === null ? [text.length, text.length] : [slot.index, slot.index + slot[0].length];
  choose(field, from, to);
}

export function usePhrases({ line, letter, field }: Options): PhraseBox {
  const me = useMe();
  const listId = useId();
  const [query, setQuery] = useState<string | null>(null);
  const items = useFound(line.id, query);
  const open = query !== null && items.length > 0;
  const hinting = query === "" && items.length === 0;
  const close = () => {
    setQuery(null);
  };
  const pick = (phrase: Phrase) => {
    const { text } = letter.draft;
    const caret = field.current?.selectionStart ?? text.length;
    const before = text.slice(0, caret).replace(COMMAND, "$1");
    const whole = before.trim() === "" && text.slice(caret).trim() === "";
    // A whole answer goes out in its native wording; inside an own sentence it is translated with the rest.
    const native = whole && !sameLanguage(line.language, me.locale);
    const next = before + (whole ? phrase.sent : phrase.shown) + text.slice(caret);
    letter.write(next, { language: native ? line.language : "" });
    placeCaret(field.current, next);
    close();
  };
  const { active, onKey, begin } = useOffered(open ? items : NONE, { pick, close });
  const look = (target: HTMLTextAreaElement) => {
    const found = letter.draft.note ? null : COMMAND.exec(target.value.slice(0, target.selectionStart));
    setQuery(found?.[2] ?? null);
    begin();
  };
  const start = () => {
    const { text } = letter.draft;
    letter.write(text === "" || /\s$/u.test(text) ? `${text}/` : `${text} /`);
    setQuery("");
    placeCaret(field.current, `${text} /`);
  };
  return { open, hinting, items, active, listId, look, onKey, pick, start };
}

/** Ready sentences: shown in the agent's language, sent in the customer's. */
export function Phrases({ phrases }: { phrases: PhraseBox }) {
  const { t } = useTranslation();
  if (phrases.hinting) {
    return (
      <div className={classes.box} role="status">
        <div className={classes.title}>{t("phrases.hint")}</div>
      </div>
    );
  }
  if (!phrases.open) return null;
  return (
    <OfferingList
      box={phrases}
      title={t("phrases.title")}
      shown={({ shown, sent }) => (
        <>
          <span dir="auto" className={classes.shown}>
            {shown}
          </span>
          {sent === shown ? null : (
            <span dir="auto" className={classes.sent}>
              {sent}
            </span>
          )}
        </>
      )}
    />
  );
}
