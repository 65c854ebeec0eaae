import { useTranslation } from "react-i18next";
import { useDirectory } from "../state/use";

export const HOUSE = ["agent", "supervisor", "auditor", "admin"] as const;

/** From a role's id to its name: the house's in the reader's language, the desk's own as it was named. */
export function useRoleName(): (id: string) => string {
  const { t } = useTranslation();
  const { roles } = useDirectory();
  return (id) => {
    const house = HOUSE.find((each) => each === id);
    return house === undefined ? (roles.find((role) => role.id === id)?.name ?? id) : t(`role.${house}`);
  };
}
