import { useDocumentVisibility } from "@mantine/hooks";
import { useEffect } from "react";
import { useDesk, useMe, useStation } from "../state/use";

/** A glance is not a reading. */
const GLANCE_MS = 400;

/** Tell the server what the owner of a conversation has seen: only the owner's eyes count, and only on a visible page. */
export function useReading(id: string, atEnd: boolean): void {
  const { act } = useStation();
  const me = useMe();
  const visible = useDocumentVisibility() === "visible";
  const last = useDesk((desk) => desk.threads[id]?.log.last ?? 0);
  const line = useDesk((desk) => desk.conversations[id]);
  const due = visible && atEnd && line?.assigneeId === me.id && line.lastCseq > line.agentsRead;
  useEffect(() => {
    if (!due) return;
    const timer = setTimeout(() => {
      act.read(id, last);
    }, GLANCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [act, id, last, due]);
}
