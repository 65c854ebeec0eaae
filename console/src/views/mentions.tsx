import type { Colleague } from "@wire";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeskParts, useMe } from "../state/use";
import { Person } from "../ui/person";
import type { Letter } from "./letter";
import { useOffered } from "./offered";
import classes from "./phrases.module.css";

/** `@` at the beginning or after a space or a CJK sign, and what was typed behind it up to the caret. */
const CALL = /(^|[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])@([^\s@]{0,30})$/u;
const MOST = 6;

export interface MentionBox {
  readonly open: boolean;
  readonly items: readonly Colleague[];
  readonly active: number;
  readonly listId: string;
  readonly look: (field: HTMLTextAreaElement) => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly pick: (person: Colleague) => void;
}

const plain = (text: string): string => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Colleagues whose name, or a part of it, begins so. */
export const called = (people: readonly Colleague[], query: string): Colleague[] =>
  people.filter(({ name }) => [name, ...name.split(/\s+/)].some((part) => plain(part).startsWith(plain(query)))).slice(0, MOST);

/** In a note, `@` offers the colleagues; whoever is chosen is told. */
export function useMentions(letter: Letter, field: RefObject<HTMLTextAreaElement | null>): MentionBox {
  const me = useMe();
  const listId = useId();
  const people = useDeskParts((desk) => Object.values(desk.colleagues).filter((one) => one.id !== me.id));
  const [query, setQuery] = useState<string | null>(null);
  const items = query === null ? [] : called(people, query);
  const open = items.length > 0;
  const close = () => { setQuery(null); };
  const pick = (person: Colleague) => {
    const { text, mentions } = letter.draft;
    const caret = field.current?.selectionStart ?? text.length;
    const before = text.slice(0, caret).replace(CALL, `$1@${person.name} `);
    letter.write(before + text.slice(caret), { mentions: [...new Set([...(mentions ?? []), person.id])] });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
    close();
  };
  const { active, onKey, begin } = useOffered(items, { pick, close });
  const look = (target: HTMLTextAreaElement) => {
    const found = letter.draft.note ? CALL.exec(target.value.slice(0, target.selectionStart)) : null;
    setQuery(found?.[2] ?? null);
    begin();
  };
  return { open, items, active, listId, look, onKey, pick };
}

export function Mentions({ mentions }: { mentions: MentionBox }) {
  const { t } = useTranslation();
  if (!mentions.open) return null;
  return (
    <div className={classes.box}>
      <div className={classes.title}>{t("mention.title")}</div>
      <ul id={mentions.listId} role="listbox" aria-label={t("mention.title")} tabIndex={0} className={classes.list}>
        {mentions.items.map((person, index) => (
          <li
            key={person.id}
            id={`${mentions.listId}-${index}`}
            role="option"
            aria-selected={index === mentions.active}
            className={classes.item}
            onMouseDown={(event) => {
              event.preventDefault();
              mentions.pick(person);
            }}
          >
            <span className={classes.shown}>
              <Person name={person.name} size={20} /> <bdi>{person.name}</bdi>
            </span>
            <span className={classes.sent}>{t(`availability.${person.availability}`)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
