import { Alert, Button, Code, Group, Text, TextInput } from "@mantine/core";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sealed, type SealState } from "../../state/verdicts";
import { useTried } from "../../ui/tried";
import { useTrouble } from "./trouble";

/** How the server says what is wrong. */
const WHY: Readonly<Record<string, "changed" | "end" | "kept" | "missing" | "short">> = {
  missing: "missing",
  "not what was written": "changed",
  "not the line that was kept": "kept",
  "the end is not where it was": "end",
  "ends before the line that was kept": "short",
};

function Told({ found }: { found: SealState }) {
  const { t } = useTranslation("packs");
  if (found.state === "broken") {
    const why = WHY[found.why];
    return <Alert color="red" role="alert" p="xs">{t("log.broken", { n: found.brokenAt, why: why === undefined ? found.why : t(`why.${why}`) })}</Alert>;
  }
  return (
    <Alert color="teal" p="xs" title={t("log.whole", { n: found.lines })}>
      {found.head === "" ? null : (
        <Text size="xs">
          {t("log.head")} <Code dir="ltr" style={{ overflowWrap: "anywhere" }}>{found.head}</Code>
        </Text>
      )}
    </Alert>
  );
}

/** Holds the log against its seals, and against a head that somebody kept. */
export function Seals() {
  const { t } = useTranslation("packs");
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const [kept, setKept] = useState("");
  const [found, setFound] = useState<SealState | null>(null);
  const check = () => void run(async () => { setFound(await sealed(kept.trim())); });
  return (
    <div>
      <Group align="flex-end" gap="xs" mb="xs">
        <TextInput size="xs" flex="1 1 240px" maw={520} dir="ltr" label={t("log.kept")} value={kept} onChange={(event) => { setKept(event.currentTarget.value); }} />
        <Button size="xs" variant="light" loading={busy} leftSection={<ShieldCheck size={15} />} onClick={check}>{t("log.check")}</Button>
      </Group>
      {trouble === "" ? null : <Alert color="red" role="alert" mb="xs" p="xs"><bdi>{trouble}</bdi></Alert>}
      <div aria-live="polite">{found === null ? null : <Told found={found} />}</div>
    </div>
  );
}
