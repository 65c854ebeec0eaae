import { Alert, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { browserOf, endLogin, endOthers, type LoginCard, logins } from "../../state/security";
import { useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useTried } from "../../ui/tried";
import { useReader } from "../line";
import { useTrouble } from "./trouble";

function Row({ card, end }: { card: LoginCard; end: () => void }) {
  const { t } = useTranslation("staffing");
  const reader = useReader();
  const browser = browserOf(card.browser) || t("security.unknown");
  return (
    <Group justify="space-between" wrap="nowrap" component="li">
      <div>
        <Text size="sm" dir="auto">{browser}</Text>
        <Text size="xs" c="dimmed">{card.address} · {t("security.seen", { time: fullTime(card.seenAt, reader) })}</Text>
      </div>
      {card.here ? <Badge variant="light" tt="none">{t("security.here")}</Badge> : (
        <Button size="xs" variant="default" aria-label={t("security.endThisOf", { browser })} onClick={end}>
          {t("security.endThis")}
        </Button>
      )}
    </Group>
  );
}

/** Where one is logged in; each of the others can be ended. */
export function Logins() {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const asked = useAsked("logins", logins);
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const end = (deed: () => Promise<unknown>) => {
    void run(async () => { await deed(); }).then(asked.again);
  };
  return (
    <Awaited asked={asked}>
      {(cards) => (
        <Stack gap="sm">
          {trouble === "" ? null : <Alert color="red" role="alert">{trouble}</Alert>}
          <Stack gap="xs" component="ul" m={0} p={0}>
            {cards.map((card) => (
              <Row key={card.id} card={card} end={() => { end(() => endLogin(card.id, session.csrf)); }} />
            ))}
          </Stack>
          {cards.length > 1 ? (
            <Button variant="default" loading={busy} onClick={() => { end(() => endOthers(session.csrf)); }}>
              {t("security.endOthers")}
            </Button>
          ) : null}
        </Stack>
      )}
    </Awaited>
  );
}
