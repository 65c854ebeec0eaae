import { Indicator, Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { Bell, BellOff, Languages, LogOut, MonitorCog, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language } from "../i18n";
import { logout } from "../state/door";
import { useDesk, useMe, useStation } from "../state/use";
import { useReport } from "../ui/report";
import { Person } from "../ui/person";
import classes from "./account.module.css";

const AVAILABLE = ["online", "busy", "away", "offline"] as const;
type Availability = (typeof AVAILABLE)[number];
const REASONS = ["lunch", "meeting", "training", "break"] as const;

export const COLOURS: Readonly<Record<Availability, string>> = {
  online: "green.6",
  busy: "red.6",
  away: "yellow.6",
  offline: "gray.5",
};

/** Whether the router may give work; this is the agent's choice, and has nothing to do with the connection. */
function AvailabilityItems() {
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
        </Menu.Sub.Dropdown>
      </Menu.Sub>
    </>
  );
}

function AppearanceItems() {
  const { t, i18n } = useTranslation();
  const { prefs } = useStation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [sound, setSound] = useState(prefs.get("sound") === "on");
  const schemes = { auto: MonitorCog, light: Sun, dark: Moon } as const;
  const next = { auto: "light", light: "dark", dark: "auto" } as const;
  const Scheme = schemes[colorScheme];
  const speak = (language: Language) => {
    prefs.set("language", language);
    void i18n.changeLanguage(language);
  };
  return (
    <>
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={<Scheme size={15} />}
        onClick={() => {
          setColorScheme(next[colorScheme]);
        }}
      >
        {t(`scheme.${colorScheme}`)}
      </Menu.Item>
      <Menu.Item
        closeMenuOnClick={false}
        leftSection={sound ? <Bell size={15} /> : <BellOff size={15} />}
        onClick={() => {
          prefs.set("sound", sound ? "off" : "on");
          setSound(!sound);
        }}
      >
        {sound ? t("sound.on") : t("sound.off")}
      </Menu.Item>
      <Menu.Sub>
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={<Languages size={15} />}>{t("account.language")}</Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown>
          {(Object.keys(LANGUAGES) as Language[]).map((language) => (
            <Menu.Item key={language} lang={language} onClick={() => { speak(language); }}>
              {LANGUAGES[language]}
            </Menu.Item>
          ))}
        </Menu.Sub.Dropdown>
      </Menu.Sub>
    </>
  );
}

/** Oneself: availability, load, appearance, language, and the way out. */
export function AccountMenu({ left }: { left: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const station = useStation();
  const self = useDesk((desk) => desk.colleagues[me.id]);
  const availability = self?.availability ?? me.availability;
  const load = t("account.load", { load: self?.load ?? 0, capacity: self?.capacity ?? me.capacity });
  const seats = `${self?.load ?? 0}/${self?.capacity ?? me.capacity}`;
  const leave = async () => {
    await station.outgoing.wipe();
    station.drafts.wipe();
    await logout(station.session.csrf).catch(() => undefined);
    left();
  };
  return (
    <Menu position="right-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.self}>
          <VisuallyHidden>{`${me.name}, ${t(`availability.${availability}`)},`}</VisuallyHidden>
          <Indicator color={COLOURS[availability]} size={12} offset={4} position="bottom-end" withBorder>
            <Person name={me.name} size={36} />
          </Indicator>
          <span className={classes.load}>{seats}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.head}>
          <Text size="sm" fw={600} dir="auto">
            {me.name}
          </Text>
          <Text size="xs" c="dimmed">
            {station.session.workspace.name} · {load}
          </Text>
        </div>
        <Menu.Divider />
        <AvailabilityItems />
        <Menu.Divider />
        <AppearanceItems />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} />} onClick={() => void leave()}>
          {t("account.leave")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
