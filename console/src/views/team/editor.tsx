import { Alert, Button, Drawer, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { addPerson, changePerson } from "../../state/admin";
import { type Fault, faultOf } from "../../state/fault";
import type { AgentCard, Hours } from "../../state/roster";
import { useHolds, useMe, useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { useFaultWords } from "../../ui/faulty";
import classes from "./editor.module.css";
import { Locked } from "../../ui/locked";
import { Basics, Capacity, Work } from "./fields";
import { changesOf, type Draft, draftOf, emptyPerson, newOf } from "./form";
import { Week } from "./grid";
import { Languages } from "./languages";
import { Specials } from "./specials";

interface EditorProps {
  /** Who is changed; null: somebody new. */
  readonly card: AgentCard | null;
  readonly skills: readonly string[];
  readonly saved: (card: AgentCard) => void;
  readonly close: () => void;
}

function Part({ title, about = "", children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <fieldset className={classes.part}>
      <legend className={classes.legend}>{title}</legend>
      {about === "" ? null : (
        <Text size="sm" c="dimmed" mb="xs">
          {about}
        </Text>
      )}
      {children}
    </fieldset>
  );
}

function useEditor({ card, saved }: EditorProps) {
  const me = useMe();
  const { session } = useStation();
  const [before] = useState<Draft>(() => (card === null ? emptyPerson(me.locale, me.timeZone) : draftOf(card)));
  const [draft, setDraft] = useState(before);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (part: Partial<Draft>) => {
    setDraft((known) => ({ ...known, ...part }));
    setFault(null);
  };
  const save = async () => {
    setBusy(true);
    try {
      saved(await (card === null ? addPerson(newOf(draft), session.csrf) : changePerson(card.id, changesOf(before, draft), session.csrf)));
    } catch (error) {
      setFault(faultOf(problemOf(error)));
      setBusy(false);
    }
  };
  const dirty = JSON.stringify(before) !== JSON.stringify(draft);
  return { draft, fault, busy, dirty, write, save };
}

interface Leaving {
  /** Somebody wants to close what is not saved. */
  readonly asking: boolean;
  readonly stay: () => void;
  readonly leave: () => void;
}

function Ways({ asking, stay, leave, dirty, busy, close }: Leaving & { dirty: boolean; busy: boolean; close: () => void }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  if (!useHolds("people")) return null;
  // Each has a key of its own: a button that turns into another one under a pressed key would act as that one.
  if (asking && dirty) {
    return (
      <div key="leaving" className={classes.ways} role="alertdialog" aria-label={t("action.unsaved")}>
        <Text size="sm" fw={600} mr="auto">
          {t("action.unsaved")}
        </Text>
        <Button variant="default" onClick={stay} data-autofocus autoFocus>
          {t("action.stay")}
        </Button>
        <Button color="red.8" onClick={leave}>
          {common("action.discard")}
        </Button>
      </div>
    );
  }
  return (
    <div key="staying" className={classes.ways}>
      <Button variant="default" onClick={close}>
        {common("action.cancel")}
      </Button>
      <Button type="submit" loading={busy} disabled={!dirty}>
        {t("action.save")}
      </Button>
    </div>
  );
}

type FormProps = EditorProps & Leaving & { readonly tell: (dirty: boolean) => void };

function EditorForm({ tell, ...props }: FormProps) {
  const { t } = useTranslation("staffing");
  const { draft, fault, busy, dirty, write, save } = useEditor(props);
  const { words } = useFaultWords(fault);
  const hours = (part: Partial<Hours>) => { write({ hours: { ...draft.hours, ...part } }); };
  const fields = { draft, write, fault };
  useEffect(() => { tell(dirty); }, [tell, dirty]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Locked needs="people">
        <Part title={t("person.who")}>
          <Basics {...fields} fresh={props.card === null} />
        </Part>
        <Part title={t("person.languages")} about={t("person.languagesText")}>
          <Languages {...fields} />
        </Part>
        <Part title={t("week.title")} about={t("week.text", { zone: draft.timeZone })}>
          <Week shifts={draft.hours.shifts} change={(shifts) => { hours({ shifts }); }} fault={fault} />
        </Part>
        <Part title={t("special.title")}>
          <Specials hours={draft.hours} change={hours} fault={fault} />
        </Part>
        <Part title={t("person.work")}>
          <Work {...fields} skills={props.skills} />
        </Part>
        <Part title={t("person.atOnce")} about={t("person.atOnceText")}>
          <Capacity {...fields} />
        </Part>
      </Locked>
      <div className={classes.foot}>
        {fault === null ? null : (
          <Alert color="red" role="alert" p="xs">
            {words}
          </Alert>
        )}
        <Ways {...props} dirty={dirty} busy={busy} />
      </div>
    </form>
  );
}

/** Closing what was changed asks first. */
function useLeaving(close: () => void) {
  const dirty = useRef(false);
  const [asking, ask] = useState(false);
  const tell = useCallback((changed: boolean) => { dirty.current = changed; }, []);
  return {
    asking,
    tell,
    stay: () => { ask(false); },
    leave: () => {
      ask(false);
      close();
    },
    close: () => {
      if (dirty.current) ask(true);
      else close();
    },
  };
}

/** Everything that may be set of a person. */
export function Editor(props: EditorProps & { opened: boolean }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const phone = useMediaQuery("(max-width: 48em)");
  const leaving = useLeaving(props.close);
  return (
    <Drawer
      opened={props.opened}
      onClose={leaving.close}
      position="right"
      size={phone ? "100%" : 760}
      title={props.card?.name ?? t("team.add")}
      closeButtonProps={{ "aria-label": common("action.dismiss") }}
      classNames={{ body: classes.body, title: classes.title }}
    >
      <EditorForm key={props.card?.id ?? "new"} {...props} {...leaving} />
    </Drawer>
  );
}
