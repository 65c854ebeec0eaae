import { useTranslation } from "react-i18next";
import { type Fault, isAt } from "../state/fault";
import { say } from "./say";

const KINDS = [
  [/^hours\.shifts\b/, "shift"],
  [/^hours\.specials\.\d+\.spans\b/, "shift"],
  [/^hours\.specials\.\d+\.first$/, "date"],
  [/^hours\.specials\.\d+\.last$/, "last"],
  [/^hours\.specials\b/, "special"],
  [/^hours\.holidays$/, "holidays"],
  [/^timeZone$/, "timeZone"],
  [/^password$/, "password"],
  [/^email$/, "email"],
  [/\.name$/, "name"],
  [/^skills\b|\.skills\b/, "skills"],
  [/\.after$/, "after"],
] as const;

/** Words for what is wrong with a field, or null when nothing is. */
export function useFaultWords(fault: Fault | null): { at: (path: string) => string | null; words: string } {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const kind = KINDS.find(([path]) => path.test(fault?.path ?? ""))?.[1];
  const general = () => (fault?.path === "" || fault === null ? say(common, "problem", fault?.code ?? "") : t("fault.other"));
  const known = fault?.code === "bad_request" && kind !== undefined ? t(`fault.${kind}`) : null;
  const gone = fault?.code === "not_found" && fault.path !== "" ? t("fault.gone") : null;
  const taken = fault?.code === "conflict" && fault.path === "email" ? t("fault.taken") : null;
  const words = fault === null ? "" : (known ?? gone ?? taken ?? general());
  return { at: (path) => (isAt(fault, path) ? words : null), words };
}
