import { MultiSelect, NativeSelect, NumberInput, SimpleGrid, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { duration } from "../../i18n/time";
import type { Fault } from "../../state/fault";
import type { Match, Queue } from "../../state/rules";
import { useDirectory } from "../../state/use";
import { countryChoices, languageChoices, slug, slugs, withKnown } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { useNames } from "./names";

interface MatchProps {
  readonly queue: Queue;
  readonly path: string;
  readonly fault: Fault | null;
  readonly put: (queue: Queue) => void;
}

type Lists = "channels" | "languages" | "markets" | "shopIds";
const VIP = { any: null, only: true, none: false } as const;

function Takes({ queue, path, fault, put }: MatchProps) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const { shops, languages } = useDirectory();
  const { channel } = useNames();
  const { match } = queue;
  const write = (part: Partial<Match>) => { put({ ...queue, match: { ...match, ...part } }); };
  const list = (field: Lists) => ({
    searchable: true,
    limit: 40,
    comboboxProps: { withinPortal: false },
    label: t(`match.${field}`),
    placeholder: match[field].length === 0 ? t("match.any") : "",
    value: [...match[field]],
    error: at(`${path}.match.${field}`),
    onChange: (value: string[]) => { write({ [field]: value }); },
  });
  const channels = [...new Set(["web", "email", "whatsapp", "sms", "amazon", ...shops.map((shop) => shop.channel)])];
  const named = shops.map(({ id, name }) => ({ value: id, label: name }));
  const vip = (Object.keys(VIP) as (keyof typeof VIP)[]).map((value) => ({ value, label: t(`match.vips.${value}`) }));
  return (
    <>
      <MultiSelect {...list("languages")} data={withKnown(languageChoices(i18n.language, languages), match.languages)} />
      <MultiSelect {...list("markets")} data={countryChoices(i18n.language)} />
      <MultiSelect {...list("shopIds")} data={withKnown(named, match.shopIds)} />
      <MultiSelect {...list("channels")} data={withKnown(channels.map((value) => ({ value, label: channel(value) })), match.channels)} />
      <NativeSelect
        label={t("match.customers")}
        data={vip}
        value={match.vip === null ? "any" : match.vip ? "only" : "none"}
        onChange={(event) => { write({ vip: VIP[event.currentTarget.value as keyof typeof VIP] }); }}
      />
    </>
  );
}

/** What a queue takes, and how what it takes is treated. */
export function MatchFields(props: MatchProps) {
  const { queue, path, fault, put } = props;
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const { teams } = useDirectory();
  const team = withKnown([{ value: "", label: t("queue.noTeam") }, ...teams.map(({ id, name }) => ({ value: id, label: name }))], [queue.teamId]);
  const seconds = (value: number) => (value === 0 ? t("queue.asKind") : duration(value * 1000, i18n.language));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} mt="sm">
      <TextInput
        label={t("queue.name")}
        maxLength={40}
        value={queue.name}
        error={at(`${path}.name`)}
        onChange={(event) => { put({ ...queue, name: slug(event.currentTarget.value) }); }}
      />
      <Takes {...props} />
      <NativeSelect label={t("queue.team")} data={team} value={queue.teamId} error={at(`${path}.teamId`)} onChange={(event) => { put({ ...queue, teamId: event.currentTarget.value }); }} />
      <TagsInput
        comboboxProps={{ withinPortal: false }}
        label={t("queue.skills")}
        value={[...queue.skills]}
        error={at(`${path}.skills`)}
        onChange={(skills) => { put({ ...queue, skills: slugs(skills) }); }}
      />
      <NumberInput
        label={t("queue.priority")}
        min={0}
        max={20}
        allowDecimal={false}
        value={queue.priority}
        error={at(`${path}.priority`)}
        onChange={(value) => { if (typeof value === "number") put({ ...queue, priority: value }); }}
      />
      <NumberInput
        label={t("queue.target")}
        description={seconds(queue.target)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        suffix=" s"
        min={0}
        max={604_800}
        allowDecimal={false}
        value={queue.target}
        error={at(`${path}.target`)}
        onChange={(value) => { if (typeof value === "number") put({ ...queue, target: value }); }}
      />
    </SimpleGrid>
  );
}
