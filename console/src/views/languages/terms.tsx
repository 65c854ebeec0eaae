import { Button, CloseButton, NativeSelect, Table, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keepTerm, removeTerm, type Term, terms } from "../../state/languages";
import { useDirectory, useHolds, useStation } from "../../state/use";
import { problemOf, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useReport } from "../../ui/report";
import { languageName, marketName } from "../../ui/say";
import classes from "./languages.module.css";
import { Places } from "./policy";

const empty = { term: "", wording: "", source: "", target: "", market: "", shopId: "" };

interface KnownProps {
  readonly terms: readonly Term[];
  readonly name: (code: string) => string;
  readonly remove: (id: string) => Promise<void>;
}

function Known({ terms: known, name, remove }: KnownProps) {
  const { t, i18n } = useTranslation("staffing");
  const shops = useDirectory().shops;
  const place = ({ shopId, market }: Term) =>
    [shops.find((shop) => shop.id === shopId)?.name ?? shopId, marketName(market, i18n.language)].filter((part) => part !== "").join(" · ");
  return (
    <div className={classes.wide}>
      <Table>
        <Table.Tbody>
          {known.map((each) => ({ ...each, at: place(each) })).map(({ id, term, wording, source, target, at }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row"><bdi>{term}</bdi></Table.Th>
              <Table.Td><bdi>{wording}</bdi></Table.Td>
              <Table.Td>{name(source)} → {name(target)}</Table.Td>
              <Table.Td><bdi>{at}</bdi></Table.Td>
              <Table.Td>
                <CloseButton size="sm" aria-label={t("languages.remove", { term })} onClick={() => void remove(id)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** The glossary: a word of the shop, and how it is put in a language. */
export function Terms() {
  const { t, i18n } = useTranslation("staffing");
  const { session } = useStation();
  const report = useReport();
  const codes = useDirectory().languages;
  const asked = useAsked("terms", terms);
  const [ask, setAsk] = useState(empty);
  const name = (code: string) => (code === "" ? t("languages.anyLanguage") : languageName(code, i18n.language));
  const keep = async () => {
    if (!(await report(keepTerm(ask, session.csrf).then(() => null, problemOf)))) return;
    setAsk(empty);
    asked.again();
  };
  const remove = async (id: string) => {
    if (await report(removeTerm(id, session.csrf).then(() => null, problemOf))) asked.again();
  };
  return (
    <>
      {useHolds("setup") ? <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <TextInput label={t("languages.term")} dir="auto" maxLength={200} value={ask.term} onChange={(event) => { setAsk({ ...ask, term: event.currentTarget.value }); }} />
        <TextInput label={t("languages.wording")} dir="auto" maxLength={200} value={ask.wording} onChange={(event) => { setAsk({ ...ask, wording: event.currentTarget.value }); }} />
        {(["source", "target"] as const).map((side) => (
          <NativeSelect
            key={side}
            label={side === "source" ? t("languages.tryFrom") : t("languages.tryTo")}
            data={["", ...codes].map((value) => ({ value, label: name(value) }))}
            value={ask[side]}
            onChange={(event) => { setAsk({ ...ask, [side]: event.currentTarget.value }); }}
          />
        ))}
        <Places at={ask} labelled put={(part) => { setAsk({ ...ask, ...part }); }} />
        <Button type="submit" disabled={ask.term.trim() === "" || ask.wording.trim() === ""}>
          {t("languages.keep")}
        </Button>
      </form> : null}
      <Awaited asked={asked}>{(known) => <Known terms={known} name={name} remove={remove} />}</Awaited>
    </>
  );
}
