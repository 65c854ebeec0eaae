import { Alert, Button, Group, Modal, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { addKey, type KeyCard, keys, type NewKey, replaceKey, revokeKey, type ShopCard } from "../../state/signing";
import { useHolds, useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { say } from "../../ui/say";
import { useTried } from "../../ui/tried";
import { useReader } from "../line";
import { Copied } from "./sample";
import classes from "./signing.module.css";

interface Deeds {
  readonly busy: boolean;
  readonly replace: (key: KeyCard) => void;
  readonly revoke: (key: KeyCard) => void;
}

function Key({ card, deeds, single }: { card: KeyCard; deeds: Deeds; single: boolean }) {
  const { t } = useTranslation("signing");
  const reader = useReader();
  const may = useHolds("connect");
  const until = card.endsAt > 0 ? t("ends", { time: fullTime(card.endsAt, reader) }) : t("made", { time: fullTime(card.createdAt, reader) });
  return (
    <li className={classes.key}>
      <code dir="ltr">{card.id}</code>
      <Text size="xs" c="dimmed">{card.algorithm} · {until}</Text>
      <span className={classes.gap} />
      {may && single && card.algorithm === "HS256" ? <Button size="xs" variant="default" disabled={deeds.busy} onClick={() => { deeds.replace(card); }}>{t("rotate")}</Button> : null}
      {may ? <Button size="xs" variant="subtle" color="red.8" disabled={deeds.busy} onClick={() => { deeds.revoke(card); }}>{t("revoke")}</Button> : null}
    </li>
  );
}

/** The secret, this once. */
function Secret({ made }: { made: NewKey }) {
  const { t } = useTranslation("signing");
  return (
    <Alert color="teal" role="status" title={t("once")} mb="md">
      <Group gap="sm">
        <code dir="ltr" aria-label={t("secret")} style={{ overflowWrap: "anywhere" }}>{made.secret}</code>
        <Copied text={made.secret} />
      </Group>
    </Alert>
  );
}

function Sure({ card, close, go }: { card: KeyCard; close: () => void; go: () => void }) {
  const { t } = useTranslation("signing");
  const { t: common } = useTranslation();
  return (
    <Modal opened onClose={close} title={`${t("revoke")} · ${card.id}`} closeButtonProps={{ "aria-label": common("action.dismiss") }}>
      <Text size="sm" mb="md">{t("revokeText")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>{common("action.cancel")}</Button>
        <Button color="red.8" data-autofocus onClick={go}>{t("revoke")}</Button>
      </Group>
    </Modal>
  );
}

/** The keys of a shop: made, followed by another, taken back. `newest` is told the one to sign with. */
export function Keys({ shop, newest }: { shop: ShopCard; newest: (kid: string) => void }) {
  const { t } = useTranslation("signing");
  const { t: common } = useTranslation();
  const { session: { csrf } } = useStation();
  const asked = useAsked(`keys-${shop.id}`, () => keys(shop.id));
  const [made, setMade] = useState<NewKey | null>(null);
  const [leaving, leave] = useState<KeyCard | null>(null);
  const { busy, problem, run } = useTried();
  const may = useHolds("connect");
  const last = asked.value?.at(-1)?.id ?? "";
  useEffect(() => { newest(last); }, [newest, last]);
  const made_ = (deed: () => Promise<NewKey | null>) => {
    void run(async () => {
      setMade(await deed());
      asked.again();
    });
  };
  const revoke = (card: KeyCard) => {
    leave(null);
    made_(async () => {
      await revokeKey(card.id, csrf);
      return null;
    });
  };
  const deeds: Deeds = { busy, revoke: leave, replace: (card) => { made_(() => replaceKey(card.id, csrf)); } };
  return (
    <Awaited asked={asked}>
      {(all) => (
        <>
          {made === null ? null : <Secret made={made} />}
          {all.length === 0 ? <Text size="sm" c="dimmed">{t("none")}</Text> : null}
          <ul className={classes.keys}>
            {all.map((card) => <Key key={card.id} card={card} deeds={deeds} single={all.length === 1} />)}
          </ul>
          {problem === null ? null : <Alert color="red" role="alert" mt="sm">{say(common, "problem", problem.code)}</Alert>}
          {may && all.length < 2 ? <Button mt="md" size="sm" variant="light" leftSection={<Plus size={16} />} loading={busy} onClick={() => { made_(() => addKey(shop.id, csrf)); }}>{t("add")}</Button> : null}
          {leaving === null ? null : <Sure card={leaving} close={() => { leave(null); }} go={() => { revoke(leaving); }} />}
        </>
      )}
    </Awaited>
  );
}
