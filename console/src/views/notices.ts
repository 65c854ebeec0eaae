import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../state/place";
import { canPush, keepPush } from "../state/push";
import { asking } from "../state/shelves";
import { useDeskParts, useStation } from "../state/use";
import { chime } from "../ui/chime";

/** Whether this browser may show notices of the desktop, and the person wants them. */
export const noticing = (pref: string | null): boolean =>
  pref === "on" && typeof Notification !== "undefined" && Notification.permission === "granted";

function tell(title: string, body: string, id: string): void {
  const notice = new Notification(title, { body, tag: id });
  notice.onclick = () => {
    window.focus();
    go({ page: "desk", id });
    notice.close();
  };
}

/** A note that calls me is told at once, wherever I am in the console. */
function useMentioned(): void {
  const { t } = useTranslation();
  const { link, prefs } = useStation();
  useEffect(
    () =>
      link.on("colleague.mentioned", ({ conversationId: id, by, text }) => {
        const title = t("mention.by", { name: by });
        notifications.show({ title, message: text, autoClose: 12_000, onClick: () => { go({ page: "desk", id }); } });
        if (prefs.get("sound") === "on") chime();
        if (document.hidden && noticing(prefs.get("notices"))) tell(title, text, id);
      }),
    [link, prefs, t],
  );
}

/** A push notice, clicked, leads to the conversation it was about, in the console that is open already. */
function usePushed(): void {
  const { prefs, session } = useStation();
  const { i18n } = useTranslation();
  useEffect(() => {
    keepPush(prefs, session.csrf, i18n.language);
  }, [prefs, session, i18n.language]);
  useEffect(() => {
    if (!canPush()) return;
    const heard = ({ data }: MessageEvent<{ open?: string } | null>) => {
      if (typeof data?.open === "string") go({ page: "desk", id: data.open });
    };
    navigator.serviceWorker.addEventListener("message", heard);
    return () => { navigator.serviceWorker.removeEventListener("message", heard); };
  }, []);
}

/** What asks for me while I am in another window: offers, and customers' words in what I have. */
export function useNotices(): void {
  const { t } = useTranslation();
  const { prefs } = useStation();
  const calling = useDeskParts(asking);
  const told = useRef(new Set<string>());
  useMentioned();
  usePushed();
  useEffect(() => {
    for (const line of calling) {
      const key = `${line.id}/${line.status === "offered" ? `o${line.fence}` : line.lastCseq}`;
      if (told.current.has(key)) continue;
      told.current.add(key);
      // The service worker tells it, once for all windows, where it was asked to.
      if (!document.hidden || prefs.get("push") === "on" || !noticing(prefs.get("notices"))) continue;
      const name = line.customerName || t("customer.unknown");
      tell(line.status === "offered" ? t("offer.title") : name, line.lastText, line.id);
    }
  }, [calling, prefs, t]);
}
