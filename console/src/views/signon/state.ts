import type { Problem } from "@wire";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keep, type Looked, type ProviderForm, type ProviderPage, remove, test } from "../../state/signon";
import { useStation } from "../../state/use";
import { say } from "../../ui/say";
import { useTried } from "../../ui/tried";

const NEW: ProviderForm = {
  name: "", issuer: "", clientId: "", domains: [], newcomers: "invited", role: "agent", factor: "provider", opener: "",
  trustsEmail: false, only: false, leaves: false, active: true,
};

function begun({ provider }: ProviderPage): ProviderForm {
  if (provider === null) return NEW;
  const { secret: _, ...form } = provider;
  return form;
}

/** What is being set, and what came of the last try at it. */
export function useForm(page: ProviderPage, again: () => void) {
  const { session } = useStation();
  const [form, setForm] = useState(() => begun(page));
  const [looked, setLooked] = useState<Looked | null>(null);
  const [kept, setKept] = useState(false);
  const tried = useTried();
  const change = (part: Partial<ProviderForm>) => {
    setKept(false);
    setLooked(null);
    setForm({ ...form, ...part });
  };
  const save = () => tried.run(async () => {
    setForm(begun(await keep(form, session.csrf)));
    setLooked(null);
    setKept(true);
    again();
  });
  const look = () => tried.run(async () => { setLooked(await test(form, session.csrf)); });
  const drop = () => tried.run(async () => {
    await remove(session.csrf);
    setForm(NEW);
    setKept(false);
    setLooked(null);
    again();
  });
  return { ...tried, form, change, looked, kept, save, look, drop };
}

export type FormState = ReturnType<typeof useForm>;

const WHY = ["address", "resolve", "connect", "timeout", "status", "document", "issuer", "endpoints", "flow", "keys", "client"] as const;

/** Words for what the look at a provider found wrong. */
export function useWhy(): (why: string) => string {
  const { t } = useTranslation("signOn");
  return (why) => {
    if (why === "PUBLIC_URL") return t("set.noBack");
    if (/^provider\.(host|port|scheme|url|userinfo)$/.test(why)) return t("why.address");
    const known = WHY.find((each) => `provider.${each}` === why);
    return known === undefined ? t("why.other") : t(`why.${known}`);
  };
}

const PLACES = ["issuer", "domains", "opener"] as const;

/** Words for why it was not kept. */
export function useFault(): (problem: Problem) => string {
  const { t } = useTranslation("signOn");
  const { t: common } = useTranslation();
  return ({ code, detail }) => {
    if (code === "forbidden") return t("fault.role");
    if (code !== "bad_request") return say(common, "problem", code);
    const place = PLACES.find((each) => detail === each || detail.includes(`$.${each}`));
    return place === undefined ? t("fault.other") : t(`fault.${place}`);
  };
}
