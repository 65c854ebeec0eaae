import { ActionIcon, Button, Group, Menu, Modal, TextInput, Tooltip } from "@mantine/core";
import type { Summary } from "@wire";
import { AlarmClock } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { atHour, fullTime } from "../i18n/time";
import { useDesk, useMe, useStation } from "../state/use";
import { useReport } from "../ui/report";
import { useWayBack } from "../ui/wayBack";
import { useReader } from "./line";

const HOUR = 3_600_000;
/** "Until the reply": the customer's next word wakes it anyway, so it only has to be far away. */
const FAR = 30 * 24 * HOUR;

/** The presets, in the agent's own zone: a working day begins at nine. */
export function presets(now: number, timeZone: string) {
  const weekday = new Date(atHour(now, 0, 12, timeZone)).getUTCDay();
  const toMonday = (8 - (weekday === 0 ? 7 : weekday)) % 7 || 7;
  return [
    { key: "hour", until: now + HOUR },
    { key: "tomorrow", until: atHour(now, 1, 9, timeZone) },
    { key: "week", until: atHour(now, toMonday, 9, timeZone) },
    { key: "reply", until: now + FAR },
  ] as const;
}

function CustomDialog({ opened, close, done }: { opened: boolean; close: () => void; done: (until: number) => void }) {
  const { t } = useTranslation();
  const [value, setValue] = useState("");
  const until = Date.parse(value);
  const fits = until > Date.now();
  return (
    <Modal opened={opened} onClose={close} title={t("snooze.custom")}>
      <TextInput
        type="datetime-local"
        label={t("snooze.until")}
        value={value}
        error={value !== "" && !fits ? t("snooze.past") : null}
        onChange={(event) => { setValue(event.currentTarget.value); }}
        data-autofocus
      />
      <Group justify="flex-end" mt="md">
        <Button disabled={!fits} onClick={() => { done(until); }}>
          {t("action.snooze")}
        </Button>
      </Group>
    </Modal>
  );
}

/** Let a conversation rest. */
export function SnoozeMenu({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const me = useMe();
  const { act } = useStation();
  const report = useReport();
  const reader = useReader();
  const skew = useDesk((desk) => desk.skew);
  const [custom, setCustom] = useState(false);
  const { button, back } = useWayBack();
  const [opened, setOpened] = useState(false);
  const rest = (until: number) => void report(act.snooze(line, until));
  return (
    <>
      <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Tooltip label={t("action.snooze")} disabled={opened}>
            <ActionIcon ref={button} size="lg" aria-label={t("action.snooze")}>
              <AlarmClock size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {presets(Date.now() + skew, me.timeZone).map(({ key, until }) => (
            <Menu.Item key={key} title={key === "reply" ? undefined : fullTime(until, reader)} onClick={() => { rest(until); }}>
              {t(`snooze.${key}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => { setCustom(true); }}>{t("snooze.custom")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CustomDialog
        opened={custom}
        close={() => { setCustom(false); back(); }}
        done={(until) => {
          setCustom(false);
          rest(until);
        }}
      />
    </>
  );
}
