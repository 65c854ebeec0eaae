import { Select, TextInput } from "@mantine/core";
import type { AnyPiece } from "@wire";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KindProps } from "./editor";
import { isAmount, isCurrency, isLabel, isLink, priceOf, saidOf } from "./lines";
import { Money } from "./money";

const BLANK = { title: "", text: "", amount: "", currency: "EUR", link: "", picture: "" };

function cardOf({ title, text, amount, currency, link, picture }: typeof BLANK): AnyPiece[] | null {
  if (!isLabel(title) || [...text].length > 200 || !isAmount(amount) || !isCurrency(currency) || !isLink(link)) return null;
  return [{ kind: "card", title: title.trim(), text: saidOf(text), price: priceOf(amount, currency), link: saidOf(link), picture: saidOf(picture) }];
}

/** A thing of the shop; its picture is one of the files beside the text. */
export function CardForm({ files, made }: KindProps) {
  const { t } = useTranslation();
  const [card, setCard] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => {
    const next = { ...card, ...part };
    setCard(next);
    made(cardOf(next));
  };
  const pictures = files.filter(({ mime }) => /^image\/(png|jpeg|gif|webp|avif)$/.test(mime));
  return (
    <>
      <TextInput label={t("enclose.title")} data-autofocus dir="auto" maxLength={80} required value={card.title} onChange={(event) => { change({ title: event.currentTarget.value }); }} />
      <TextInput label={t("enclose.text")} dir="auto" maxLength={200} value={card.text} onChange={(event) => { change({ text: event.currentTarget.value }); }} />
      <Money {...card} linkName={t("enclose.link")} change={change} />
      <Select label={t("enclose.picture")} description={t("enclose.pictureHint")} clearable disabled={pictures.length === 0} data={pictures.map(({ id, name }) => ({ value: id, label: name }))} value={card.picture === "" ? null : card.picture} onChange={(id) => { change({ picture: id ?? "" }); }} />
    </>
  );
}
