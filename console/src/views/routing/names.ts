import { useTranslation } from "react-i18next";
import { useDirectory } from "../../state/use";
import { channelName } from "../../ui/say";
import type { Names } from "./sentence";

/** Names for what the rules know by id. */
export function useNames(): Names {
  const { t, i18n } = useTranslation();
  const { teams, shops } = useDirectory();
  return {
    locale: i18n.language,
    team: (id) => teams.find((team) => team.id === id)?.name ?? id,
    shop: (id) => shops.find((shop) => shop.id === id)?.name ?? id,
    channel: (channel) => channelName(t, channel),
  };
}
