import { Alert, Button, Divider, Text } from "@mantine/core";
import { CircleAlert, KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { begin, offer, type Offer } from "../state/signon";
import { say } from "../ui/say";
import { useTried } from "../ui/tried";

const NONE: Offer = { name: "", only: false };
const PAUSE_MS = 250;

/** Whether the desk of this name has another way in than a password; asked when the name rests for a moment. */
export function useOffer(workspace: string): Offer {
  const [known, setKnown] = useState<{ workspace: string; offer: Offer }>({ workspace: "", offer: NONE });
  useEffect(() => {
    if (workspace === "") return undefined;
    let over = false;
    const timer = setTimeout(() => {
      offer(workspace).then(
        (found) => { if (!over) setKnown({ workspace, offer: found }); },
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [workspace]);
  return known.workspace === workspace ? known.offer : NONE;
}

/** The button that leads to the desk's own provider. */
export function Onward({ workspace, found, first }: { workspace: string; found: Offer; first: boolean }) {
  const { t } = useTranslation();
  const { busy, problem, run } = useTried();
  const go = () => {
    void run(async () => {
      const url = await begin(workspace);
      window.location.assign(url);
      await new Promise(() => undefined); // the page is left
    });
  };
  return (
    <>
      {first ? null : <Divider label={t("signOn.or")} />}
      {problem === null ? null : (
        <Alert color="red" icon={<CircleAlert size={18} />} role="alert">{say(t, "problem", problem.code)}</Alert>
      )}
      <Button type="button" size="md" variant={first ? "filled" : "default"} leftSection={<KeyRound size={18} />} loading={busy} onClick={go}>
        <Text component="span" inherit truncate>{t("signOn.with", { name: found.name })}</Text>
      </Button>
    </>
  );
}
