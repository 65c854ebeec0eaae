import type { Problem } from "@wire";
import { useTranslation } from "react-i18next";
import { say } from "../../ui/say";

/** Why not; a pack that cannot be used is told with its line. */
export function useTrouble(problem: Problem | null): string {
  const { t } = useTranslation();
  if (problem === null) return "";
  return problem.code === "bad_request" && /^\w+\.toml:\d+: /.test(problem.detail) ? problem.detail : say(t, "problem", problem.code);
}
