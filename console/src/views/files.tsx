import { UnstyledButton } from "@mantine/core";
import type { Attachment } from "@wire";
import { Download, FileText } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStation } from "../state/use";
import classes from "./files.module.css";

export function fileSize(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const style = { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}

/** An address that serves the file for a short while; asked for when it is needed. */
function useAddress(id: string, wanted: boolean): string {
  const { link } = useStation();
  const [url, setUrl] = useState("");
  useEffect(() => {
    if (!wanted) return;
    let shown = true;
    void link.ask("file.link", { fileId: id }).then((answer) => {
      if (shown && answer.ok) setUrl(answer.url);
    });
    return () => {
      shown = false;
    };
  }, [link, id, wanted]);
  return url;
}

const isPicture = (file: Attachment) => /^image\/(png|jpeg|gif|webp|avif)$/.test(file.mime);

function FileChip({ file }: { file: Attachment }) {
  const { i18n, t } = useTranslation();
  const { link } = useStation();
  const picture = useAddress(file.id, isPicture(file));
  const open = async () => {
    const answer = await link.ask("file.link", { fileId: file.id });
    if (answer.ok) window.open(answer.url, "_blank", "noopener,noreferrer");
  };
  return (
    <UnstyledButton className={classes.file} onClick={() => void open()} title={t("file.open", { name: file.name })}>
      {picture === "" ? <FileText size={18} aria-hidden /> : <img className={classes.picture} src={picture} alt="" />}
      <span className={classes.name} dir="auto">
        {file.name}
      </span>
      <span className={classes.size}>{fileSize(file.size, i18n.language)}</span>
      <Download size={14} aria-hidden />
    </UnstyledButton>
  );
}

export function Files({ files }: { files: readonly Attachment[] }) {
  return files.map((file) => <FileChip key={file.id} file={file} />);
}
