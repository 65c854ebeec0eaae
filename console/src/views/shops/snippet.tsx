import { Anchor, Button, Code, CopyButton, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { sampleOf, type ShopCard, snippetOf } from "../../state/shops";
import { Section } from "../../ui/page";
import classes from "./shops.module.css";

/** The line for the shop's pages, and a page to try it on. */
export function Snippet({ shop }: { shop: ShopCard }) {
  const { t } = useTranslation("shops");
  const line = snippetOf(window.location.origin, shop.key);
  return (
    <Section title={t("snippet.title")} about={t("snippet.text")}>
      <Code block dir="ltr" className={classes.line}>{line}</Code>
      <Group mt="sm">
        <CopyButton value={line}>
          {({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{copied ? t("snippet.copied") : t("snippet.copy")}</Button>}
        </CopyButton>
        <Anchor size="sm" href={sampleOf(shop.key)} target="_blank" rel="noopener">{t("snippet.try")}</Anchor>
      </Group>
    </Section>
  );
}
