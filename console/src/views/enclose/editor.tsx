import { Button, Group, Modal, Stack } from "@mantine/core";
import type { AnyPiece, Attachment } from "@wire";
import { type ComponentType, useState } from "react";
import { useTranslation } from "react-i18next";
import { CardForm } from "./card";
import { FormForm } from "./form";
import { OrderForm } from "./order";
import { RepliesForm } from "./replies";

export const KINDS = ["reply", "card", "order", "form"] as const;
export type Kind = (typeof KINDS)[number];

/** A form of the editor: tells the pieces as they stand, null while something is missing or odd. */
export interface KindProps {
  readonly files: readonly Attachment[];
  readonly made: (pieces: readonly AnyPiece[] | null) => void;
}

const FORMS: Readonly<Record<Kind, ComponentType<KindProps>>> = { reply: RepliesForm, card: CardForm, order: OrderForm, form: FormForm };

interface EditorProps {
  readonly kind: Kind;
  readonly files: readonly Attachment[];
  readonly add: (pieces: readonly AnyPiece[]) => void;
  readonly close: () => void;
}

/** Where something is made that goes with a message. */
export function Editor({ kind, files, add, close }: EditorProps) {
  const { t } = useTranslation();
  const [pieces, setPieces] = useState<readonly AnyPiece[] | null>(null);
  const Kind = FORMS[kind];
  return (
    <Modal opened returnFocus={false} onClose={close} title={t(`enclose.${kind}`)} closeButtonProps={{ "aria-label": t("action.cancel") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (pieces !== null) add(pieces);
        }}
      >
        <Stack gap="sm">
          <Kind files={files} made={setPieces} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" disabled={pieces === null}>
              {t("enclose.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
