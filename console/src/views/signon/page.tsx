import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { people } from "../../state/admin";
import { settings } from "../../state/signon";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Locked } from "../../ui/locked";
import { Page } from "../../ui/page";
import { Form } from "./form";

const all = async () => {
  const [page, agents] = await Promise.all([settings(), people()]);
  return { page, agents: agents.filter((agent) => agent.active) };
};

/** The provider by which the desk's people sign in. */
export default function SignOnPage() {
  const { t } = useTranslation("signOn");
  const { t: common } = useTranslation();
  const asked = useAsked("sign-on", all);
  return (
    <Page title={common("page.signOn")}>
      <Text size="sm" c="dimmed" mb="md" maw="72ch">{t("set.text")}</Text>
      <Awaited asked={asked}>
        {({ page, agents }) => (
          <Locked needs="roles">
            <Form page={page} agents={agents} again={asked.again} />
          </Locked>
        )}
      </Awaited>
    </Page>
  );
}
