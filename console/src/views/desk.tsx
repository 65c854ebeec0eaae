import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Session } from "../state/door";
import { go, usePlace } from "../state/place";
import type { Prefs } from "../state/prefs";
import { applyDensity } from "../state/habits";
import { openStation, type Station } from "../state/station";
import { wish } from "../state/tickets";
import { StationContext, useHolds, useWire } from "../state/use";
import { say } from "../ui/say";
import { Board } from "./board";
import { Commands } from "./commands";
import classes from "./desk.module.css";
import { useShiftsKept } from "./duty";
import { Needed } from "./guard";
import { Later } from "./later";
import { useNotices } from "./notices";
import { Offers } from "./offers";
import { Panes } from "./panes";
import { Rail } from "./rail";
import { Review } from "./review";
import { Shortcuts } from "./shortcuts";
import { useTitle } from "./title";

// Seldom seen, so fetched when somebody goes there.
const Tickets = lazy(() => import("./tickets/page"));
const NewTicket = lazy(() => import("./tickets/new"));
const Coverage = lazy(() => import("./coverage/page"));
const Team = lazy(() => import("./team/page"));
const Shops = lazy(() => import("./shops/page"));
const Routing = lazy(() => import("./routing/page"));
const Roles = lazy(() => import("./roles/page"));
const SignOn = lazy(() => import("./signon/page"));
const Signing = lazy(() => import("./signing/page"));
const LanguagesPage = lazy(() => import("./languages/page"));
const Packs = lazy(() => import("./packs/page"));
const Privacy = lazy(() => import("./privacy/page"));

interface DeskProps {
  readonly session: Session;
  readonly prefs: Prefs;
  readonly origin: string;
  /** The session ended, by hand or by the server. */
  readonly left: () => void;
}

/** Opens the station for as long as the desk is on the screen. */
function useOpened({ session, prefs, origin }: DeskProps): Station | null {
  const { t } = useTranslation();
  const [station, setStation] = useState<Station | null>(null);
  useEffect(() => {
    const refused = (_id: string, problem: { code: string }) => {
      notifications.show({ color: "red", message: say(t, "problem", problem.code) });
      go({ page: "desk" });
    };
    applyDensity(prefs);
    const opened = openStation({ session, prefs, origin, refused });
    setStation(opened);
    return () => {
      opened.close();
    };
  }, [session, prefs, origin, t]);
  return station;
}

/** Ends the desk when the server no longer knows the session. */
function Ended({ left }: { left: () => void }) {
  const { problem } = useWire();
  useEffect(() => {
    if (problem?.code === "unauthenticated" || problem?.code === "revoked") left();
  }, [problem, left]);
  return null;
}

/** What is kept up whatever page is shown; it draws nothing, so that what it hears draws nothing anew. */
function Kept() {
  useTitle();
  useShiftsKept();
  useNotices();
  return null;
}

function Page() {
  const place = usePlace();
  const [lead, look, roles] = [useHolds("lead"), useHolds("look"), useHolds("roles", "look")];
  const [people, setup, privacy] = [useHolds("people", "look"), useHolds("setup", "look"), useHolds("privacy")];
  const connect = useHolds("connect", "look");
  if (place.page === "tickets") return <Later key="tickets"><Tickets /></Later>;
  if (place.page === "coverage") return <Later key="coverage"><Coverage /></Later>;
  if (place.page === "review" && lead) return <Review />;
  if (place.page === "board" && look) return <Board />;
  if (place.page === "team" && people) return <Later key="team"><Team /></Later>;
  if (place.page === "shops" && setup) return <Later key="shops"><Shops /></Later>;
  if (place.page === "routing" && setup) return <Later key="routing"><Routing /></Later>;
  if (place.page === "roles" && roles) return <Later key="roles"><Roles /></Later>;
  if (place.page === "signOn" && roles) return <Later key="signOn"><SignOn /></Later>;
  if (place.page === "signing" && connect) return <Later key="signing"><Signing /></Later>;
  if (place.page === "languages" && setup) return <Later key="languages"><LanguagesPage /></Later>;
  if (place.page === "packs" && setup) return <Later key="packs"><Packs /></Later>;
  if (place.page === "privacy" && privacy) return <Later key="privacy"><Privacy /></Later>;
  return <Panes place={place} />;
}

/** The whole console of one agent. */
export function Desk(props: DeskProps) {
  const station = useOpened(props);
  const phone = useMediaQuery("(max-width: 48em)");
  const place = usePlace();
  const wanted = useStore(wish, ({ id }) => id);
  if (station === null) return null;
  const reading = phone && place.page === "desk" && place.id !== "";
  return (
    <StationContext.Provider value={station}>
      <div className={classes.desk}>
        {reading ? null : <Rail left={props.left} />}
        <Page />
      </div>
      {wanted === "" ? null : <Later><NewTicket /></Later>}
      <Kept />
      <Ended left={props.left} />
      <Needed left={props.left} />
      <Offers />
      <Commands />
      <Shortcuts />
    </StationContext.Provider>
  );
}
