import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import type { Summary } from "@wire";
import { Check, Columns2, FileText, Languages, Rows2, Type } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk, useHolds, useMe } from "../../state/use";
import { WAYS } from "../../state/ways";
import { languageName, sameLanguage } from "../../ui/say";
import { useWayBack } from "../../ui/wayBack";
import { Naming } from "./naming";
import { useWay } from "./ways";

const ICONS = { below: Rows2, beside: Columns2, translation: Type, original: FileText } as const;

/** The last message of the customer: the one whose language is named from the header. */
const useLatest = (id: string): number =>
  useDesk((desk) => desk.threads[id]?.thread.items.findLast((item) => item.kind === "bubble" && item.author.kind === "customer" && item.text !== "")?.seq ?? 0);

/** How this conversation is read, and which language its customer writes. */
export function WordingMenu({ line }: { line: Summary }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const answers = useHolds("answer");
  const { way, usual, choose, makeUsual } = useWay(line.id);
  const [naming, setNaming] = useState(false);
  const { button, back } = useWayBack();
  const [opened, setOpened] = useState(false);
  const latest = useLatest(line.id);
  const same = line.language === "und" || sameLanguage(line.language, me.locale);
  const pair = (same ? [me.locale] : [line.language, me.locale]).map((tag) => languageName(tag, i18n.language)).join(" ↔ ");
  return (
    <>
      <Menu position="bottom-end" width={290} closeOnItemClick={false} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Tooltip label={t("ways.name")} disabled={opened}>
            <ActionIcon ref={button} size="lg" aria-label={t("ways.name")} color={way === "translation" ? "gray" : "wind"}>
              <Languages size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{pair}</Menu.Label>
          {WAYS.map((each) => {
            const Icon = ICONS[each];
            return (
              <Menu.Item
                key={each}
                aria-current={each === way}
                leftSection={<Icon size={15} />}
                rightSection={each === way ? <Check size={15} /> : null}
                onClick={() => { choose(each); }}
              >
                {t(`ways.${each}`)}
              </Menu.Item>
            );
          })}
          {way === usual ? null : <Menu.Item onClick={makeUsual}>{t("ways.usual")}</Menu.Item>}
          {answers && latest > 0 ? (
            <>
              <Menu.Divider />
              <Menu.Item closeMenuOnClick onClick={() => { setNaming(true); }}>{t("wording.naming")}</Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {naming ? <Naming id={line.id} seq={latest} close={() => { setNaming(false); back(); }} /> : null}
    </>
  );
}
