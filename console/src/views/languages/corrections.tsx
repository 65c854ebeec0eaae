import { Button, Group, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Correction, corrections, decide } from "../../state/languages";
import { useStation } from "../../state/use";
import { problemOf, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useReport } from "../../ui/report";
import { languageName } from "../../ui/say";
import classes from "./languages.module.css";

function One({ correction, done }: { correction: Correction; done: () => void }) {
  const { t, i18n } = useTranslation("staffing");
  const { session } = useStation();
  const report = useReport();
  const [wording, setWording] = useState(correction.wording);
  const { source, target, original, before, editorName } = correction;
  const say = async (decision: "agree" | "refuse") => {
    const work = decide(correction.id, { decision, wording }, session.csrf).then(() => null, problemOf);
    if (await report(work)) done();
  };
  return (
    <li className={classes.card}>
      <Text size="xs" c="dimmed">
        <bdi>{editorName}</bdi> · {languageName(source, i18n.language)} → {languageName(target, i18n.language)}
      </Text>
      <div dir="auto" lang={source} className={classes.words}>{original}</div>
      {before === "" ? null : (
        <Text size="sm" c="dimmed" component="div" dir="auto" lang={target} className={classes.words}>
          {t("languages.before")}: {before}
        </Text>
      )}
      <Textarea autosize dir="auto" lang={target} aria-label={t("languages.wording")} value={wording} onChange={(event) => { setWording(event.currentTarget.value); }} />
      <Group gap={8}>
        <Button size="xs" onClick={() => void say("agree")}>{t("languages.agree")}</Button>
        <Button size="xs" variant="default" onClick={() => void say("refuse")}>{t("languages.refuse")}</Button>
      </Group>
    </li>
  );
}

/** What agents put better, for somebody who agrees. */
export function Corrections() {
  const { t } = useTranslation("staffing");
  const asked = useAsked("corrections", corrections);
  return (
    <Awaited asked={asked}>
      {(waiting) =>
        waiting.length === 0 ? (
          <Text size="sm" c="dimmed">{t("languages.noCorrections")}</Text>
        ) : (
          <ul className={classes.list} style={{ listStyle: "none", padding: 0 }}>
            {waiting.map((each) => <One key={each.id} correction={each} done={asked.again} />)}
          </ul>
        )
      }
    </Awaited>
  );
}
