import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useDesk, useMe, useStation, useWire } from "../state/use";
import { useReport } from "../ui/report";
import classes from "./onduty.module.css";

/** Says so while nothing is routed to oneself: an agent who forgot to go online waits in vain. */
export function OnDuty() {
  const { t } = useTranslation();
  const me = useMe();
  const { act } = useStation();
  const { state } = useWire();
  const report = useReport();
  const known = useDesk((desk) => desk.colleagues[me.id]?.availability);
  if (known === undefined || known === "online" || state !== "live") return null;
  return (
    <div className={classes.strip} role="status">
      <span>{t("availability.notOnline")}</span>
      <Button size="compact-xs" onClick={() => void report(act.available("online"))}>
        {t("availability.goOnline")}
      </Button>
    </div>
  );
}
