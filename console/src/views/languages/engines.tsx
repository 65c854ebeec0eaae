import { ActionIcon, Badge, Button, Group, Modal, Switch, Text } from "@mantine/core";
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeEngine, type EngineCard, orderEngines, removeEngine, type TranslationPage, type Tried, tryEngine } from "../../state/languages";
import { shifted } from "../../state/rules";
import { useHolds, useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { useReport } from "../../ui/report";
import { EngineEditor } from "./engine-form";
import classes from "./languages.module.css";

interface Verbs {
  readonly move: (by: -1 | 1) => void;
  readonly change: () => void;
  readonly again: () => void;
}

/** A ready sentence goes through this engine alone. */
function Test({ engine }: { engine: EngineCard }) {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const [got, setGot] = useState<Tried | "asking" | null>(null);
  const run = async () => {
    setGot("asking");
    const none = { text: "", engine: "", ms: 0, asked: "" };
    setGot(await tryEngine({ engine: engine.id }, session.csrf).catch((error: unknown): Tried => ({ ...none, why: [problemOf(error).code] })));
  };
  return (
    <>
      <Button size="compact-xs" variant="light" loading={got === "asking"} onClick={() => void run()}>{t("languages.test")}</Button>
      <Text size="xs" component="span" role="status" c={got !== null && got !== "asking" && got.text === "" ? "red.8" : "dimmed"}>
        {got === null || got === "asking" ? null : got.text === "" ? (
          t("languages.tryBad", { why: got.why.map((why) => why.split(":").at(-1)).join(", ") })
        ) : (
          <><bdi>{got.asked}</bdi> → <bdi>{got.text}</bdi> ({t("languages.ms", { ms: got.ms })})</>
        )}
      </Text>
    </>
  );
}

/** Its key goes with it: asked once more. */
function Removal({ name, remove }: { name: string; remove: () => void }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const [asking, setAsking] = useState(false);
  const close = () => { setAsking(false); };
  const label = t("languages.removeEngine", { name });
  return (
    <>
      <ActionIcon size="sm" color="red" aria-label={label} onClick={() => { setAsking(true); }}><Trash2 size={14} /></ActionIcon>
      <Modal opened={asking} onClose={close} title={<bdi>{label}</bdi>}>
        <Text size="sm">{t("languages.removeEngineAbout")}</Text>
        <Group justify="flex-end" mt="md">
          <Button data-autofocus variant="default" onClick={close}>{common("action.cancel")}</Button>
          <Button color="red.8" onClick={() => { close(); remove(); }}>{label}</Button>
        </Group>
      </Modal>
    </>
  );
}

function Own({ engine, verbs }: { engine: EngineCard; verbs: Verbs }) {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const report = useReport();
  const { name, id } = engine;
  const does = async (work: Promise<unknown>) => { if (await report(work.then(() => null, problemOf))) verbs.again(); };
  return (
    <span className={classes.verbs}>
      <Switch size="xs" checked={engine.active} aria-label={t("languages.active", { name })} onChange={(event) => void does(changeEngine(id, { active: event.currentTarget.checked }, session.csrf))} />
      <ActionIcon size="sm" aria-label={t("languages.up", { name })} onClick={() => { verbs.move(-1); }}><ArrowUp size={14} /></ActionIcon>
      <ActionIcon size="sm" aria-label={t("languages.down", { name })} onClick={() => { verbs.move(1); }}><ArrowDown size={14} /></ActionIcon>
      {engine.lost ? null : <ActionIcon size="sm" aria-label={t("languages.change", { name })} onClick={verbs.change}><Pencil size={14} /></ActionIcon>}
      <Removal name={name} remove={() => void does(removeEngine(id, session.csrf))} />
    </span>
  );
}

function Tags({ engine }: { engine: EngineCard }) {
  const { t } = useTranslation("staffing");
  const words = [
    { key: "own", text: engine.own ? t("languages.own") : t("languages.house"), color: "gray" },
    ...(engine.paid ? [{ key: "paid", text: t("languages.paid"), color: "orange" }] : []),
    ...(engine.keyed ? [{ key: "keyed", text: t("languages.hasKey"), color: "teal" }] : []),
    ...(engine.lost ? [{ key: "lost", text: t("languages.lost"), color: "red" }] : []),
    ...(engine.active ? [] : [{ key: "off", text: t("languages.off"), color: "gray" }]),
  ];
  return words.map(({ key, text, color }) => <Badge key={key} size="sm" variant="light" color={color} tt="none">{text}</Badge>);
}

/** Who translates, in the order they are asked: the desk's own, then the house's. */
export function Engines({ known, again }: { known: TranslationPage; again: () => void }) {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const report = useReport();
  const may = useHolds("setup");
  const [editing, setEditing] = useState<EngineCard | "new" | null>(null);
  const own = known.engines.filter((engine) => engine.own);
  const move = async (engine: EngineCard, by: -1 | 1) => {
    const order = shifted(own, own.indexOf(engine), by).map(({ id }) => id);
    if (await report(orderEngines(order, session.csrf).then(() => null, problemOf))) again();
  };
  return (
    <>
      {known.engines.length === 0 ? <Text size="sm">{t("languages.noEngines")}</Text> : null}
      <ol className={classes.list}>
        {known.engines.map((engine) => (
          <li key={engine.id} className={classes.one}>
            <Group gap={6}>
              <b dir="auto">{engine.name}</b> <Tags engine={engine} />
              {engine.own && may ? <Own engine={engine} verbs={{ move: (by) => void move(engine, by), change: () => { setEditing(engine); }, again }} /> : null}
              {may && engine.active && !engine.lost ? <Test engine={engine} /> : null}
            </Group>
          </li>
        ))}
      </ol>
      {may ? <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} onClick={() => { setEditing("new"); }}>{t("languages.addEngine")}</Button> : null}
      {editing === null ? null : (
        <EngineEditor
          engine={editing === "new" ? null : editing}
          position={own.length}
          close={() => { setEditing(null); }}
          done={() => { setEditing(null); again(); }}
        />
      )}
    </>
  );
}
