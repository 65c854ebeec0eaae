import type { Checked } from "@wire";
import { useEffect, useRef, useState } from "react";
import type { Draft } from "../state/drafts";
import { useStation, useWire } from "../state/use";

const PAUSE_MS = 300;
/** Who stops for so long wants to know what the translation says. */
const LONG_PAUSE_MS = 900;
const KNOWN: readonly string[] = ["memory", "phrasebook"];
/** A text that is only a search for a phrase is nothing to judge. */
const ASKS_PHRASE = /^\s*\/[^\n/]*$/u;

/** The answer to `draft.check`, with the text it is about. */
export interface Advice extends Pick<Checked, "action" | "findings" | "language"> {
  readonly text: string;
  readonly pieces?: Draft["pieces"];
  readonly preview: Checked["preview"];
  readonly back?: Checked["back"];
  readonly similar?: Checked["similar"];
}

/** Ask, a moment after the last key, what the rules say and what the customer would read. The last question wins. */
export function useCheck(id: string, { text, note, language, reading, pieces }: Draft) {
  const { link } = useStation();
  const live = useWire().state === "live";
  const [advice, setAdvice] = useState<Advice | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    const number = ++asked.current;
    if (note || !live || (text.trim() === "" && !pieces?.length) || ASKS_PHRASE.test(text)) return;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (back: boolean) => {
      const named = language === "" ? {} : { language };
      const words = reading === null ? {} : { reading };
      const more = pieces?.length ? { pieces } : {};
      const answer = await link.ask("draft.check", { conversationId: id, text, back, ...named, ...words, ...more });
      if (number !== asked.current || !answer.ok) return;
      const { action, findings, preview, similar } = answer;
      setAdvice({ text, pieces, action, findings, language: answer.language, preview, back: answer.back, similar });
      if (back || preview === undefined || KNOWN.includes(preview.engine)) return;
      timer = setTimeout(() => void ask(true), LONG_PAUSE_MS);
    };
    timer = setTimeout(() => void ask(false), PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [link, id, text, note, language, live, reading, pieces]);
  return { advice, setAdvice };
}
