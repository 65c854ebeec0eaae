import { Alert, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { rules, type RulesPage } from "../../state/packs";
import { go, usePlace } from "../../state/place";
import { type Asked, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page, Section } from "../../ui/page";
import { HousePacks } from "./list";
import { Log } from "./log";
import { Overrides } from "./overrides";
import { OwnPacks } from "./own";

/** What the house brings, what the desk adds and orders otherwise, and what that would have changed. */
function Rules({ page, asked }: { page: RulesPage; asked: Asked<RulesPage> }) {
  const { t } = useTranslation("packs");
  const stale = page.packs.filter((pack) => pack.stale).length;
  return (
    <>
      {stale > 0 ? <Alert color="orange" mb="md" p="xs">{t("list.staleCount", { n: stale })}</Alert> : null}
      <Section title={t("over.title")} about={t("over.text")}><Overrides page={page} asked={asked} /></Section>
      <Section title={t("own.title")} about={t("own.about")}><OwnPacks page={page} asked={asked} /></Section>
      <Section title={t("list.title")} about={t("list.text")}><HousePacks packs={page.packs} /></Section>
    </>
  );
}

/** The rules of this desk, and the log of what they said. */
export default function Packs() {
  const { t } = useTranslation("packs");
  const { t: common } = useTranslation();
  const asked = useAsked("packs", rules);
  const log = usePlace().id === "log";
  return (
    <Page title={common("page.packs")}>
      <Tabs value={log ? "log" : "rules"} mb="md" onChange={(tab) => { go({ page: "packs", id: tab === "log" ? "log" : "" }); }}>
        <Tabs.List>
          <Tabs.Tab value="rules">{t("tab.rules")}</Tabs.Tab>
          <Tabs.Tab value="log">{t("tab.log")}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      <Awaited asked={asked}>{(page) => (log ? <Log page={page} /> : <Rules page={page} asked={asked} />)}</Awaited>
    </Page>
  );
}
