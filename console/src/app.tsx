import { DirectionProvider, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { i18n } from "i18next";
import { lazy, type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { choose, directionOf, isLanguage, speak } from "./i18n";
import { resumeSession, type Session } from "./state/door";
import { leaveInvitation, useInvitation } from "./state/place";
import type { Prefs } from "./state/prefs";
import type { Returned } from "./state/signon";
import { colours, themed } from "./theme";
import { nonce } from "./trusted";
import { Desk } from "./views/desk";
import { Later } from "./views/later";
import { LoginView, Unreachable, Waiting } from "./views/login";

// Seen once by each person, so fetched then.
const Join = lazy(() => import("./views/join"));
const Arrive = lazy(() => import("./views/arrive"));

type Gate = { readonly at: "asking" | "closed" | "unreachable" } | { readonly at: "open"; readonly session: Session };

/** Asks the cookie who it is, and lets the person in or to the door. */
function useGate() {
  const [gate, setGate] = useState<Gate>({ at: "asking" });
  const ask = useCallback(() => {
    resumeSession().then(
      (session) => {
        setGate(session === null ? { at: "closed" } : { at: "open", session });
      },
      () => {
        setGate({ at: "unreachable" });
      },
    );
  }, []);
  useEffect(ask, [ask]);
  return { gate, setGate, ask };
}

/** Before the login the browser's languages count, after it the agent's; a choice made here wins over both. */
function useSpeech(prefs: Prefs, gate: Gate): i18n {
  const own = gate.at === "open" ? [gate.session.me.locale] : [];
  const language = choose([prefs.get("language") ?? "", ...own, ...navigator.languages].filter((tag) => tag !== ""));
  const speech = useMemo(() => speak("en"), []);
  const apply = useCallback((tag: string) => {
    document.documentElement.lang = tag;
    document.documentElement.dir = directionOf(tag);
  }, []);
  useEffect(() => {
    speech.on("languageChanged", apply);
    if (isLanguage(language)) void speech.changeLanguage(language);
    return () => {
      speech.off("languageChanged", apply);
    };
  }, [speech, language, apply]);
  return speech;
}

/** Colours, measures, and the words that Mantine's own buttons need. */
function Dressed({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const dismiss = t("action.dismiss");
  const theme = useMemo(() => themed(dismiss), [dismiss]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      {children}
    </MantineProvider>
  );
}

interface AppProps {
  readonly prefs: Prefs;
  readonly origin: string;
  /** What a provider sent this browser back with, if one did. */
  readonly back: Returned | null;
}

/** The page of where one stands with the door. */
function Inside({ prefs, origin, back, gate, setGate, ask }: AppProps & ReturnType<typeof useGate>) {
  const invitation = useInvitation();
  const entered = (session: Session) => { setGate({ at: "open", session }); };
  const [returned, setReturned] = useState(back);
  const left = () => { setGate({ at: "closed" }); };
  if (returned !== null) {
    const arrived = (session: Session) => {
      prefs.set("workspace", session.workspace.slug);
      entered(session);
      setReturned(null);
    };
    return <Later><Arrive returned={returned} entered={arrived} back={() => { setReturned(null); }} /></Later>;
  }
  if (gate.at === "asking") return <Waiting />;
  if (gate.at === "unreachable") return <Unreachable retry={ask} />;
  if (invitation !== null) {
    const joined = (session: Session) => {
      leaveInvitation();
      entered(session);
    };
    const name = gate.at === "open" ? gate.session.me.name : "";
    return <Later><Join key={invitation} token={invitation} instead={name} entered={joined} /></Later>;
  }
  if (gate.at !== "open") return <LoginView prefs={prefs} entered={entered} />;
  return <Desk key={gate.session.me.id} session={gate.session} prefs={prefs} origin={origin} left={left} />;
}

export function App({ prefs, origin, back }: AppProps) {
  const door = useGate();
  const speech = useSpeech(prefs, door.gate);
  return (
    <I18nextProvider i18n={speech}>
      <DirectionProvider>
        <Dressed>
          <Notifications position="top-right" limit={4} />
          <Inside prefs={prefs} origin={origin} back={back} {...door} />
        </Dressed>
      </DirectionProvider>
    </I18nextProvider>
  );
}
