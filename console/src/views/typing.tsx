import { useTranslation } from "react-i18next";
import { useDesk, useMe } from "../state/use";
import { useNow } from "../ui/now";
import { isolated } from "../ui/say";
import classes from "./typing.module.css";

const none: readonly never[] = [];

/** Who is writing just now, besides oneself. */
export function TypingLine({ id }: { id: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  const typists = useDesk((desk) => desk.typing[id] ?? none);
  const customer = useDesk((desk) => desk.conversations[id]?.customerName ?? "");
  const live = typists.filter((typist) => typist.until > now && !(typist.who === "agent" && typist.name === me.name));
  return (
    <div className={classes.line} aria-live="polite">
      {live.length === 0 ? null : (
        <>
          <span className={classes.dots} aria-hidden>
            <i />
            <i />
            <i />
          </span>
          {t("thread.typing", { name: live.map((typist) => isolated(typist.name || customer || t("customer.unknown"))).join(", ") })}
        </>
      )}
    </div>
  );
}
