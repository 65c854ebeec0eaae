import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { rules } from "../../state/packs";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page, Section } from "../../ui/page";
import { HousePacks } from "./list";
import { Overrides } from "./overrides";
import { OwnPacks } from "./own";

/** The rules of this desk: what the house brings, what the desk adds and orders otherwise, and what that would have changed. */
export default function Packs() {
  const { t } = useTranslation("packs");
  const { t: common } = useTranslation();
  const asked = useAsked("packs", rules);
  return (
    <Page title={common("page.packs")}>
      <Awaited asked={asked}>
        {(page) => {
          const stale = page.packs.filter((pack) => pack.stale).length;
          return (
            <>
              {stale > 0 ? <Alert color="orange" mb="md" p="xs">{t("list.staleCount", { n: stale })}</Alert> : null}
              <Section title={t("over.title")} about={t("over.text")}><Overrides page={page} asked={asked} /></Section>
              <Section title={t("own.title")} about={t("own.about")}><OwnPacks page={page} asked={asked} /></Section>
              <Section title={t("list.title")} about={t("list.text")}><HousePacks packs={page.packs} /></Section>
            </>
          );
        }}
      </Awaited>
    </Page>
  );
}
