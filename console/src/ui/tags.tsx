import { Badge } from "@mantine/core";
import {
  AtSign,
  type LucideIcon,
  MessageCircle,
  MessageSquareText,
  Phone,
  ShoppingBag,
} from "lucide-react";
import { ArrowRightLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { channelName, flagOf, languageName, marketName, sameLanguage, short } from "./say";
import classes from "./tags.module.css";

const CHANNELS: Readonly<Record<string, LucideIcon>> = {
  widget: MessageCircle,
  web: MessageCircle,
  email: AtSign,
  whatsapp: Phone,
  sms: MessageSquareText,
  amazon: ShoppingBag,
};

export function ChannelIcon({ channel, size = 13 }: { channel: string; size?: number }) {
  const { t } = useTranslation();
  const Icon = CHANNELS[channel] ?? MessageCircle;
  const name = channelName(t, channel);
  return (
    <span className={classes.icon} role="img" aria-label={name} title={name}>
      <Icon size={size} aria-hidden />
    </span>
  );
}

export function Flag({ market }: { market: string }) {
  const { i18n } = useTranslation();
  const flag = flagOf(market);
  if (flag === "") return null;
  const name = marketName(market, i18n.language);
  return (
    <span className={classes.flag} role="img" aria-label={name} title={name}>
      {flag}
    </span>
  );
}

/** Which languages meet here: the customer's and the reader's; one when they are the same. */
export function Pair({ theirs, mine }: { theirs: string; mine: string }) {
  const { i18n } = useTranslation();
  if (theirs === "" || theirs === "und") return null;
  const same = sameLanguage(theirs, mine);
  const label = [theirs, ...(same ? [] : [mine])].map((tag) => languageName(tag, i18n.language)).join(" ↔ ");
  return (
    <Badge
      className={classes.pair}
      variant={same ? "default" : "light"}
      size="xs"
      radius="sm"
      aria-label={label}
      title={label}
      rightSection={same ? undefined : short(mine)}
    >
      {short(theirs)}
      {same ? null : <ArrowRightLeft size={9} aria-hidden className={classes.arrow} />}
    </Badge>
  );
}
