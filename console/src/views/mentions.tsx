import type { Colleague } from "@wire";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeskParts, useMe } from "../state/use";
import { Person } from "../ui/person";
import type { Letter } from "./letter";
import { useOffered } from "./offered";
import { choose, type Offering, OfferingList } from "./offering";
import classes from "./phrases.module.css";

/** `@` at the beginning or after a space or a CJK sign, and what was typed behind it up to the caret. */
const CALL = /(^|[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])@([^\s@]{0,30})$/u;
const MOST = 6;

export interface MentionBox extends Offering<Colleague> {
  readonly open: boolean;
  readonly look: (field: HTMLTextAreaElement) => void;
  readonly onKey: (event: KeyboardEvent) => boolean;
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
    choose(field.current, before.length);
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
    <OfferingList
      box={mentions}
      title={t("mention.title")}
      shown={({ name, availability }) => (
        <>
          <span className={classes.named}>
            <Person name={name} size={20} />
            <bdi>{name}</bdi>
          </span>
          <span className={classes.sent}>{t(`availability.${availability}`)}</span>
        </>
      )}
    />
  );
}
