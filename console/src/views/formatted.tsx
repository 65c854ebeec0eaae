import { Button, Group } from "@mantine/core";
import { Image, ScrollText } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./formatted.module.css";

interface FormattedProps {
  readonly id: string;
  readonly seq: number;
  /** Whether it has pictures, which lie with other people's servers. */
  readonly pictures: boolean;
}

/** A mail as it was formatted, on demand, in a frame in which nothing runs; its pictures only once they are asked for. */
export function Formatted({ id, seq, pictures }: FormattedProps) {
  const { t } = useTranslation();
  const [opened, open] = useState(false);
  const [whole, show] = useState(false);
  const at = `/v1/agent/conversations/${encodeURIComponent(id)}/formatted/${seq}${whole ? "?pictures=1" : ""}`;
  return (
    <div className={classes.formatted}>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" aria-expanded={opened} leftSection={<ScrollText size={12} />} onClick={() => { open(!opened); }}>
          {opened ? t("bubble.asText") : t("bubble.asSent")}
        </Button>
        {opened && pictures && !whole ? (
          <Button size="compact-xs" variant="default" leftSection={<Image size={12} />} onClick={() => { show(true); }}>
            {t("bubble.pictures")}
          </Button>
        ) : null}
      </Group>
      {opened ? <iframe className={classes.frame} title={t("bubble.asSent")} src={at} sandbox="allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" /> : null}
    </div>
  );
}
