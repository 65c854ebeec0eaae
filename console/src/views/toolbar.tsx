import { ActionIcon, Button, CloseButton, FileButton, Loader, Tooltip, VisuallyHidden } from "@mantine/core";
import type { Summary } from "@wire";
import { FileText, Paperclip, SendHorizontal, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useStation } from "../state/use";
import { say } from "../ui/say";
import classes from "./composer.module.css";
import { EmojiPicker } from "./emoji";
import { Enclose, Pieces } from "./enclose/menu";
import type { Letter } from "./letter";
import type { PhraseBox } from "./phrases";
import type { Uploads } from "./uploads";

interface ToolbarProps {
  readonly line: Summary;
  readonly letter: Letter;
  readonly uploads: Uploads;
  readonly phrases: PhraseBox;
  /** Put signs where the caret is. */
  readonly insert: (signs: string) => void;
}

function Attached({ line, letter, uploads }: Omit<ToolbarProps, "insert" | "phrases">) {
  const { t } = useTranslation();
  const { drafts } = useStation();
  const { attachments } = letter.draft;
  if (attachments.length + uploads.list.length + (letter.draft.pieces?.length ?? 0) === 0) return null;
  const remove = (id: string) => {
    drafts.change(line.id, { attachments: attachments.filter((file) => file.id !== id) });
  };
  return (
    <div className={classes.uploads}>
      <Pieces line={line} letter={letter} />
      {attachments.map((file) => (
        <span key={file.id} className={classes.upload}>
          <FileText size={13} aria-hidden />
          <span className={classes.uploadName} dir="auto">
            {file.name}
          </span>
          <CloseButton size="xs" aria-label={t("file.remove", { name: file.name })} onClick={() => { remove(file.id); }} />
        </span>
      ))}
      {uploads.list.map(({ key, name, part, problem }) => (
        <span key={key} className={classes.upload} data-failed={problem !== null || undefined} role="status">
          {problem === null ? <Loader size={12} /> : null}
          <span className={classes.uploadName} dir="auto">
            {name}
          </span>
          {problem === null ? <span aria-live="off">{Math.round(part * 100)} %</span> : say(t, "problem", problem.code)}
          {problem === null ? null : (
            <CloseButton size="xs" aria-label={t("file.remove", { name })} onClick={() => { uploads.dismiss(key); }} />
          )}
        </span>
      ))}
    </div>
  );
}

/** The count appears only when the end is near. It is spoken at every tenth part from there on, and not at every key. */
function Count({ letter }: { letter: Letter }) {
  const { t, i18n } = useTranslation();
  const { limit, length, tooLong } = letter;
  const tenths = Math.floor((length / limit) * 10);
  const share = (tenths / 10).toLocaleString(i18n.language, { style: "percent" });
  return (
    <>
      {tenths < 8 ? null : (
        <span className={classes.count} data-over={tooLong || undefined}>
          {length} / {limit}
        </span>
      )}
      <VisuallyHidden role="status">{tooLong ? t("composer.over", { limit }) : tenths < 8 ? "" : t("composer.near", { share, limit })}</VisuallyHidden>
    </>
  );
}

export function Toolbar(props: ToolbarProps) {
  const { t } = useTranslation();
  const { letter, uploads, phrases, insert } = props;
  const { draft, judged } = letter;
  const empty = draft.text.trim() === "" && draft.attachments.length === 0 && (draft.pieces?.length ?? 0) === 0;
  const forbidden = judged.fresh && (judged.action === "block" || judged.action === "require");
  return (
    <>
      <Attached {...props} />
      <div className={classes.toolbar}>
        <FileButton multiple onChange={(files) => { uploads.add(files); }}>
          {(button) => (
            <Tooltip label={t("composer.attach")}>
              <ActionIcon size="lg" aria-label={t("composer.attach")} {...button}>
                <Paperclip size={17} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
        {draft.note ? null : (
          <Tooltip label={t("composer.phrases")}>
            <ActionIcon size="lg" aria-label={t("composer.phrases")} onClick={phrases.start}>
              <Zap size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        {draft.note ? null : <Enclose line={props.line} letter={letter} />}
        <EmojiPicker pick={insert} />
        <span className={classes.grow} />
        <Count letter={letter} />
        <Button
          size="sm"
          color={draft.note ? "yellow.9" : undefined}
          rightSection={<SendHorizontal size={15} aria-hidden />}
          disabled={empty || letter.tooLong || forbidden || uploads.list.some((one) => one.problem === null)}
          onClick={() => { letter.send(); }}
        >
          {draft.note ? t("composer.saveNote") : judged.action === "hold" ? t("composer.sendReview") : t("composer.send")}
        </Button>
      </div>
    </>
  );
}
