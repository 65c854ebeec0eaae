import { Tooltip } from "@mantine/core";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useStation, useWire } from "../state/use";
import { useNow } from "../ui/now";
import { Person } from "../ui/person";
import classes from "./viewing.module.css";

const AGAIN_MS = 20_000;
const none: readonly never[] = [];

/** Lets the colleagues know that one has this conversation before one's eyes; not while the window is hidden. */
export function useViewing(id: string): void {
  const { link } = useStation();
  const { state } = useWire();
  useEffect(() => {
    if (state !== "live") return;
    const say = () => {
      if (!document.hidden) void link.ask("viewing.set", { conversationId: id, viewing: true });
    };
    say();
    const timer = setInterval(say, AGAIN_MS);
    document.addEventListener("visibilitychange", say);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", say);
      if (link.state === "live") void link.ask("viewing.set", { conversationId: id, viewing: false });
    };
  }, [link, id, state]);
}

/** Who else looks at it now. */
export function Viewers({ id }: { id: string }) {
  const { t } = useTranslation();
  const now = useNow(5_000);
  const viewers = useDesk((desk) => desk.viewers[id] ?? none).filter((one) => one.until > now);
  if (viewers.length === 0) return null;
  const label = t("thread.viewing", { name: viewers.map((one) => one.name).join(", ") });
  return (
    <Tooltip label={label}>
      <span className={classes.viewers} role="img" aria-label={label}>
        <Eye size={14} aria-hidden />
        {viewers.slice(0, 3).map((one) => (
          <Person key={one.id} name={one.name} size={22} />
        ))}
      </span>
    </Tooltip>
  );
}
