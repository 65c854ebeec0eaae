import { Modal } from "@mantine/core";
import { lazy, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Line } from "../state/thread";
import { Later } from "./later";
import classes from "./line.module.css";

const Decision = lazy(() => import("./decision"));

/** The fence of an assignment whose decision the router has stored; 0 of anything else. */
function fenceOf(body: Line["body"]): number {
  if (body.kind === "conversation.offered") return body.fence;
  const routed = body.kind === "conversation.assigned" && (body.reason !== "" || body.step === "accept");
  return routed ? body.fence : 0;
}

/** Words about an assignment; where the router made it, a way to see how it came to that. */
export function DecisionButton({ id, body, children }: { id: string; body: Line["body"]; children: ReactNode }) {
  const { t } = useTranslation();
  const [opened, open] = useState(false);
  const fence = fenceOf(body);
  if (fence === 0) return children;
  return (
    <>
      <button type="button" className={classes.why} title={t("why.open")} aria-haspopup="dialog" onClick={() => { open(true); }}>
        {children}
      </button>
      <Modal opened={opened} onClose={() => { open(false); }} title={t("why.title")} size="xl">
        <Later>
          <Decision id={id} fence={fence} />
        </Later>
      </Modal>
    </>
  );
}
