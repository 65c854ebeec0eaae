import { Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KindProps } from "./editor";
import { areLabels, linesOf } from "./lines";

/** Answers the shopper may tap. */
export function RepliesForm({ made }: KindProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const write = (value: string) => {
    setText(value);
    const labels = linesOf(value);
    made(areLabels(labels, 1, 8) ? labels.map((label) => ({ kind: "reply", label })) : null);
  };
  const wrong = text !== "" && !areLabels(linesOf(text), 1, 8);
  return <Textarea label={t("enclose.replies")} data-autofocus autosize minRows={3} dir="auto" value={text} error={wrong && t("enclose.wrong")} onChange={(event) => { write(event.currentTarget.value); }} />;
}
