import { Badge, Button, Group, Text } from "@mantine/core";
import { ArrowLeft, Download, Eraser } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { go } from "../../state/place";
import { type ConsentCard, consents, exportOf, person, type PersonCard } from "../../state/privacy";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Section } from "../../ui/page";
import { isolated, marketName, say } from "../../ui/say";
import { ChannelIcon, Flag } from "../../ui/tags";
import { useReader } from "../line";
import { Forget } from "./erase";
import classes from "./privacy.module.css";

/** What to call somebody who may have no name. */
export function useCalled(): (one: PersonCard) => string {
  const { t } = useTranslation();
  return (one) => one.name || one.email || t("customer.unknown");
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

function Facts({ one }: { one: PersonCard }) {
  const { t } = useTranslation("privacy");
  const { t: common } = useTranslation();
  const reader = useReader();
  return (
    <dl className={classes.facts}>
      {one.email === "" ? null : <Fact name={common("side.email")}>{one.email}</Fact>}
      {one.externalId === "" ? null : <Fact name={t("person.outside")}>{one.externalId}</Fact>}
      <Fact name={common("side.channel")}><ChannelIcon channel={one.channel} /> {say(common, "channel", one.channel)}</Fact>
      {one.market === "" ? null : <Fact name={common("side.market")}><Flag market={one.market} /> {marketName(one.market, reader.locale)}</Fact>}
      <Fact name={t("person.since")}>{fullTime(one.createdAt, reader)}</Fact>
      <Fact name={t("person.id")}><span dir="ltr" className={classes.code}>{one.id}</span></Fact>
    </dl>
  );
}

function Consent({ said, counts }: { said: ConsentCard; counts: boolean }) {
  const { t } = useTranslation("privacy");
  const reader = useReader();
  return (
    <li className={classes.consent} data-counts={counts}>
      <b dir="auto">{said.purpose}</b>
      <Badge variant="light" color={said.given ? "wind" : "gray"} tt="none">{said.given ? t("consent.yes") : t("consent.no")}</Badge>
      {counts ? null : <Text component="span" size="xs" c="dimmed">{t("consent.over")}</Text>}
      <Text component="span" size="xs" c="dimmed" className={classes.wide}>
        {t("consent.of", { version: isolated(said.version), source: isolated(said.source) })} · {fullTime(said.at, reader)}
      </Text>
    </li>
  );
}

function Consents({ id }: { id: string }) {
  const { t } = useTranslation("privacy");
  const asked = useAsked(id, () => consents(id));
  return (
    <Awaited asked={asked}>
      {(all) =>
        all.length === 0 ? (
          <Text size="sm">{t("consent.none")}</Text>
        ) : (
          <ul className={classes.list}>
            {all.map((said, index) => (
              <Consent key={said.id} said={said} counts={all.findIndex(({ purpose }) => purpose === said.purpose) === index} />
            ))}
          </ul>
        )
      }
    </Awaited>
  );
}

function Known({ one, again }: { one: PersonCard; again: () => void }) {
  const { t } = useTranslation("privacy");
  const called = useCalled();
  const reader = useReader();
  const [asking, ask] = useState(false);
  return (
    <>
      <Section title={one.erasedAt === 0 ? called(one) : t("person.erased", { date: fullTime(one.erasedAt, reader) })}>
        <Facts one={one} />
        {one.erasedAt !== 0 ? null : (
          <>
            <Text size="sm" c="dimmed" my="sm" maw="72ch">{t("person.exportText")}</Text>
            <Group gap="xs">
              <Button component="a" href={exportOf(one.id)} download leftSection={<Download size={15} />}>{t("person.export")}</Button>
              <Button variant="default" leftSection={<Eraser size={15} />} onClick={() => { ask(true); }}>{t("erase.open")}</Button>
            </Group>
          </>
        )}
      </Section>
      {one.erasedAt === 0 ? <Section title={t("consent.title")}><Consents id={one.id} /></Section> : null}
      {asking ? <Forget one={one} close={() => { ask(false); }} done={again} /> : null}
    </>
  );
}

/** One person: who it is, what they agreed to, and the two things they may ask for. */
export function OnePerson({ id }: { id: string }) {
  const { t } = useTranslation("privacy");
  const asked = useAsked(id, () => person(id));
  return (
    <>
      <Button variant="subtle" size="compact-sm" mb="sm" leftSection={<ArrowLeft size={15} className={classes.arrow} />} onClick={() => { go({ page: "privacy" }); }}>
        {t("person.back")}
      </Button>
      <Awaited asked={asked}>{(one) => <Known one={one} again={asked.again} />}</Awaited>
    </>
  );
}
