import type { Finding } from "@wire";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../state/door";

type Words = Readonly<Record<string, string>>;

/** What the rules say, by language; asked for once, and again after it could not be had. */
const known = new Map<string, Promise<Words>>();

async function ask(language: string): Promise<Words> {
  try {
    return (await call<{ items: Words }>(`/v1/agent/rule-words?language=${encodeURIComponent(language)}`)).items;
  } catch {
    known.delete(language);
    return {};
  }
}

/** Why a rule spoke, in the words of whoever reads it now: a finding itself speaks its author's language. */
export function useRuleWords(): (finding: Pick<Finding, "message" | "rule">) => string {
  const { language } = useTranslation().i18n;
  const [words, setWords] = useState<Words>({});
  useEffect(() => {
    let shown = true;
    const asked = known.get(language) ?? ask(language);
    known.set(language, asked);
    void asked.then((found) => {
      if (shown) setWords(found);
    });
    return () => {
      shown = false;
    };
  }, [language]);
  return ({ rule, message }) => words[rule] ?? message;
}
