import { Indicator, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { CalendarClock, ClipboardCheck, Fingerprint, KeyRound, Languages, LayoutDashboard, type LucideIcon, MessagesSquare, Scale, ShieldCheck, Split, Store, Ticket, UserRoundCheck, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { go, usePlace, type PageName } from "../state/place";
import { useDesk, useStation, useHolds } from "../state/use";
import { Logo } from "../ui/logo";
import { AccountMenu } from "./account";
import classes from "./rail.module.css";
import { WireLight } from "./wire";

const ICONS: Readonly<Record<PageName, LucideIcon>> = {
  desk: MessagesSquare,
  tickets: Ticket,
  review: ClipboardCheck,
  board: LayoutDashboard,
  coverage: CalendarClock,
  team: Users,
  shops: Store,
  routing: Split,
  roles: ShieldCheck,
  signOn: KeyRound,
  signing: UserRoundCheck,
  languages: Languages,
  packs: Scale,
  privacy: Fingerprint,
};

function RailButton({ page, count }: { page: PageName; count: number }) {
  const { t } = useTranslation();
  const current = usePlace().page === page;
  const [pressed, press] = useState(false);
  const Icon = ICONS[page];
  const label = count > 0 ? `${t(`page.${page}`)} ${count}` : t(`page.${page}`);
  return (
    <Tooltip label={label} position="right" disabled={pressed}>
      <UnstyledButton
        className={classes.button}
        aria-current={current ? "page" : undefined}
        onPointerLeave={() => { press(false); }}
        onClick={() => {
          press(true);
          go({ page });
        }}
      >
        <VisuallyHidden>{t(`page.${page}`)}</VisuallyHidden>
        <Indicator label={count} size={16} color="orange.8" disabled={count === 0} offset={2}>
          <Icon size={21} aria-hidden />
        </Indicator>
      </UnstyledButton>
    </Tooltip>
  );
}

/** The narrow way between the pages, the connection's light and the own menu. */
export function Rail({ left }: { left: () => void }) {
  const { t } = useTranslation();
  const { lists } = useStation();
  const lead = useHolds("lead");
  const look = useHolds("look");
  const people = useHolds("people", "look");
  const setup = useHolds("setup", "look");
  const roles = useHolds("roles", "look");
  const connect = useHolds("connect", "look");
  const privacy = useHolds("privacy");
  const held = useDesk((desk) => desk.shelves.held.total);
  useEffect(() => {
    if (lead) void lists.refresh("held");
  }, [lists, lead]);
  return (
    <nav className={classes.rail} aria-label={t("page.nav")}>
      <span className={classes.logo}>
        <Logo size={30} />
      </span>
      <div className={classes.pages}>
        <RailButton page="desk" count={0} />
        <RailButton page="tickets" count={0} />
        {lead ? <RailButton page="review" count={held} /> : null}
        {look ? <RailButton page="board" count={0} /> : null}
        <RailButton page="coverage" count={0} />
        {people ? <RailButton page="team" count={0} /> : null}
        {setup ? <RailButton page="shops" count={0} /> : null}
        {setup ? <RailButton page="routing" count={0} /> : null}
        {roles ? <RailButton page="roles" count={0} /> : null}
        {roles ? <RailButton page="signOn" count={0} /> : null}
        {connect ? <RailButton page="signing" count={0} /> : null}
        {setup ? <RailButton page="languages" count={0} /> : null}
        {setup ? <RailButton page="packs" count={0} /> : null}
        {privacy ? <RailButton page="privacy" count={0} /> : null}
      </div>
      <WireLight />
      <AccountMenu left={left} />
    </nav>
  );
}
