import { Indicator, Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { Bell, BellOff, Languages, LogOut, MonitorCog, Moon, ShieldCheck, Sun } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language } from "../i18n";
import { clockTime } from "../i18n/time";
import { logout } from "../state/door";
import { endPush } from "../state/push";
import { useDesk, useHolds, useMe, useStation } from "../state/use";
import { Person } from "../ui/person";
import { say } from "../ui/say";
import { useWayBack } from "../ui/wayBack";
import classes from "./account.module.css";
import { AvailabilityItems, COLOURS, OwnReason } from "./availability";
import { useDuty } from "./duty";
import { SecurityDialog } from "./guard";
import { Habits } from "./habits";
import { useReader } from "./line";
import { dutyWords } from "./onduty";

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
      <Habits />
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

/** How one stands with the router: the reason, the countdown, or when the shift ends. */
function Standing() {
  const { t } = useTranslation();
  const reader = useReader();
  const me = useMe();
  const reason = useDesk((desk) => desk.colleagues[me.id]?.reason ?? "");
  const { duty, now } = useDuty();
  if (duty === null) return null;
  const own = duty.is === "unavailable" && reason !== "" ? say(t, "reason", reason) : "";
  const shift = duty.is === "on" && duty.until > 0 ? t("duty.until", { time: clockTime(duty.until, reader) }) : "";
  const words = own || shift || dutyWords(duty, now, t, reader);
  if (words === "") return null;
  return (
    <Text size="xs" c="dimmed" dir="auto">
      {words}
    </Text>
  );
}

function Head({ load }: { load: string }) {
  const { session } = useStation();
  return (
    <div className={classes.head}>
      <Text size="sm" fw={600} dir="auto">
        {session.me.name}
      </Text>
      <Text size="xs" c="dimmed">
        {session.workspace.name} · {load}
      </Text>
      <Standing />
    </div>
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
    await endPush(station.prefs, station.session.csrf);
    await logout(station.session.csrf).catch(() => undefined);
    left();
  };
  const answers = useHolds("answer");
  const [[explaining, explain], [guarding, guard]] = [useState(false), useState(false)];
  const { button, back } = useWayBack();
  return (
    <>
      <Menu position="right-end" width={240}>
        <Menu.Target>
          <UnstyledButton ref={button} className={classes.self}>
            <VisuallyHidden>{`${me.name}, ${t(`availability.${availability}`)},`}</VisuallyHidden>
            <Indicator color={COLOURS[availability]} size={12} offset={4} position="bottom-end" withBorder>
              <Person name={me.name} size={36} />
            </Indicator>
            <span className={classes.load} dir="ltr">{seats}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Head load={load} />
          <Menu.Divider />
          {answers ? <AvailabilityItems own={() => { explain(true); }} /> : null}
          {answers ? <Menu.Divider /> : null}
          <AppearanceItems />
          <Menu.Divider />
          <Menu.Item leftSection={<ShieldCheck size={15} />} onClick={() => { guard(true); }}>
            {t("account.security")}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={15} />} onClick={() => void leave()}>
            {t("account.leave")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <OwnReason opened={explaining} close={() => { explain(false); back(); }} />
      <SecurityDialog opened={guarding} close={() => { guard(false); back(); }} />
    </>
  );
}
