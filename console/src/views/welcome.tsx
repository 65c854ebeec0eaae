import { EmptyState, Kbd, Text } from "@mantine/core";
import { MessagesSquare } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useBegins } from "./begins";
import classes from "./welcome.module.css";

// Seen by few, once.
const First = lazy(() => import("./first"));

/** Nothing is open yet. */
export function Welcome() {
  const { t } = useTranslation();
  const begins = useBegins();
  return (
    <div className={classes.page}>
      {begins ? <Suspense fallback={null}><First /></Suspense> : null}
      <EmptyState icon={<MessagesSquare />} variant="light" title={t("welcome.title")} description={t("welcome.text")}>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">Ctrl K</Kbd> {t("welcome.commands")} · <Kbd size="xs">?</Kbd> {t("welcome.keys")}
        </Text>
      </EmptyState>
    </div>
  );
}
