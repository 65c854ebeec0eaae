import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { clockTime, type Reader } from "../i18n/time";
import type { Duty } from "../state/duty";
import { useStation, useWire } from "../state/use";
import { useReport } from "../ui/report";
import { useDuty } from "./duty";
import { useReader } from "./line";
import classes from "./onduty.module.css";

const countdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

/** What to say of a duty; empty when all is as it should be. */
export function dutyWords(duty: Duty, now: number, t: TFunction, reader: Reader): string {
  switch (duty.is) {
    case "on":
      return "";
    case "resting":
      return t("duty.resting", { time: countdown(duty.until - now) });
    case "draining":
      return t("duty.draining", { time: clockTime(duty.until, reader) });
    case "off":
      return t("duty.off");
    case "house":
      return t(`duty.${duty.reason}`);
    case "unavailable":
      return t("availability.notOnline");
  }
}

/** Says so while nothing is routed to oneself, and why: an agent who does not know waits in vain. */
export function OnDuty() {
  const { t } = useTranslation();
  const { act } = useStation();
  const { state } = useWire();
  const report = useReport();
  const reader = useReader();
  const { duty, now } = useDuty();
  if (duty === null || duty.is === "on" || state !== "live") return null;
  const back = duty.is === "draining" || duty.is === "off" ? "" : duty.is === "resting" ? t("duty.ready") : t("availability.goOnline");
  return (
    <div className={classes.strip}>
      {/* A countdown is not told anew every second. */}
      <span role={duty.is === "resting" ? "timer" : "status"}>{dutyWords(duty, now, t, reader)}</span>
      {back === "" ? null : (
        <Button size="compact-xs" onClick={() => void report(act.available("online"))}>
          {back}
        </Button>
      )}
    </div>
  );
}
