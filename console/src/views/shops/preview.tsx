import { Group, NativeSelect, SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../i18n";
import type { ShopForm } from "../../state/shops";
import { useMe } from "../../state/use";
import { Section } from "../../ui/page";
import classes from "./shops.module.css";

interface Scene {
  readonly locale: string;
  readonly open: boolean;
  readonly online: boolean;
}

/** What the page in the frame is told; it is the answer a shop's page would get from the desk. */
function told({ name, accent, locale: own, front }: ShopForm, { locale, open, online }: Scene, agent: string) {
  const said = { hello: "", away: "", topics: [], ...front.words[locale] };
  return {
    kind: "front",
    locale,
    open,
    session: {
      shop: { key: "preview", name, accent, locale: own, theme: front.theme, side: front.side, askName: front.askName, askEmail: front.askEmail, ...said },
      online,
      names: online ? [agent] : [],
      replyMs: 120_000,
      backAt: null,
    },
  };
}

/** The real widget on a page without words, with what is in the form; nothing is sent from there. */
export function Preview({ draft }: { draft: ShopForm }) {
  const { t } = useTranslation("shops");
  const me = useMe();
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(0);
  const [scene, setScene] = useState<Scene>({ locale: draft.locale in LANGUAGES ? draft.locale : "en", open: true, online: true });
  const [device, setDevice] = useState("desktop");
  const [message] = useDebouncedValue(JSON.stringify(told(draft, scene, me.name)), 350);
  useEffect(() => {
    const heard = ({ origin, source, data }: MessageEvent<{ kind?: string } | null>) => {
      if (origin === window.location.origin && source === frame.current?.contentWindow && data?.kind === "ready") setReady((n) => n + 1);
    };
    window.addEventListener("message", heard);
    return () => { window.removeEventListener("message", heard); };
  }, []);
  useEffect(() => {
    if (ready > 0) frame.current?.contentWindow?.postMessage(JSON.parse(message), window.location.origin);
  }, [ready, message]);
  const set = (part: Partial<Scene>) => { setScene((known) => ({ ...known, ...part })); };
  const two = (first: string, second: string, names: readonly [string, string]) => [{ value: first, label: names[0] }, { value: second, label: names[1] }];
  return (
    <Section title={t("preview.title")}>
      <Group gap="xs" mb="sm">
        <SegmentedControl size="xs" aria-label={t("preview.title")} data={two("desktop", "phone", [t("preview.desktop"), t("preview.phone")])} value={device} onChange={setDevice} />
        <SegmentedControl size="xs" aria-label={t("preview.title")} data={two("open", "closed", [t("preview.open"), t("preview.closed")])} value={scene.open ? "open" : "closed"} onChange={(value) => { set({ open: value === "open" }); }} />
        <SegmentedControl size="xs" aria-label={t("preview.title")} data={two("online", "offline", [t("preview.online"), t("preview.offline")])} value={scene.online ? "online" : "offline"} onChange={(value) => { set({ online: value === "online" }); }} />
        <NativeSelect size="xs" aria-label={t("shop.locale")} data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))} value={scene.locale} onChange={(event) => { set({ locale: event.currentTarget.value }); }} />
      </Group>
      <div className={classes.glass} data-device={device}>
        <iframe ref={frame} className={classes.frame} src="/preview/" title={t("preview.title")} />
      </div>
    </Section>
  );
}
