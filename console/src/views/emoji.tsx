import { ActionIcon, Popover, Tooltip } from "@mantine/core";
import { Smile } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./emoji.module.css";
import { SIGNS } from "./signs";

const COLUMNS = 8;

/** The arrows walk through the grid, whichever way the page reads. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const forward = document.documentElement.dir === "rtl" ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

export function EmojiPicker({ pick }: { pick: (sign: string) => void }) {
  const { t } = useTranslation();
  const [opened, open] = useState(false);
  return (
    <Popover opened={opened} onChange={open} trapFocus returnFocus position="top-start" shadow="md" withinPortal={false}>
      <Popover.Target>
        <Tooltip label={t("composer.emoji")} disabled={opened}>
          <ActionIcon size="lg" aria-label={t("composer.emoji")} onClick={() => { open(!opened); }}>
            <Smile size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={t("composer.emoji")}>
        <div className={classes.grid} onKeyDown={walk}>
          {SIGNS.map(({ sign }) => (
            <button
              key={sign}
              type="button"
              className={classes.sign}
              onClick={() => {
                open(false);
                pick(sign);
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
