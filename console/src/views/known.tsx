import { Text } from "@mantine/core";
import { BadgeCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { clockTime, fullTime } from "../i18n/time";
import type { Item, Profile, SignedOrder } from "../state/profile";
import { useReader } from "./line";
import classes from "./side.module.css";
import { Fact, PageLink, Section } from "./pieces";

const SHOWN = 8;
const money = (amount?: string, currency?: string): string => [amount, amount ? currency : ""].filter(Boolean).join(" ");
const joined = (...words: readonly (string | undefined)[]): string => words.filter(Boolean).join(" · ");

function Values({ values }: { values: Readonly<Record<string, string>> }) {
  return Object.entries(values).map(([name, value]) => <Fact key={name} name={name}>{value}</Fact>);
}

function Orders({ orders }: { orders: readonly SignedOrder[] }) {
  const { t } = useTranslation();
  if (orders.length === 0) return null;
  return (
    <Fact name={t("side.orders")}>
      {orders.map((order) => (
        <span key={order.id} className={classes.lines}>
          <bdi>{order.id}</bdi> <Text component="span" size="xs" c="dimmed"><bdi>{joined(money(order.total, order.currency), order.status, order.date)}</bdi></Text>
        </span>
      ))}
    </Fact>
  );
}

/** What the shop itself vouches for. */
function Signed({ signed }: { signed: NonNullable<Profile["signed"]> }) {
  const { t } = useTranslation();
  return (
    <Section title={t("side.signed")}>
      <dl className={classes.facts}>
        <Fact name={t("side.name")}>
          <BadgeCheck size={14} aria-hidden className={classes.proved} /> <bdi>{signed.sub}</bdi>
          <span className={classes.lines}>{joined(signed.name, signed.email)}</span>
        </Fact>
        <Orders orders={signed.orders} />
        <Values values={signed.attributes} />
      </dl>
    </Section>
  );
}

function Items({ items }: { items: readonly Item[] }) {
  return items.map((item, place) => (
    <span key={place} className={classes.lines}>
      {item.quantity === 1 ? "" : `${item.quantity} × `}<PageLink url={item.url} title={item.name} />{" "}
      <Text component="span" size="xs" c="dimmed"><bdi>{joined(item.price, item.sku)}</bdi></Text>
    </span>
  ));
}

function Steps({ seen }: { seen: Profile["seen"] }) {
  const reader = useReader();
  return [...seen].reverse().slice(0, SHOWN).map((step, place) => (
    <span key={place} className={classes.lines}>
      <time title={fullTime(step.at, reader)}>{clockTime(step.at, reader)}</time> <bdi>{step.name}</bdi> <PageLink url={step.url} title={step.title} />{" "}
      <Text component="span" size="xs" c="dimmed"><bdi>{joined(...Object.entries(step.data).map(([name, value]) => `${name}: ${value}`))}</bdi></Text>
    </span>
  ));
}

/** What a page told: anybody could have made it say so, and it is shown as that. */
function Told({ profile: { attributes, cart, order, seen } }: { profile: Profile }) {
  const { t } = useTranslation();
  const none = Object.keys(attributes).length === 0 && cart === null && order === null && seen.length === 0;
  if (none) return null;
  return (
    <Section title={t("side.told")}>
      <dl className={classes.facts}>
        {cart === null ? null : <Fact name={t("side.cart")}><Items items={cart.items} /><span className={classes.lines}>{joined(money(cart.total, cart.currency))}</span></Fact>}
        {order === null ? null : (
          <Fact name={t("side.order")}>
            <PageLink url={order.url} title={order.id} />
            <span className={classes.lines}>{joined(money(order.total, order.currency), order.status, order.date)}</span>
            <Items items={order.items} />
          </Fact>
        )}
        {seen.length === 0 ? null : <Fact name={t("side.seen")}><Steps seen={seen} /></Fact>}
        <Values values={attributes} />
      </dl>
    </Section>
  );
}

/** Proved and unproved, each in its own place. */
export function Known({ profile }: { profile: Profile }) {
  return (
    <>
      {profile.signed === null ? null : <Signed signed={profile.signed} />}
      <Told profile={profile} />
    </>
  );
}
