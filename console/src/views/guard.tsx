import { Modal } from "@mantine/core";
import { lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { logout } from "../state/door";
import { useStation, useWire } from "../state/use";
import { Later } from "./later";

const Security = lazy(() => import("./security/page"));

/** The dialog of one's own door. It stays while recovery codes are on the screen. */
export function SecurityDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  const [held, hold] = useState(false);
  return (
    <Modal
      opened={opened} onClose={close} title={t("account.security")} size="lg"
      closeOnClickOutside={false} closeOnEscape={!held} withCloseButton={!held}
    >
      <Later><Security hold={hold} /></Later>
    </Modal>
  );
}

const stay = () => undefined;

/** Where the desk wants a second factor, who has none gets one here, and nothing else. */
export function Needed({ left }: { left: () => void }) {
  const { t } = useTranslation();
  const { session } = useStation();
  const { problem } = useWire();
  const leave = () => void logout(session.csrf).catch(stay).then(left);
  const needed = { done: () => { window.location.reload(); }, leave };
  return (
    <Modal
      opened={problem?.code === "forbidden" && problem.detail === "secondFactor"} onClose={stay} title={t("account.security")}
      closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false}
    >
      <Later><Security hold={stay} needed={needed} /></Later>
    </Modal>
  );
}
