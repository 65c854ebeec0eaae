import { ActionIcon, Anchor, Button, Text, VisuallyHidden } from "@mantine/core";
import { CircleCheckBig, Circle, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { people as askPeople } from "../state/admin";
import { go } from "../state/place";
import { isAlways } from "../state/roster";
import { readJson } from "../state/prefs";
import { ACCENT, emptyShop, sampleOf, type ShopCard, shops as askShops } from "../state/shops";
import { useDesk, useStation } from "../state/use";
import { useAsked } from "../ui/asked";
import { HIDDEN } from "./begins";
import classes from "./first.module.css";

const STEPS = ["look", "page", "answer", "hours", "people"] as const;
type Step = (typeof STEPS)[number];
const isSteps = (value: unknown): value is Step[] => Array.isArray(value);
const KEPT = "first";

/** Whether a shop is more than the one a new desk begins with. */
function isOwn(shop: ShopCard, workspace: string): boolean {
  const { hours: _, timeZone: _z, ...plain } = emptyShop("en", "UTC").front;
  const { hours: _h, timeZone: _t, ...face } = shop.front;
  return shop.name !== workspace || shop.accent !== ACCENT || JSON.stringify(face) !== JSON.stringify(plain);
}

/** What is done, as the desk itself tells; what was once true stays so. Null: this desk is past its first minutes. */
function useDone(): { done: ReadonlySet<Step>; shop: ShopCard | null } | null {
  const { prefs, session } = useStation();
  const facts = useAsked("first", useCallback(async () => ({ shops: await askShops(), people: await askPeople() }), []));
  const said = useDesk((desk) => Object.values(desk.conversations).some((one) => one.channel === "web"));
  const answered = useDesk((desk) => Object.values(desk.conversations).some((one) => one.lastFrom === "agent"));
  const [kept, keep] = useState<readonly Step[] | null>(() => (prefs.get(KEPT) === null ? null : readJson(prefs, KEPT, isSteps, [])));
  const told = facts.value;
  const now = told === null ? [] : STEPS.filter((step) => ({
    look: told.shops.some((shop) => isOwn(shop, session.workspace.name)),
    page: said,
    answer: answered,
    hours: told.shops.some((shop) => !isAlways(shop.front.hours)) || told.people.some((one) => !isAlways(one.hours)),
    people: told.people.length > 1,
  })[step]);
  const begins = told !== null && (kept !== null || told.people.length === 1);
  const done = [...new Set([...(kept ?? []), ...now])].sort();
  const text = JSON.stringify(done);
  useEffect(() => {
    if (!begins || prefs.get(KEPT) === text) return;
    prefs.set(KEPT, text);
    keep(JSON.parse(text) as Step[]);
  }, [begins, prefs, text]);
  return begins ? { done: new Set(done), shop: told.shops[0] ?? null } : null;
}

function Way({ step, shop }: { step: Step; shop: ShopCard | null }) {
  const { t } = useTranslation("shops");
  const name = t(`first.${step}`);
  if (step === "page") {
    return shop === null ? name : <Anchor href={sampleOf(shop.key)} target="_blank" rel="noopener">{name}</Anchor>;
  }
  if (step === "answer") return name;
  const to = step === "people" ? ({ page: "team", id: "new" } as const) : ({ page: "shops", id: shop?.id ?? "new" } as const);
  return <Anchor component="button" type="button" onClick={() => { go(to); }}>{name}</Anchor>;
}

function Steps({ done, shop, hide }: { done: ReadonlySet<Step>; shop: ShopCard | null; hide: () => void }) {
  const { t } = useTranslation("shops");
  return (
    <section className={classes.card} aria-label={t("first.title")}>
      <header className={classes.head}>
        <h2 className={classes.title}>{t("first.title")}</h2>
        <Text size="sm" c="dimmed" role="status">{t("first.count", { done: done.size, all: STEPS.length })}</Text>
        <ActionIcon className={classes.close} aria-label={t("first.close")} onClick={hide}><X size={16} /></ActionIcon>
      </header>
      <ol className={classes.steps}>
        {STEPS.map((step) => (
          <li key={step} className={classes.step} data-done={done.has(step)}>
            {done.has(step) ? <CircleCheckBig size={22} aria-hidden /> : <Circle size={22} aria-hidden />}
            <span>
              <span className={classes.name}><Way step={step} shop={shop} /></span>
              {done.has(step) ? <VisuallyHidden>{t("first.done")}</VisuallyHidden> : null}
              <Text component="span" display="block" size="sm" c="dimmed">{t(`first.${step}Text`)}</Text>
            </span>
          </li>
        ))}
      </ol>
      {done.size === STEPS.length ? <Button variant="light" onClick={hide}>{t("first.close")}</Button> : null}
    </section>
  );
}

/** A new desk's way to its first answered shopper; every step ticks itself. */
export default function First() {
  const { prefs } = useStation();
  const told = useDone();
  const [hidden, hide] = useState(prefs.get(HIDDEN) !== null);
  if (told === null || hidden) return null;
  return <Steps {...told} hide={() => { prefs.set(HIDDEN, "1"); hide(true); }} />;
}
