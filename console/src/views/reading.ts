import { useDocumentVisibility } from "@mantine/hooks";
import { useEffect, useMemo } from "react";
import { useDesk, useMe, useStation } from "../state/use";

/** A glance is not a reading. */
const GLANCE_MS = 400;

/** A note that calls me no longer asks for me once it was before my eyes. */
function useMentionsSeen(id: string, here: boolean): void {
  const { link } = useStation();
  const me = useMe();
  const log = useDesk((desk) => desk.threads[id]?.log);
  const calling = useMemo(
    () => log?.entries.findLast(({ body }) => body.kind === "note.posted" && body.mentions.includes(me.id))?.seq ?? 0,
    [log, me.id],
  );
  useEffect(() => {
    if (!here || calling === 0) return;
    const timer = setTimeout(() => void link.ask("mention.see", { conversationId: id, seq: calling }), GLANCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [link, id, calling, here]);
}

/** Tell the server what the owner of a conversation has seen: only the owner's eyes count, and only on a visible page. */
export function useReading(id: string, atEnd: boolean): void {
  const { act } = useStation();
  const me = useMe();
  const visible = useDocumentVisibility() === "visible";
  const last = useDesk((desk) => desk.threads[id]?.log.last ?? 0);
  const line = useDesk((desk) => desk.conversations[id]);
  useMentionsSeen(id, visible && atEnd);
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
