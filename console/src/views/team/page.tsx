import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { Search, UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { coverage, people as askPeople } from "../../state/admin";
import { go, usePlace } from "../../state/place";
import { type AgentCard, isAlways } from "../../state/roster";
import { useDesk, useHolds, useStation } from "../../state/use";
import { type Asked, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useNow } from "../../ui/now";
import { Page } from "../../ui/page";
import { Editor } from "./editor";
import { PeopleTable } from "./people";
import { standings } from "./standing";

const HOUR = 3_600_000;
/** A week ahead holds everybody's next shift. */
const AHEAD = 168;

function usePeople() {
  const people = useAsked("people", askPeople);
  const start = Math.floor(useNow(HOUR) / HOUR) * HOUR;
  // Asked again when somebody's hours may have changed, and every hour.
  const plan = useAsked(`${start}/${JSON.stringify(people.value?.map((one) => [one.id, one.hours, one.timeZone]))}`, () => coverage(start, AHEAD, 1));
  return { people, plan };
}

function Opened({ asked }: { asked: Asked<readonly AgentCard[]> }) {
  const { id } = usePlace();
  const { lists } = useStation();
  const all = asked.value ?? [];
  const card = all.find((one) => one.id === id) ?? null;
  const close = () => { go({ page: "team" }); };
  const saved = (told: AgentCard) => {
    asked.set(all.some((one) => one.id === told.id) ? all.map((one) => (one.id === told.id ? told : one)) : [...all, told]);
    void lists.people();
    close();
  };
  const skills = [...new Set(all.flatMap((one) => one.skills))].sort();
  return <Editor opened={id === "new" || card !== null} card={card} skills={skills} saved={saved} close={close} />;
}

type Shown = "active" | "gone";

/** The people of the desk: what they speak, how much they have, whether it is their time; and all that can be set. */
export default function Team() {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const { people, plan } = usePeople();
  const colleagues = useDesk((desk) => desk.colleagues);
  const [search, setSearch] = useState("");
  const [shown, show] = useState<Shown>("active");
  const wanted = search.trim().toLowerCase();
  const fits = (one: AgentCard) => one.active === (shown === "active") && `${one.name} ${one.email}`.toLowerCase().includes(wanted);
  const add = useHolds("people") ? (
    <Button leftSection={<UserPlus size={16} />} onClick={() => { go({ page: "team", id: "new" }); }}>
      {t("team.add")}
    </Button>
  ) : null;
  return (
    <Page title={common("page.team")} actions={add}>
      <Awaited asked={people}>
        {(all) => (
          <>
            <Filters search={search} setSearch={setSearch} shown={shown} show={show} gone={all.some((one) => !one.active)} />
            <PeopleTable
              people={all.filter(fits).map((one) => ({ ...one, ...live(colleagues[one.id]) }))}
              standing={standings(plan.value, all.filter((one) => isAlways(one.hours)).map((one) => one.id))}
            />
            <Opened asked={people} />
          </>
        )}
      </Awaited>
    </Page>
  );
}

/** What changes by the second is told by events; the list was read once. */
const live = (told: Pick<AgentCard, "availability" | "load"> | undefined) =>
  told === undefined ? {} : { load: told.load, availability: told.availability };

interface FilterProps {
  readonly search: string;
  readonly setSearch: (text: string) => void;
  readonly shown: Shown;
  readonly show: (shown: Shown) => void;
  readonly gone: boolean;
}

function Filters({ search, setSearch, shown, show, gone }: FilterProps) {
  const { t } = useTranslation("staffing");
  const choices = (["active", "gone"] as const).map((value) => ({ value, label: t(`team.${value}`) }));
  return (
    <div style={{ display: "flex", flexWrap: "wrap", gap: 8, marginBottom: 12 }}>
      <TextInput
        leftSection={<Search size={15} />}
        placeholder={t("team.search")}
        aria-label={t("team.search")}
        value={search}
        onChange={(event) => { setSearch(event.currentTarget.value); }}
      />
      {gone ? <SegmentedControl data={choices} value={shown} onChange={(value) => { show(value); }} aria-label={t("team.shown")} /> : null}
    </div>
  );
}
