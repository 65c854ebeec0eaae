import { Textarea, TextInput } from "@mantine/core";
import type { AnyPiece } from "@wire";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KindProps } from "./editor";
import { areLabels, isAmount, isCurrency, isLabel, isLink, linesOf, priceOf, saidOf } from "./lines";
import { Money } from "./money";

const BLANK = { number: "", status: "", items: "", amount: "", currency: "EUR", link: "" };

function orderOf({ number, status, items, amount, currency, link }: typeof BLANK): AnyPiece[] | null {
  const all = linesOf(items);
  if (!isLabel(number) || !isLabel(status) || !areLabels(all, 0, 10) || !isAmount(amount) || !isCurrency(currency) || !isLink(link)) return null;
  return [{ kind: "order", number: number.trim(), status: status.trim(), items: all, price: priceOf(amount, currency), link: saidOf(link) }];
}

/** An order: how far it is, what is in it, where its parcel can be followed. */
export function OrderForm({ made }: KindProps) {
  const { t } = useTranslation();
  const [order, setOrder] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => {
    const next = { ...order, ...part };
    setOrder(next);
    made(orderOf(next));
  };
  const wrong = !areLabels(linesOf(order.items), 0, 10) && t("enclose.wrong");
  return (
    <>
      <TextInput label={t("enclose.number")} data-autofocus dir="auto" maxLength={80} required value={order.number} onChange={(event) => { change({ number: event.currentTarget.value }); }} />
      <TextInput label={t("enclose.status")} dir="auto" maxLength={80} required value={order.status} onChange={(event) => { change({ status: event.currentTarget.value }); }} />
      <Textarea label={t("enclose.items")} dir="auto" autosize minRows={2} value={order.items} error={wrong} onChange={(event) => { change({ items: event.currentTarget.value }); }} />
      <Money {...order} linkName={t("enclose.track")} change={change} />
    </>
  );
}
