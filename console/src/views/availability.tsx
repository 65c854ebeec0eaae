import { Button, Group, Menu, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStation } from "../state/use";
import { useReport } from "../ui/report";
import classes from "./account.module.css";

const AVAILABLE = ["online", "busy", "away", "offline"] as const;
export type Availability = (typeof AVAILABLE)[number];
const REASONS = ["lunch", "meeting", "training", "break"] as const;
/** What the server takes. */
const LONGEST = 200;

export const COLOURS: Readonly<Record<Availability, string>> = {
  online: "green.6",
  busy: "red.6",
  away: "yellow.6",
  offline: "gray.5",
};

/** Whether the router may give work; this is the agent's choice, and has nothing to do with the connection. */
export function AvailabilityItems({ own }: { own: () => void }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  return (
    <>
      <Menu.Label>{t("availability.title")}</Menu.Label>
      {AVAILABLE.filter((one) => one !== "away").map((one) => (
        <Menu.Item
          key={one}
          leftSection={<span className={classes.dot} data-availability={one} />}
          onClick={() => void report(act.available(one))}
        >
          {t(`availability.${one}`)}
        </Menu.Item>
      ))}
      <Menu.Sub>
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={<span className={classes.dot} data-availability="away" />}>
            {t("availability.away")}
          </Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown>
          {REASONS.map((reason) => (
            <Menu.Item key={reason} onClick={() => void report(act.available("away", reason))}>
              {t(`reason.${reason}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={own}>{t("availability.own")}</Menu.Item>
        </Menu.Sub.Dropdown>
      </Menu.Sub>
    </>
  );
}

/** Away for a reason of one's own; colleagues read it. */
export function OwnReason({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const [words, setWords] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void report(act.available("away", words.trim())).then((done) => { if (done) close(); });
  };
  return (
    <Modal opened={opened} onClose={close} title={t("availability.own")}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          dir="auto"
          maxLength={LONGEST}
          label={t("availability.why")}
          value={words}
          onChange={(event) => { setWords(event.currentTarget.value); }}
        />
        <Group justify="flex-end" mt="md">
          <Button type="submit" disabled={words.trim() === ""}>
            {t("availability.goAway")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
