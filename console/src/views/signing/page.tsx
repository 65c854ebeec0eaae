import { Select, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { setSignedOnly, type ShopCard, shops } from "../../state/signing";
import { useHolds, useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page, Section } from "../../ui/page";
import { useTried } from "../../ui/tried";
import { Keys } from "./keys";
import { Samples } from "./sample";

/** Whether the chat is for signed shoppers alone: a setting of the shop. */
function Only({ shop, again }: { shop: ShopCard; again: () => void }) {
  const { t } = useTranslation("signing");
  const { session } = useStation();
  const { busy, run } = useTried();
  const may = useHolds("setup");
  const set = (only: boolean) => {
    void run(async () => {
      await setSignedOnly(shop.id, only, session.csrf);
      again();
    });
  };
  return <Switch label={t("only")} description={t("onlyText")} checked={shop.signedOnly} disabled={busy || !may} onChange={(event) => { set(event.currentTarget.checked); }} />;
}

function Chosen({ all, again }: { all: readonly ShopCard[]; again: () => void }) {
  const { t } = useTranslation("signing");
  const [id, choose] = useState(all[0]?.id ?? "");
  const [kid, setKid] = useState("");
  const shop = all.find((one) => one.id === id);
  if (shop === undefined) return null;
  const select = all.length === 1 ? null : (
    <Select
      label={t("shop")}
      maw={320}
      mb="md"
      allowDeselect={false}
      data={all.map((one) => ({ value: one.id, label: one.name }))}
      value={id}
      onChange={(next) => { choose(next ?? id); }}
    />
  );
  return (
    <>
      {select}
      <Section title={t("keys")}><Keys key={shop.id} shop={shop} newest={setKid} /></Section>
      <Section title={t("sample")}><Samples shop={shop.key} kid={kid} /></Section>
      <Section title={t("only")}><Only shop={shop} again={again} /></Section>
    </>
  );
}

/** How a shop tells the desk who its shopper is. */
export default function Signing() {
  const { t } = useTranslation("signing");
  const { t: common } = useTranslation();
  const asked = useAsked("signing-shops", shops);
  return (
    <Page title={common("page.signing")}>
      <Text size="sm" c="dimmed" mb="md" maw="72ch">{t("text")}</Text>
      <Awaited asked={asked}>{(all) => <Chosen all={all} again={asked.again} />}</Awaited>
    </Page>
  );
}
