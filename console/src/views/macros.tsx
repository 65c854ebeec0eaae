import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import type { Summary } from "@wire";
import { ListChecks, Plus, Settings2 } from "lucide-react";
import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { runMacro } from "../state/macro";
import { macrosOf } from "../state/presets";
import { useStation } from "../state/use";
import { useReport } from "../ui/report";
import { useWayBack } from "../ui/wayBack";
import { Later } from "./later";

// Made seldom, so fetched when somebody makes one.
const MacroEditor = lazy(() => import("./macro-editor"));

/** Several things at once, by one name. */
export function MacroMenu({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const station = useStation();
  const report = useReport();
  const macros = macrosOf(useStore(station.presets.all));
  const [editing, edit] = useState(false);
  const { button, back } = useWayBack();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Menu width={230} position="bottom-end" opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Tooltip label={t("macro.title")} disabled={opened}>
            <ActionIcon ref={button} size="lg" aria-label={t("macro.title")}>
              <ListChecks size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {macros.map((macro) => (
            <Menu.Item key={macro.id} dir="auto" onClick={() => void report(runMacro(station, line.id, macro.body))}>
              {macro.name}
            </Menu.Item>
          ))}
          {macros.length === 0 ? null : <Menu.Divider />}
          <Menu.Item leftSection={macros.length === 0 ? <Plus size={14} /> : <Settings2 size={14} />} onClick={() => { edit(true); }}>
            {macros.length === 0 ? t("macro.first") : t("macro.manage")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing ? <Later><MacroEditor close={() => { edit(false); back(); }} /></Later> : null}
    </>
  );
}
