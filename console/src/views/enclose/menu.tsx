import { ActionIcon, CloseButton, Menu, Tooltip } from "@mantine/core";
import type { AnyPiece, Summary } from "@wire";
import { LayoutList, MessageCircleQuestion, Package, SquarePlus, Tag } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../../state/enclosed";
import { useStation } from "../../state/use";
import { useWayBack } from "../../ui/wayBack";
import classes from "../composer.module.css";
import type { Letter } from "../letter";
import { Editor, type Kind, KINDS } from "./editor";

const ICONS = { reply: MessageCircleQuestion, card: Tag, order: Package, form: LayoutList } as const;
const MOST = 12;

interface EncloseProps {
  readonly line: Summary;
  readonly letter: Letter;
}

/** Answers to tap and questions do not go together: both ask the shopper for the next word. */
const without = (pieces: readonly AnyPiece[], kind: Kind): readonly AnyPiece[] =>
  kind === "reply" || kind === "form" ? pieces.filter((piece) => piece.kind !== "reply" && piece.kind !== "field") : pieces;

/** What may go with a message beside text and files. */
export function Enclose({ line, letter }: EncloseProps) {
  const { t } = useTranslation();
  const { drafts } = useStation();
  const [kind, setKind] = useState<Kind | null>(null);
  const [opened, setOpened] = useState(false);
  const { pieces = [], attachments } = letter.draft;
  const { button, back } = useWayBack();
  return (
    <>
      <Menu position="top-start" opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Tooltip label={t("enclose.name")} disabled={opened}>
            <ActionIcon ref={button} size="lg" aria-label={t("enclose.name")}>
              <SquarePlus size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {KINDS.map((one) => {
            const Icon = ICONS[one];
            return (
              <Menu.Item key={one} leftSection={<Icon size={15} />} onClick={() => { setKind(one); }}>
                {t(`enclose.${one}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {kind === null ? null : (
        <Editor
          kind={kind}
          files={attachments}
          close={() => { setKind(null); back(); }}
          add={(more) => {
            drafts.change(line.id, { pieces: [...without(pieces, kind), ...more].slice(0, MOST) });
            setKind(null);
            // What was added goes with words: these come next.
            setTimeout(() => button.current?.closest("section")?.querySelector("textarea")?.focus());
          }}
        />
      )}
    </>
  );
}

/** What goes with the message as it stands, each to be taken back. */
export function Pieces({ line, letter }: EncloseProps) {
  const { t } = useTranslation();
  const { drafts } = useStation();
  const { pieces = [] } = letter.draft;
  return pieces.map((piece, n) => {
    const Icon = ICONS[piece.kind === "field" ? "form" : piece.kind === "answer" ? "reply" : piece.kind];
    const name = wordsOf(piece).join(" · ");
    return (
      <span key={n} className={classes.upload}>
        <Icon size={13} aria-hidden />
        <span className={classes.uploadName} dir="auto">
          {name}
        </span>
        <CloseButton size="xs" aria-label={t("enclose.remove", { name })} onClick={() => { drafts.change(line.id, { pieces: pieces.filter((one) => one !== piece) }); }} />
      </span>
    );
  });
}
