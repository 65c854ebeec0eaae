import type { Checked } from "@wire";
import { useEffect, useRef, useState } from "react";
import type { Draft } from "../state/drafts";
import { useStation, useWire } from "../state/use";

const PAUSE_MS = 300;
/** A text that is only a search for a phrase is nothing to judge. */
const ASKS_PHRASE = /^\s*\/[^\n/]*$/u;

/** The answer to `draft.check`, with the text it is about. */
export interface Advice extends Pick<Checked, "action" | "findings" | "language"> {
  readonly text: string;
  readonly preview: Checked["preview"];
}

/** Ask, a moment after the last key, what the rules say and what the customer would read. The last question wins. */
export function useCheck(id: string, { text, note, language }: Draft) {
  const { link } = useStation();
  const live = useWire().state === "live";
  const [advice, setAdvice] = useState<Advice | null>(null);
  const asked = useRef(0);
  useEffect(() => {
    const number = ++asked.current;
    if (note || !live || text.trim() === "" || ASKS_PHRASE.test(text)) return;
    const timer = setTimeout(() => {
      void link
        .ask("draft.check", { conversationId: id, text, ...(language === "" ? {} : { language }) })
        .then((answer) => {
          if (number !== asked.current || !answer.ok) return;
          setAdvice({ text, action: answer.action, findings: answer.findings, language: answer.language, preview: answer.preview });
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [link, id, text, note, language, live]);
  return { advice, setAdvice };
}
