import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { BellDot, MessageSquareText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePref } from "../state/habits";
import { canPush, pushOff, pushOn } from "../state/push";
import { useStation } from "../state/use";

/** Whether this browser tells one what happens while the console is closed, and whether with customers' words. */
export function Pushing() {
  const { t, i18n } = useTranslation();
  const { session } = useStation();
  const [push, setPush] = usePref("push", "off");
  const [words, setWords] = usePref("pushWords", "off");
  const [busy, setBusy] = useState(false);
  if (!canPush()) return null;
  const on = push === "on" && Notification.permission === "granted";
  const told = async (shown: boolean) => {
    if ((await Notification.requestPermission()) !== "granted") {
      notifications.show({ color: "red", message: t("habit.pushDenied") });
      return;
    }
    await pushOn(session.csrf, i18n.language, shown);
    setPush("on");
    setWords(shown ? "on" : "off");
  };
  const silent = async () => {
    await pushOff(session.csrf);
    setPush("off");
  };
  const tried = async (deed: () => Promise<void>) => {
    setBusy(true);
    await deed().catch(() => { notifications.show({ color: "red", message: t("habit.pushFailed") }); });
    setBusy(false);
  };
  return (
    <>
      <Menu.Item closeMenuOnClick={false} disabled={busy} leftSection={<BellDot size={15} />} onClick={() => void tried(on ? silent : () => told(words === "on"))}>
        {on ? t("habit.pushOn") : t("habit.pushOff")}
      </Menu.Item>
      {on ? (
        <Menu.Item closeMenuOnClick={false} disabled={busy} leftSection={<MessageSquareText size={15} />} onClick={() => void tried(() => told(words !== "on"))}>
          {words === "on" ? t("habit.pushWordsOn") : t("habit.pushWordsOff")}
        </Menu.Item>
      ) : null}
    </>
  );
}
