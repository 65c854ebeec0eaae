import { Button, EmptyState, Text, TextInput, UnstyledButton } from "@mantine/core";
import { Search, UserRoundX } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { go, usePlace } from "../../state/place";
import { erasures, find, type PersonCard } from "../../state/privacy";
import { useHolds } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Page, Section } from "../../ui/page";
import { Person } from "../../ui/person";
import { ChannelIcon } from "../../ui/tags";
import { useReader } from "../line";
import { Kept } from "./kept";
import { OnePerson, useCalled } from "./person";
import classes from "./privacy.module.css";

function Row({ one }: { one: PersonCard }) {
  const called = useCalled();
  const reader = useReader();
  return (
    <li>
      <UnstyledButton className={classes.row} onClick={() => { go({ page: "privacy", id: one.id }); }}>
        <Person name={one.name} size={34} />
        <span className={classes.who}>
          <bdi className={classes.name}>{called(one)}</bdi>
          <Text component="span" size="xs" c="dimmed" display="block">
            <ChannelIcon channel={one.channel} /> <bdi>{one.email || one.externalId || one.id}</bdi> · {fullTime(one.createdAt, reader)}
          </Text>
        </span>
      </UnstyledButton>
    </li>
  );
}

function Found({ words }: { words: string }) {
  const { t } = useTranslation("privacy");
  const asked = useAsked(words, () => find(words));
  return (
    <Awaited asked={asked}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState mt="md" icon={<UserRoundX />} title={t("find.nobody")} />
        ) : (
          <ul className={classes.list}>{all.map((one) => <Row key={one.id} one={one} />)}</ul>
        )
      }
    </Awaited>
  );
}

function Past() {
  const { t } = useTranslation("privacy");
  const reader = useReader();
  const asked = useAsked("erasures", erasures);
  return (
    <Awaited asked={asked}>
      {(all) =>
        all.length === 0 ? (
          <Text size="sm">{t("past.none")}</Text>
        ) : (
          <div className={classes.frame}>
            <table className={classes.table}>
              <thead>
                <tr>
                  {[t("past.at"), t("past.done"), t("past.subject")].map((head) => <th key={head} scope="col">{head}</th>)}
                </tr>
              </thead>
              <tbody>
                {all.map(({ id, at, doneAt, subject }) => (
                  <tr key={id}>
                    <td>{fullTime(at, reader)}</td>
                    <td>{doneAt === 0 ? t("past.open") : fullTime(doneAt, reader)}</td>
                    <td dir="ltr" className={classes.code}>{subject.slice(0, 16)}…</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }
    </Awaited>
  );
}

function Finder({ words, look }: { words: string; look: (words: string) => void }) {
  const { t } = useTranslation("privacy");
  const [typed, type] = useState(words);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    look(typed.trim());
  };
  return (
    <form className={classes.finder} role="search" onSubmit={submit}>
      <TextInput
        className={classes.grow} dir="auto" autoComplete="off" minLength={2} maxLength={254}
        aria-label={t("find.label")} description={t("find.hint")} value={typed}
        onChange={(event) => { type(event.currentTarget.value); }}
      />
      <Button type="submit" leftSection={<Search size={15} />} disabled={typed.trim().length < 2}>{t("find.go")}</Button>
    </form>
  );
}

/** Whoever answers for what is known of people: finds one, hands it out, forgets it; and how long words are kept. */
export default function Privacy() {
  const { t } = useTranslation("privacy");
  const { t: common } = useTranslation();
  const { id } = usePlace();
  const rules = useHolds("setup", "look");
  const [words, look] = useState("");
  if (id !== "") return <Page title={common("page.privacy")}><OnePerson key={id} id={id} /></Page>;
  return (
    <Page title={common("page.privacy")}>
      <Section title={t("find.label")} about={t("find.noted")}>
        <Finder words={words} look={look} />
        {words === "" ? null : <Found words={words} />}
      </Section>
      {rules ? <Section title={t("kept.title")} about={t("kept.text")}><Kept /></Section> : null}
      <Section title={t("past.title")} about={t("past.text")}><Past /></Section>
    </Page>
  );
}
