import type { Problem } from "@wire";
import { useTranslation } from "react-i18next";
import { say } from "../../ui/say";

/** Words for a refused change of one's own door; empty without one. */
export function useTrouble(problem: Problem | null): string {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  if (problem === null) return "";
  if (problem.detail === "password") return t("security.wrongPassword");
  if (problem.detail === "again") return t("security.again");
  if (problem.code === "bad_state" || problem.detail === "x-csrf") return t("security.changed");
  return say(common, "problem", problem.code);
}
