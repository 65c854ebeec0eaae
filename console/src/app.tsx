import { DirectionProvider, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { i18n } from "i18next";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { choose, directionOf, isLanguage, speak } from "./i18n";
import { resumeSession, type Session } from "./state/door";
import type { Prefs } from "./state/prefs";
import { colours, themed } from "./theme";
import { Desk } from "./views/desk";
import { LoginView, Unreachable, Waiting } from "./views/login";

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
    <MantineProvider theme={theme} cssVariablesResolver={colours} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}

export function App({ prefs, origin }: { prefs: Prefs; origin: string }) {
  const { gate, setGate, ask } = useGate();
  const speech = useSpeech(prefs, gate);
  return (
    <I18nextProvider i18n={speech}>
      <DirectionProvider>
        <Dressed>
          <Notifications position="top-right" limit={4} />
          {gate.at === "asking" ? <Waiting /> : null}
          {gate.at === "unreachable" ? <Unreachable retry={ask} /> : null}
          {gate.at === "closed" ? (
            <LoginView
              entered={(session) => {
                setGate({ at: "open", session });
              }}
            />
          ) : null}
          {gate.at === "open" ? (
            <Desk
              key={gate.session.me.id}
              session={gate.session}
              prefs={prefs}
              origin={origin}
              left={() => {
                setGate({ at: "closed" });
              }}
            />
          ) : null}
        </Dressed>
      </DirectionProvider>
    </I18nextProvider>
  );
}
