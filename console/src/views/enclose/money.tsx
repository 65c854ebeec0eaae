import { Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isAmount, isCurrency, isLink } from "./lines";

interface MoneyProps {
  readonly amount: string;
  readonly currency: string;
  readonly link: string;
  readonly linkName: string;
  readonly change: (part: { amount?: string; currency?: string; link?: string }) => void;
}

/** What a thing or an order costs, and where it can be looked at. */
export function Money({ amount, currency, link, linkName, change }: MoneyProps) {
  const { t } = useTranslation();
  const odd = (right: boolean) => !right && t("enclose.wrong");
  return (
    <>
      <Group grow align="start">
        <TextInput label={t("enclose.amount")} placeholder="19.90" inputMode="decimal" value={amount} error={odd(isAmount(amount))} onChange={(event) => { change({ amount: event.currentTarget.value.trim() }); }} />
        <TextInput label={t("enclose.currency")} placeholder="EUR" maxLength={3} value={currency} error={odd(amount === "" || isCurrency(currency))} onChange={(event) => { change({ currency: event.currentTarget.value.toUpperCase() }); }} />
      </Group>
      <TextInput label={linkName} type="url" dir="ltr" placeholder="https://" value={link} error={odd(isLink(link))} onChange={(event) => { change({ link: event.currentTarget.value.trim() }); }} />
    </>
  );
}
