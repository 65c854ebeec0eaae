import { Alert, Button, FileButton, Group, Textarea } from "@mantine/core";
import { Upload } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addPack, packText, removePack, type PackCard, type RulesPage } from "../../state/packs";
import { useStation } from "../../state/use";
import type { Asked } from "../../ui/asked";
import { useTried } from "../../ui/tried";
import { Dry } from "./dry";
import { PackRow } from "./list";
import classes from "./packs.module.css";
import { useTrouble } from "./trouble";

/** The desk's own packs: looked at, brought, tried on the past, removed. Only who may sign brings one. */
export function OwnPacks({ page, asked }: { page: RulesPage; asked: Asked<RulesPage> }) {
  const { t } = useTranslation("packs");
  const { session } = useStation();
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const [source, setSource] = useState("");
  const own = page.packs.filter((pack) => pack.own);
  const open = (pack: PackCard) => void run(async () => { setSource((await packText(pack.id)).source); });
  const remove = (pack: Pick<PackCard, "id">) => void run(async () => {
    await removePack(pack.id, session.csrf);
    asked.again();
  });
  const save = () => void run(async () => {
    asked.set(await addPack(source, session.csrf));
    setSource("");
  });
  return (
    <>
      <ul className={classes.list}>
        {own.map((pack) => (
          <PackRow key={pack.name} pack={pack}>
            <Button size="compact-xs" variant="subtle" onClick={() => { open(pack); }}>{t("own.open")}</Button>
            {page.maySign ? (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => { remove(pack); }}>{t("own.remove")}</Button>
            ) : null}
          </PackRow>
        ))}
      </ul>
      {page.unused.map(({ id, name, reason }) => (
        <Alert key={id} color="red" p="xs" mb="xs" title={t("own.unused", { name })}>
          <bdi>{reason}</bdi>{" "}
          {page.maySign ? <Button size="compact-xs" variant="subtle" color="red" onClick={() => { remove({ id }); }}>{t("own.remove")}</Button> : null}
        </Alert>
      ))}
      <Textarea
        label={t("own.text")} description={t("own.hint")} value={source} autosize minRows={3} maxRows={16} dir="ltr" spellCheck={false}
        classNames={{ input: classes.source }} onChange={(event) => { setSource(event.currentTarget.value); }}
      />
      <Group gap="xs" mt="xs" align="flex-end">
        <FileButton accept=".toml,application/toml,text/plain" onChange={(file) => { void file?.text().then(setSource); }}>
          {(button) => <Button size="xs" variant="default" leftSection={<Upload size={14} />} {...button}>{t("own.file")}</Button>}
        </FileButton>
        {page.maySign ? <Button size="xs" loading={busy} disabled={source.trim() === ""} onClick={save}>{t("own.save")}</Button> : null}
      </Group>
      {trouble === "" ? null : <Alert color="red" role="alert" mt="xs" p="xs"><bdi>{trouble}</bdi></Alert>}
      <div className={classes.dry}><Dry what={source.trim() === "" ? null : { pack: source }} /></div>
    </>
  );
}
