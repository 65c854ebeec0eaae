import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStation } from "../state/use";
import { Marked } from "../ui/marked";
import { rewritten } from "../ui/pieces";
import classes from "./field.module.css";
import type { InsertBox } from "./inserts";
import type { Letter } from "./letter";
import type { MentionBox } from "./mentions";
import type { PhraseBox } from "./phrases";

interface FieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly letter: Letter;
  readonly phrases: PhraseBox;
  readonly mentions: MentionBox;
  readonly inserts: InsertBox;
  readonly paste: (event: ClipboardEvent) => void;
}

/** Keys of an input method belong to the input method; 229 is what browsers say while it is at work. */
export const isComposing = (event: KeyboardEvent): boolean => event.nativeEvent.isComposing || event.keyCode === 229;

/** One's own "stop correcting me": Escape lets Tab leave the field again. */
function useTabRewrite(letter: Letter) {
  const [declined, decline] = useState("");
  const offer = letter.judged.findings.find((finding) => typeof finding.rewrite === "string");
  const open = offer !== undefined && declined !== letter.draft.text;
  return (event: KeyboardEvent): boolean => {
    if (!open) return false;
    if (event.key === "Escape") {
      decline(letter.draft.text);
      return true;
    }
    if (event.key !== "Tab" || event.shiftKey) return false;
    letter.write(rewritten(letter.draft.text, offer));
    return true;
  };
}

/** The text field. Behind it lies the same text with its findings underlined, letter for letter. */
export function Field({ field, letter, phrases, mentions, inserts, paste }: FieldProps) {
  const { t } = useTranslation();
  const { draft, judged } = letter;
  const tab = useTabRewrite(letter);
  const withCommand = useStation().prefs.get("send") === "command";
  const { listId, active, open } = [mentions, inserts].find((one) => one.open) ?? phrases;
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return;
    if (phrases.onKey(event) || mentions.onKey(event) || inserts.onKey(event) || tab(event)) {
      event.preventDefault();
      return;
    }
    const command = event.ctrlKey || event.metaKey;
    if (event.key !== "Enter" || event.shiftKey || event.altKey || (withCommand && !command)) return;
    event.preventDefault();
    letter.send(letter.asking && command);
  };
  useEffect(() => {
    // On a touch screen the focus would bring the keyboard up over what was to be read.
    if (!window.matchMedia("(pointer: coarse)").matches) field.current?.focus({ preventScroll: true });
  }, [field]);
  return (
    <div className={classes.stack}>
      <div className={classes.mirror} aria-hidden dir="auto">
        <Marked text={draft.text} findings={judged.findings} />{" "}
      </div>
      <textarea
        ref={field}
        className={classes.field}
        dir={draft.text === "" ? undefined : "auto"}
        rows={1}
        value={draft.text}
        placeholder={draft.note ? t("composer.notePlaceholder") : t("composer.placeholder")}
        aria-label={draft.note ? t("composer.note") : t("composer.reply")}
        aria-invalid={letter.tooLong || undefined}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          letter.write(event.currentTarget.value);
          phrases.look(event.currentTarget);
          mentions.look(event.currentTarget);
          inserts.look(event.currentTarget);
        }}
        onKeyDown={onKeyDown}
        onPaste={paste}
      />
    </div>
  );
}
