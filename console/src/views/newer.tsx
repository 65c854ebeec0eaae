import { Button } from "@mantine/core";
import { MessageCircleWarning } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Thread } from "../state/thread";
import { useDesk } from "../state/use";
import classes from "./composer.module.css";

const newestOf = (thread: Thread | undefined): number =>
  thread?.items.findLast((item) => item.kind === "bubble" && item.author.kind === "customer")?.seq ?? 0;

/** The customer has written since one began to write: the answer may no longer fit. */
export function Newer({ id, typing }: { id: string; typing: boolean }) {
  const { t } = useTranslation();
  const newest = useDesk((desk) => newestOf(desk.threads[id]?.thread));
  const [known, setKnown] = useState(newest);
  useEffect(() => {
    if (!typing) setKnown(newest);
  }, [typing, newest]);
  if (!typing || known === 0 || newest <= known) return null;
  return (
    <div className={classes.newer} role="status">
      <MessageCircleWarning size={15} aria-hidden />
      <span>{t("composer.newer")}</span>
      <Button size="compact-xs" variant="subtle" c="inherit" onClick={() => { setKnown(newest); }}>
        {t("action.understood")}
      </Button>
    </div>
  );
}
