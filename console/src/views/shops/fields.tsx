import { ColorInput, NativeSelect, Select, SimpleGrid, TagsInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../i18n";
import { clockTime } from "../../i18n/time";
import type { Fault } from "../../state/fault";
import type { Hours } from "../../state/roster";
import type { Front, ShopForm } from "../../state/shops";
import { countryChoices, withKnown, zoneChoices } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { useNow } from "../../ui/now";
import { Section } from "../../ui/page";
import { say } from "../../ui/say";
import { Week } from "../team/grid";
import { Specials } from "../team/specials";

export interface FieldsProps {
  readonly draft: ShopForm;
  readonly write: (part: Partial<ShopForm>) => void;
  readonly face: (part: Partial<Front>) => void;
  readonly fault: Fault | null;
}

const CHANNELS = [
  "web", "email", "whatsapp", "sms", "amazon", "aliexpress", "ebay", "etsy", "lazada", "mercadolibre", "ozon", "rakuten", "shopee", "temu",
  "tiktok_shop", "walmart", "wildberries",
] as const;
const NAMES: Readonly<Record<string, string>> = { aliexpress: "AliExpress", ebay: "eBay", mercadolibre: "Mercado Libre", tiktok_shop: "TikTok Shop" };
const COLUMNS = { base: 1, sm: 2 } as const;
const SWATCHES = ["#0f766e", "#1d4ed8", "#7c3aed", "#be185d", "#b91c1c", "#c2410c", "#15803d", "#111827"];

function useChannels() {
  const { t } = useTranslation();
  const proper = (name: string) => NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
  return CHANNELS.map((value) => {
    const said = say(t, "channel", value);
    return { value, label: said === "" || said === value ? proper(value) : said };
  });
}

/** What conversations carry, and what therefore stays. */
function Chosen({ draft, write, fault, fresh }: Omit<FieldsProps, "face"> & { fresh: boolean }) {
  const { t, i18n } = useTranslation("shops");
  const { at } = useFaultWords(fault);
  const channels = useChannels();
  return (
    <>
      <Select
        searchable
        limit={60}
        allowDeselect={false}
        disabled={!fresh}
        label={t("shop.market")}
        data={withKnown(countryChoices(i18n.language), [draft.market])}
        value={draft.market}
        error={at("market")}
        onChange={(market) => { if (market !== null) write({ market }); }}
      />
      <NativeSelect
        disabled={!fresh}
        label={t("shop.channel")}
        data={withKnown(channels, [draft.channel])}
        value={draft.channel}
        error={at("channel")}
        onChange={(event) => { write({ channel: event.currentTarget.value }); }}
      />
    </>
  );
}

/** What the shop is. Market and kind are chosen once. */
export function Basics({ draft, write, fault, fresh }: FieldsProps & { fresh: boolean }) {
  const { t } = useTranslation("shops");
  const { at } = useFaultWords(fault);
  const locales = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  return (
    <Section title={t("shop.who")} about={t("shop.marketText")}>
      <SimpleGrid cols={COLUMNS}>
        <TextInput
          required
          dir="auto"
          maxLength={200}
          label={t("shop.name")}
          value={draft.name}
          error={at("name")}
          onChange={(event) => { write({ name: event.currentTarget.value }); }}
        />
        <NativeSelect
          label={t("shop.locale")}
          data={withKnown(locales, [draft.locale])}
          value={draft.locale}
          error={at("locale")}
          onChange={(event) => { write({ locale: event.currentTarget.value }); }}
        />
        <Chosen draft={draft} write={write} fault={fault} fresh={fresh} />
      </SimpleGrid>
      <TagsInput
        mt="md"
        label={t("shop.origins")}
        description={t("shop.originsText")}
        value={[...draft.origins]}
        error={at("origins")}
        onChange={(origins) => { write({ origins: origins.map((one) => one.trim().replace(/\/+$/, "")) }); }}
      />
    </Section>
  );
}

/** How the widget looks. */
export function Look({ draft, write, face, fault }: FieldsProps) {
  const { t } = useTranslation("shops");
  const { at } = useFaultWords(fault);
  const { front } = draft;
  const themes = (["auto", "light", "dark"] as const).map((value) => ({ value, label: t(`look.${value}`) }));
  const sides = [{ value: "", label: t("look.end") }, ...(["left", "right"] as const).map((value) => ({ value, label: t(`look.${value}`) }))];
  return (
    <Section title={t("look.title")}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <ColorInput
          label={t("look.accent")}
          format="hex"
          withEyeDropper={false}
          swatches={SWATCHES}
          swatchesPerRow={8}
          value={draft.accent}
          error={at("accent")}
          onChange={(accent) => { write({ accent: accent.toLowerCase() }); }}
        />
        <NativeSelect label={t("look.theme")} data={themes} value={front.theme} onChange={(event) => { face({ theme: event.currentTarget.value as Front["theme"] }); }} />
        <NativeSelect label={t("look.side")} data={sides} value={front.side} onChange={(event) => { face({ side: event.currentTarget.value as Front["side"] }); }} />
      </SimpleGrid>
    </Section>
  );
}

/** What the widget asks for before the first word. */
export function Before({ draft, face }: FieldsProps) {
  const { t } = useTranslation("shops");
  const ways = (["", "optional", "required"] as const).map((value) => ({ value, label: t(`before.${value === "" ? "off" : value}`) }));
  return (
    <Section title={t("before.title")} about={t("before.text")}>
      <SimpleGrid cols={COLUMNS}>
        {(["askName", "askEmail"] as const).map((field) => (
          <NativeSelect key={field} label={t(`before.${field}`)} data={ways} value={draft.front[field]} onChange={(event) => { face({ [field]: event.currentTarget.value }); }} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

/** When the shop is open, by its own clock. */
export function Opening({ draft, face, fault }: FieldsProps) {
  const { t, i18n } = useTranslation("shops");
  const { t: staffing } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const now = useNow(30_000);
  const { hours, timeZone } = draft.front;
  const change = (part: Partial<Hours>) => { face({ hours: { ...hours, ...part } }); };
  return (
    <Section title={t("open.title")} about={t("open.text", { zone: timeZone })}>
      <Select
        searchable
        mb="md"
        maw={320}
        limit={60}
        allowDeselect={false}
        label={t("shop.zone")}
        description={staffing("person.theirTime", { time: clockTime(now, { locale: i18n.language, timeZone }) })}
        data={zoneChoices(timeZone)}
        value={timeZone}
        error={at("timeZone")}
        onChange={(zone) => { if (zone !== null) face({ timeZone: zone }); }}
      />
      <Week shifts={hours.shifts} change={(shifts) => { change({ shifts }); }} fault={fault} />
      <Text fw={650} mt="lg" mb="xs">{staffing("special.title")}</Text>
      <Specials hours={hours} change={change} fault={fault} />
    </Section>
  );
}
