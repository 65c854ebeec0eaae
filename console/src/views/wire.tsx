import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useStation, useWire } from "../state/use";
import classes from "./wire.module.css";

/** The connection, told honestly: a light, its word, and how many letters still wait for it. */
export function WireLight() {
  const { t } = useTranslation();
  const { state } = useWire();
  const { outgoing } = useStation();
  const unsent = useStore(outgoing.items, (items) => items.filter((item) => item.state === "sending").length);
  const word = t(`wire.${state}`) + (unsent > 0 && state !== "live" ? ` · ${t("wire.unsent", { count: unsent })}` : "");
  return (
    <Tooltip label={word} position="right">
      <span className={classes.light} role="status" aria-label={word} data-state={state}>
        <span className={classes.dot} />
        <span className={classes.word}>{t(`wire.${state}`)}</span>
      </span>
    </Tooltip>
  );
}

/** A strip over the thread while the line is not live, so that nobody waits for an answer that cannot come. */
export function WireStrip() {
  const { t } = useTranslation();
  const { state, problem } = useWire();
  if (state === "live" || state === "connecting") return null;
  return (
    <div className={classes.strip} data-state={state}>
      {problem === null ? t(`wire.${state}Long`) : t("wire.stopped")}
    </div>
  );
}
