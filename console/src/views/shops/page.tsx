import { Button, Text, UnstyledButton } from "@mantine/core";
import { EmptyState } from "@mantine/core";
import { Plus, Store } from "lucide-react";
import { useTranslation } from "react-i18next";
import { go, usePlace } from "../../state/place";
import { type ShopCard, shops as askShops } from "../../state/shops";
import { useHolds, useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page } from "../../ui/page";
import { marketName, say } from "../../ui/say";
import { Editor } from "./editor";
import classes from "./shops.module.css";

function Line({ shop }: { shop: ShopCard }) {
  const { t, i18n } = useTranslation();
  return (
    <li>
      <UnstyledButton className={classes.shop} onClick={() => { go({ page: "shops", id: shop.id }); }}>
        <svg className={classes.colour} viewBox="0 0 24 24" aria-hidden><circle cx="12" cy="12" r="12" fill={shop.accent} /></svg>
        <span className={classes.names}>
          <b dir="auto">{shop.name}</b>
          <Text component="span" size="xs" c="dimmed" display="block">
            {marketName(shop.market, i18n.language)} · {say(t, "channel", shop.channel) || shop.channel}
          </Text>
        </span>
      </UnstyledButton>
    </li>
  );
}

/** The storefronts of the desk: each has a widget with its own look, words and hours. */
export default function Shops() {
  const { t } = useTranslation("shops");
  const { t: common } = useTranslation();
  const { directory } = useStation();
  const { id } = usePlace();
  const asked = useAsked("shops", askShops);
  const may = useHolds("setup");
  const saved = (told: ShopCard) => {
    const all = asked.value ?? [];
    const next = all.some((one) => one.id === told.id) ? all.map((one) => (one.id === told.id ? told : one)) : [...all, told];
    asked.set(next);
    directory.setState({ shops: next.map(({ id, name, market, channel }) => ({ id, name, market, channel })) });
    if (id === "new") go({ page: "shops", id: told.id });
  };
  const open = asked.value?.find((one) => one.id === id) ?? null;
  if (asked.value !== null && (open !== null || (id === "new" && may))) return <Editor key={id} card={open} saved={saved} />;
  const add = may ? (
    <Button leftSection={<Plus size={16} />} onClick={() => { go({ page: "shops", id: "new" }); }}>
      {t("shops.add")}
    </Button>
  ) : null;
  return (
    <Page title={common("page.shops")} actions={add}>
      <Text size="sm" c="dimmed" mb="md">{t("shops.text")}</Text>
      <Awaited asked={asked}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={<Store />} title={t("shops.none")} />
          ) : (
            <ul className={classes.list}>
              {all.map((shop) => <Line key={shop.id} shop={shop} />)}
            </ul>
          )
        }
      </Awaited>
    </Page>
  );
}
