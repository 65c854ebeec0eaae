import { Button, Group, Modal, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Bubble } from "../../state/thread";
import { useDesk, useDirectory, useHolds, useStation } from "../../state/use";
import { useReport } from "../../ui/report";
import { languageName } from "../../ui/say";
import classes from "./wording.module.css";

/** What the detector knows beside the desk's own languages. */
const OTHERS = "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv ta th tr uk ur vi zh".split(" ");

/** Below this a quarter of the guesses is wrong (docs/language.md). */
const SURE = 0.6;

interface NamingProps {
  readonly id: string;
  readonly seq: number;
  readonly close: () => void;
}

/** Which language a customer's message is in; the desk's own languages stand first. */
export function Naming({ id, seq, close }: NamingProps) {
  const { t, i18n } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const own = useDirectory().languages;
  const [language, setLanguage] = useState("");
  const named = (codes: readonly string[]) => codes.map((value) => ({ value, label: languageName(value, i18n.language) }));
  const rest = named(OTHERS.filter((code) => !own.includes(code))).sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  const data = [{ value: "", label: "—" }, ...named(own), ...rest];
  const save = async () => {
    if (await report(act.identify(id, seq, language))) close();
  };
  return (
    <Modal opened onClose={close} title={t("wording.naming")} size="sm">
      <NativeSelect
        data-autofocus
        label={t("wording.writes")}
        description={t("wording.namingAbout")}
        data={data}
        value={language}
        onChange={(event) => { setLanguage(event.currentTarget.value); }}
      />
      <Group justify="flex-end" mt="md">
        <Button disabled={language === ""} onClick={() => void save()}>{t("wording.name")}</Button>
      </Group>
    </Modal>
  );
}

/** A guess, told as one, with the way to put it right. */
export function Guessed({ bubble, id }: { bubble: Bubble; id: string }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const lost = useDesk((desk) => desk.conversations[id]?.language === "und");
  const answers = useHolds("answer");
  const { language, confidence, text } = bubble;
  const unknown = language === "und";
  const asks = unknown ? lost : confidence < SURE;
  if (bubble.author.kind !== "customer" || !asks || !/\p{L}/u.test(text)) return null;
  return (
    <span className={classes.tools}>
      <span className={classes.guess}>{unknown ? t("bubble.unknown") : t("bubble.guessed", { language: languageName(language, i18n.language) })}</span>
      {answers ? (
        <button type="button" className={classes.tool} onClick={() => { setOpen(true); }}>
          {t("wording.naming")}
        </button>
      ) : null}
      {open ? <Naming id={id} seq={bubble.seq} close={() => { setOpen(false); }} /> : null}
    </span>
  );
}
