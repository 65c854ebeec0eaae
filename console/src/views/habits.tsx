import { Menu } from "@mantine/core";
import { BellRing, CornerDownLeft, Rows3, Rows4 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePref } from "../state/habits";
import { noticing } from "./notices";
import { Pushing } from "./pushing";

/** How one likes to work: notices of the desktop, how dense the lists are, which key sends. */
export function Habits() {
  const { t } = useTranslation();
  const [notices, setNotices] = usePref("notices", "off");
  const [density, setDensity] = usePref("density", "roomy");
  const [sending, setSending] = usePref("send", "enter");
  const [, again] = useState(0);
  const on = noticing(notices);
  const notice = async () => {
    if (on) setNotices("off");
    else if ((await Notification.requestPermission()) === "granted") setNotices("on");
    again((count) => count + 1);
  };
  const Rows = density === "dense" ? Rows4 : Rows3;
  return (
    <>
      {typeof Notification === "undefined" ? null : (
        <Menu.Item closeMenuOnClick={false} leftSection={<BellRing size={15} />} onClick={() => void notice()}>
          {on ? t("habit.noticesOn") : t("habit.noticesOff")}
        </Menu.Item>
      )}
      <Pushing />
      <Menu.Item closeMenuOnClick={false} leftSection={<Rows size={15} />} onClick={() => { setDensity(density === "dense" ? "roomy" : "dense"); }}>
        {density === "dense" ? t("habit.dense") : t("habit.roomy")}
      </Menu.Item>
      <Menu.Item closeMenuOnClick={false} leftSection={<CornerDownLeft size={15} />} onClick={() => { setSending(sending === "command" ? "enter" : "command"); }}>
        {sending === "command" ? t("habit.sendCommand") : t("habit.sendEnter")}
      </Menu.Item>
    </>
  );
}
