import { useDesk } from "../state/use";

/** What the channels take in one message, in characters, by their own documentation; the desk's own limit holds for all. */
export const CHANNEL_LIMITS: Readonly<Record<string, number>> = {
  whatsapp: 4096,
  telegram: 4096,
  messenger: 2000,
  instagram: 1000,
  line: 5000,
  sms: 1600,
  tiktok: 6000,
  amazon: 4000,
  ebay: 2000,
};

/** A note goes to no channel. */
export const useLimit = (channel: string, note: boolean): number => {
  const most = useDesk((desk) => desk.maxText);
  return note ? most : Math.min(most, CHANNEL_LIMITS[channel] ?? most);
};
