import { Indicator, Menu, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { CalendarClock, ClipboardCheck, Ellipsis, Fingerprint, KeyRound, Languages, LayoutDashboard, type LucideIcon, MessagesSquare, Scale, ShieldCheck, Split, Store, Ticket, UserRoundCheck, Users } from "lucide-react";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { go, PAGES, usePlace, type PageName } from "../state/place";
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

/** Which pages one may see, in their order. */
function usePages(): readonly PageName[] {
  const may: Readonly<Record<PageName, boolean>> = {
    desk: true,
    tickets: true,
    review: useHolds("lead"),
    board: useHolds("look"),
    coverage: true,
    team: useHolds("people", "look"),
    shops: useHolds("setup", "look"),
    routing: useHolds("setup", "look"),
    roles: useHolds("roles", "look"),
    signOn: useHolds("roles", "look"),
    signing: useHolds("connect", "look"),
    languages: useHolds("setup", "look"),
    packs: useHolds("setup", "look"),
    privacy: useHolds("privacy"),
  };
  return PAGES.filter((page) => may[page]);
}

/** On a phone: what did not get a place in the bar, by its name. */
function More({ pages }: { pages: readonly PageName[] }) {
  const { t } = useTranslation();
  const { page: here } = usePlace();
  return (
    <Menu position="top-end" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-current={pages.includes(here) ? "page" : undefined} aria-label={t("page.more")}>
          <Ellipsis size={21} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map((page) => {
          const Icon = ICONS[page];
          return (
            <Menu.Item key={page} leftSection={<Icon size={17} />} aria-current={page === here ? "page" : undefined} onClick={() => { go({ page }); }}>
              {t(`page.${page}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** As many as a thumb finds without looking. */
const BAR = 4;

/** The narrow way between the pages, the connection's light and the own menu. */
export function Rail({ left }: { left: () => void }) {
  const { t } = useTranslation();
  const { lists } = useStation();
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const pages = usePages();
  const lead = pages.includes("review");
  const held = useDesk((desk) => desk.shelves.held.total);
  useEffect(() => {
    if (lead) void lists.refresh("held");
  }, [lists, lead]);
  const all = !phone || pages.length <= BAR + 1;
  return (
    <nav className={classes.rail} aria-label={t("page.nav")}>
      <span className={classes.logo}>
        <Logo size={30} />
      </span>
      <div className={classes.pages}>
        {(all ? pages : pages.slice(0, BAR)).map((page) => (
          <RailButton key={page} page={page} count={page === "review" ? held : 0} />
        ))}
        {all ? null : <More pages={pages.slice(BAR)} />}
      </div>
      <WireLight />
      <AccountMenu left={left} />
    </nav>
  );
}
