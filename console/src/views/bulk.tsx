import { ActionIcon, Button, Menu, TagsInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Problem, Summary } from "@wire";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { relabelled, runMacro } from "../state/macro";
import { macrosOf } from "../state/presets";
import { useDesk, useMe, useStation } from "../state/use";
import { say } from "../ui/say";
import classes from "./bulk.module.css";
import { useKnownLabels } from "./marks";
import { presets as rests } from "./snooze";

type Deed = (line: Summary) => Promise<Problem | null>;

/** One deed for each chosen conversation, one after the other; what was refused is told together. */
function useEach(): (deed: Deed) => Promise<void> {
  const { t } = useTranslation();
  const { desk } = useStation();
  return async (deed) => {
    const { chosen, conversations } = desk.getState();
    const refused = new Map<string, number>();
    let done = 0;
    for (const id of chosen ?? []) {
      const line = conversations[id];
      const problem = line === undefined ? null : await deed(line);
      if (problem === null) done += 1;
      else refused.set(problem.code, (refused.get(problem.code) ?? 0) + 1);
    }
    desk.setState({ chosen: new Set() });
    const why = [...refused].map(([code, count]) => `${count} × ${say(t, "problem", code)}`).join(" ");
    notifications.show({ color: refused.size > 0 ? "orange" : "green", title: t("bulk.done", { count: done }), message: why });
  };
}

function LabelMenu({ each }: { each: (deed: Deed) => Promise<void> }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const known = useKnownLabels();
  const [labels, setLabels] = useState<string[]>([]);
  const put = (on: boolean) => {
    void each((line) => act.triage(line.id, { labels: relabelled(line.labels, on ? labels : [], on ? [] : labels) }));
    setLabels([]);
  };
  return (
    <div className={classes.labels}>
      <TagsInput size="xs" comboboxProps={{ withinPortal: false }} label={t("marks.labels")} data={known} value={labels} maxLength={40} acceptValueOnBlur onChange={setLabels} />
      <Button size="compact-xs" disabled={labels.length === 0} onClick={() => { put(true); }}>{t("bulk.putOn")}</Button>
      <Button size="compact-xs" variant="default" disabled={labels.length === 0} onClick={() => { put(false); }}>{t("bulk.takeOff")}</Button>
    </div>
  );
}

function Deeds({ count }: { count: number }) {
  const { t } = useTranslation();
  const station = useStation();
  const { act } = station;
  const me = useMe();
  const each = useEach();
  const macros = macrosOf(useStore(station.presets.all));
  const off = count === 0;
  return (
    <Menu width={240} position="bottom-end" closeOnItemClick>
      <Menu.Target>
        <Button size="compact-sm" disabled={off}>{t("bulk.do")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void each((line) => act.claim(line.id))}>{t("action.claim")}</Menu.Item>
        <Menu.Item onClick={() => void each((line) => act.end(line))}>{t("action.close")}</Menu.Item>
        {rests(Date.now(), me.timeZone).map(({ key, until }) => (
          <Menu.Item key={key} onClick={() => void each((line) => act.snooze(line, until))}>{`${t("action.snooze")}: ${t(`snooze.${key}`)}`}</Menu.Item>
        ))}
        <Menu.Label>{t("triage.priority")}</Menu.Label>
        <div className={classes.ranks}>
          {[0, 1, 2, 3, 4, 5].map((priority) => (
            <Menu.Item key={priority} ta="center" onClick={() => void each((line) => act.triage(line.id, { priority }))}>{priority}</Menu.Item>
          ))}
        </div>
        {macros.length === 0 ? null : <Menu.Label>{t("macro.title")}</Menu.Label>}
        {macros.map((macro) => (
          <Menu.Item key={macro.id} dir="auto" onClick={() => void each((line) => runMacro(station, line.id, macro.body))}>{macro.name}</Menu.Item>
        ))}
        <Menu.Divider />
        <LabelMenu each={each} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Over the list, while lines are being chosen: how many, all of them, and what is to be done with them. */
export function Bulk({ lines }: { lines: readonly Summary[] }) {
  const { t } = useTranslation();
  const { desk } = useStation();
  const chosen = useDesk((known) => known.chosen);
  if (chosen === null) return null;
  const all = () => { desk.setState({ chosen: new Set(lines.map((line) => line.id)) }); };
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("bulk.choose")}>
      <Text size="sm" fw={600} aria-live="polite">{t("bulk.chosen", { count: chosen.size })}</Text>
      <Button size="compact-sm" variant="subtle" onClick={all}>{t("bulk.all")}</Button>
      <span className={classes.grow} />
      <Deeds count={chosen.size} />
      <ActionIcon aria-label={t("bulk.end")} onClick={() => { desk.setState({ chosen: null }); }}>
        <X size={16} />
      </ActionIcon>
    </div>
  );
}
