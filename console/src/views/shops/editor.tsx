import { ActionIcon, Alert, Button } from "@mantine/core";
import { ArrowLeft } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isLanguage } from "../../i18n";
import { type Fault, faultOf } from "../../state/fault";
import { go } from "../../state/place";
import { addShop, changeShop, changesOf, emptyShop, type Front, type ShopCard, type ShopForm, shopForm } from "../../state/shops";
import { useHolds, useMe, useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { useFaultWords } from "../../ui/faulty";
import { Locked } from "../../ui/locked";
import { Page } from "../../ui/page";
import { Basics, Before, Look, Opening } from "./fields";
import { Preview } from "./preview";
import classes from "./shops.module.css";
import { Snippet } from "./snippet";
import { Words } from "./words";

interface EditorProps {
  /** The shop that is changed; null: a new one. */
  readonly card: ShopCard | null;
  readonly saved: (card: ShopCard) => void;
}

/** The place of a fault as the shared fields for hours know it. */
const within = (fault: Fault | null): Fault | null => (fault === null ? null : { ...fault, path: fault.path.replace(/^front\./, "") });

function useEditor({ card, saved }: EditorProps) {
  const me = useMe();
  const { session } = useStation();
  const [before, setBefore] = useState<ShopForm>(() => (card === null ? emptyShop(isLanguage(me.locale) ? me.locale : "en", me.timeZone) : shopForm(card)));
  const [draft, setDraft] = useState(before);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (part: Partial<ShopForm>) => {
    setDraft((known) => ({ ...known, ...part }));
    setFault(null);
  };
  const face = (part: Partial<Front>) => {
    setDraft((known) => ({ ...known, front: { ...known.front, ...part } }));
    setFault(null);
  };
  const save = async () => {
    setBusy(true);
    try {
      const told = await (card === null ? addShop(draft, session.csrf) : changeShop(card.id, changesOf(before, draft), session.csrf));
      setBefore(shopForm(told));
      setDraft(shopForm(told));
      saved(told);
    } catch (error) {
      setFault(faultOf(problemOf(error)));
    }
    setBusy(false);
  };
  const dirty = JSON.stringify(before) !== JSON.stringify(draft);
  return { draft, fault: within(fault), busy, dirty, write, face, save };
}

/** One shop: what may be set of it, and beside it what shoppers will see. */
export function Editor(props: EditorProps) {
  const { t } = useTranslation("shops");
  const { t: staffing } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const may = useHolds("setup");
  const { draft, fault, busy, dirty, write, face, save } = useEditor(props);
  const { words } = useFaultWords(fault);
  const fields = { draft, write, face, fault };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const back = (
    <ActionIcon size="lg" className={classes.back} aria-label={common("page.shops")} onClick={() => { go({ page: "shops" }); }}>
      <ArrowLeft size={18} />
    </ActionIcon>
  );
  return (
    <Page title={props.card?.name ?? t("shops.add")} actions={back}>
      <div className={classes.columns}>
        <form className={classes.form} onSubmit={submit}>
          <Locked needs="setup">
            <Basics {...fields} fresh={props.card === null} />
            <Look {...fields} />
            <Words {...fields} />
            <Before {...fields} />
            <Opening {...fields} />
          </Locked>
          {may ? (
            <div className={classes.foot}>
              {fault === null ? null : <Alert color="red" role="alert" p="xs">{words}</Alert>}
              <Button type="submit" loading={busy} disabled={!dirty || draft.name.trim() === ""}>{staffing("action.save")}</Button>
            </div>
          ) : null}
        </form>
        <div className={classes.beside}>
          <Preview draft={draft} />
          {props.card === null ? null : <Snippet shop={props.card} />}
        </div>
      </div>
    </Page>
  );
}
