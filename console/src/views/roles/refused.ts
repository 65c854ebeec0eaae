import type { Problem } from "@wire";
import { useTranslation } from "react-i18next";
import { say } from "../../ui/say";

/** Words for a role that could not be kept or removed; empty without a problem. */
export function useRefused(problem: Problem | null): string {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  if (problem === null) return "";
  if (problem.code === "conflict") return t("roles.taken");
  if (problem.code === "bad_state") return t("roles.held");
  return say(common, "problem", problem.code);
}
