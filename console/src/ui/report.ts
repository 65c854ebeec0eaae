import { notifications } from "@mantine/notifications";
import type { Problem } from "@wire";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { say } from "./say";

/** Waits for an action and tells the person when it was refused, in words. True when it was done. */
export function useReport(): (work: Promise<Problem | null>) => Promise<boolean> {
  const { t } = useTranslation();
  return useCallback(
    async (work) => {
      const problem = await work;
      if (problem !== null) {
        notifications.show({ color: "red", title: t("status.refused"), message: say(t, "problem", problem.code) });
      }
      return problem === null;
    },
    [t],
  );
}
