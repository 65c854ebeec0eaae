import { Button, FileButton, Group, Text } from "@mantine/core";
import { Download, Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../state/door";
import type { Imported } from "../../state/languages";
import { useHolds, useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";

/** The memory as other tools read it, out and in. */
export function Memory() {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const [told, setTold] = useState("");
  const read = async (file: File | null) => {
    if (file === null) return;
    const kind = file.name.toLowerCase().endsWith(".csv") ? "text/csv" : "application/xml";
    const headers = { "content-type": kind, "x-csrf": session.csrf };
    const got = call<Imported>("/v1/admin/memory", { method: "POST", headers, body: file });
    setTold(await got.then(({ learnt, leftOut }) => t("languages.imported", { learnt, leftOut }), (error: unknown) => t("languages.badFile", { detail: problemOf(error).detail })));
  };
  return (
    <>
      <Group gap={8}>
        <Button component="a" href="/v1/admin/memory?format=tmx" download variant="default" size="xs" leftSection={<Download size={14} />}>
          {t("languages.exportTmx")}
        </Button>
        <Button component="a" href="/v1/admin/memory?format=csv" download variant="default" size="xs" leftSection={<Download size={14} />}>
          {t("languages.exportCsv")}
        </Button>
        {useHolds("setup") ? (
          <FileButton accept=".tmx,.csv" onChange={(file) => void read(file)}>
            {(button) => <Button {...button} variant="light" size="xs" leftSection={<Upload size={14} />}>{t("languages.importFile")}</Button>}
          </FileButton>
        ) : null}
      </Group>
      <Text size="sm" role="status" mt={6}>{told}</Text>
    </>
  );
}
