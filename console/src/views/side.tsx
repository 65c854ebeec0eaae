import { ActionIcon, Loader, Text, UnstyledButton } from "@mantine/core";
import type { Summary } from "@wire";
import { ArrowLeft } from "lucide-react";
import { lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockTime, dayName, fullTime } from "../i18n/time";
import { zoneOf } from "../i18n/zones";
import { call } from "../state/door";
import { go } from "../state/place";
import type { Profile } from "../state/profile";
import { useDesk, useDirectory, useStation } from "../state/use";
import { Prose } from "../ui/marked";
import { useNow } from "../ui/now";
import { Person } from "../ui/person";
import { channelName, languageName, marketName } from "../ui/say";
import { ChannelIcon, Flag } from "../ui/tags";
import { useReader } from "./line";
import classes from "./side.module.css";
import { Known } from "./known";
import { Later } from "./later";
import { Law } from "./law";
import { Marks } from "./marks";
import { Fact, PageLink, Section } from "./pieces";
import { Triage } from "./triage";
import { Why } from "./why";

// Its words are fetched with it.
const Tickets = lazy(() => import("./tickets/beside"));

interface Person {
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly locale: string;
    readonly market: string;
    readonly channel: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly createdAt: number;
  };
  readonly profile: Profile;
  readonly conversations: readonly Summary[];
}

/** Asked again whenever something was said: the page may have told more with it. */
function useProfile(customerId: string, lastSeq: number): Person | null {
  const [profile, setProfile] = useState<Person | null>(null);
  useEffect(() => {
    if (customerId === "") return;
    let shown = true;
    call<Person>(`/v1/agent/customers/${encodeURIComponent(customerId)}`).then(
      (told) => {
        if (shown) setProfile(told);
      },
      () => undefined,
    );
    return () => {
      shown = false;
    };
  }, [customerId, lastSeq]);
  return profile;
}

function Facts({ line, profile }: { line: Summary; profile: Person | null }) {
  const { t, i18n } = useTranslation();
  const { shops } = useDirectory();
  const reader = useReader();
  const shop = shops.find((one) => one.id === line.shopId);
  const email = profile?.customer.email ?? "";
  const attributes = Object.entries(profile?.customer.attributes ?? {}).filter(([, value]) => typeof value !== "object");
  return (
    <dl className={classes.facts}>
      {email === "" ? null : <Fact name={t("side.email")}>{email}</Fact>}
      {line.mailTo === "" ? null : <Fact name={t("side.mailTo")}>{line.mailTo}</Fact>}
      <Fact name={t("side.language")}>{languageName(line.language, i18n.language) || "–"}</Fact>
      {line.market === "" ? null : (
        <Fact name={t("side.market")}>
          <Flag market={line.market} /> {marketName(line.market, i18n.language)}
        </Fact>
      )}
      <Fact name={t("side.channel")}>
        <ChannelIcon channel={line.channel} /> {channelName(t, line.channel)}
      </Fact>
      {shop === undefined ? null : <Fact name={t("side.shop")}>{shop.name}</Fact>}
      {line.pageUrl === "" ? null : (
        <Fact name={t("side.page")}>
          <PageLink url={line.pageUrl} title={line.pageTitle} />
        </Fact>
      )}
      {profile === null ? null : (
        <Fact name={t("side.since")}>
          <time title={fullTime(profile.customer.createdAt, reader)}>{dayName(profile.customer.createdAt, Date.now(), reader)}</time>
        </Fact>
      )}
      {attributes.map(([name, value]) => (
        <Fact key={name} name={name}>
          {String(value)}
        </Fact>
      ))}
    </dl>
  );
}

function Earlier({ line, profile }: { line: Summary; profile: Person }) {
  const { t } = useTranslation();
  const reader = useReader();
  const others = profile.conversations.filter((one) => one.id !== line.id);
  if (others.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("side.first")}
      </Text>
    );
  }
  return others.map((one) => (
    <UnstyledButton key={one.id} className={classes.earlier} onClick={() => { go({ page: "desk", id: one.id }); }}>
      <Text component="span" size="xs" c="dimmed" display="block">
        {dayName(one.lastAt, Date.now(), reader)}, {clockTime(one.lastAt, reader)} · {t(`state.${one.status}`)}
      </Text>
      <Text component="span" size="sm" truncate display="block" dir="auto">
        <Prose text={one.lastText} />
      </Text>
    </UnstyledButton>
  ));
}

/** Who it is, and what time it is for both: a greeting should fit the customer's day. */
function Head({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  const reader = useReader();
  const zone = zoneOf(line.market);
  return (
    <div className={classes.head}>
      <Person name={line.customerName} size={52} />
      <Text fw={650} dir="auto" className={classes.name}>
        {line.customerName || t("customer.unknown")}
      </Text>
      <Text size="xs" c="dimmed">
        {zone === "" ? null : `${t("side.theirTime", { time: clockTime(now, { ...reader, timeZone: zone }), market: marketName(line.market, reader.locale) })} · `}
        {t("side.yourTime", { time: clockTime(now, reader) })}
      </Text>
    </div>
  );
}

/** The customer's side: who they are, where they come from, what was before, and why they came to this desk. */
export function Side({ id, narrow = false }: { id: string; narrow?: boolean }) {
  const { t } = useTranslation();
  const { lists } = useStation();
  const line = useDesk((desk) => desk.conversations[id]);
  const profile = useProfile(line?.customerId ?? "", line?.lastSeq ?? 0);
  useEffect(() => {
    if (narrow) void lists.people();
  }, [lists, narrow]);
  if (line === undefined) return <Loader m="auto" mt="xl" aria-label={t("status.loading")} />;
  return (
    <aside className={classes.side} aria-label={t("side.name")}>
      {narrow ? (
        <ActionIcon m="xs" size="lg" aria-label={t("action.back")} onClick={() => { go({ page: "desk", id }); }}>
          <ArrowLeft size={18} />
        </ActionIcon>
      ) : null}
      <Head line={line} />
      <Section title={t("side.about")}>
        <Facts line={line} profile={profile} />
      </Section>
      {profile === null ? null : <Known profile={profile.profile} />}
      <Later><Tickets key={line.customerId} line={line} /></Later>
      <Marks line={line} />
      <Triage line={line} />
      <Law line={line} />
      <Why id={id} />
      <Section title={t("side.earlier")}>{profile === null ? <Loader size="xs" aria-label={t("status.loading")} /> : <Earlier line={line} profile={profile} />}</Section>
    </aside>
  );
}
