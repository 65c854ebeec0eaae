import { EmptyState, Kbd, Text } from "@mantine/core";
import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./welcome.module.css";

/** Nothing is open yet. */
export function Welcome() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <EmptyState icon={<MessagesSquare />} variant="light" title={t("welcome.title")} description={t("welcome.text")}>
        <Text size="xs" c="dimmed">
          <Kbd size="xs">Ctrl K</Kbd> {t("welcome.commands")} · <Kbd size="xs">?</Kbd> {t("welcome.keys")}
        </Text>
      </EmptyState>
    </div>
  );
}
