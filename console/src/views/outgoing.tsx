import { Button, Group } from "@mantine/core";
import type { Item } from "@wire";
import { useTranslation } from "react-i18next";
import { ASKS_AUTHOR } from "../state/outgoing";
import { wordsOf } from "../state/enclosed";
import { useDesk, useMe, useStation } from "../state/use";
import { Prose } from "../ui/marked";
import { Person } from "../ui/person";
import { say } from "../ui/say";
import bubble from "./bubble.module.css";
import { Files } from "./files";
import { StateMark } from "./mark";

/** What went wrong with a letter for good, and what its author can do. */
function Failed({ item }: { item: Item }) {
  const { t } = useTranslation();
  const { outgoing, drafts } = useStation();
  const fence = useDesk((desk) => desk.conversations[item.lane]?.fence ?? 0);
  if (item.state !== "failed" || item.problem === undefined) return null;
  const { code } = item.problem;
  const note = item.command === "note.post";
  const edit = () => {
    drafts.add(item.lane, item.payload.body.text ?? "", note);
    void outgoing.discard(item.clientId);
  };
  const again = () => void outgoing.retry(item.clientId, note ? {} : { fence, confirmed: code === "needs_confirmation" });
  return (
    <div className={bubble.returned} role="alert">
      <span>{say(t, "problem", code)}</span>
      <Group gap={6}>
        {code === "rejected_policy" ? null : (
          <Button size="compact-xs" color="red" onClick={again}>
            {code === "needs_confirmation" ? t("action.anyway") : t("action.again")}
          </Button>
        )}
        <Button size="compact-xs" variant="light" color="red" onClick={edit}>
          {t("action.edit")}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void outgoing.discard(item.clientId)}>
          {t("action.discard")}
        </Button>
      </Group>
    </div>
  );
}

/** A letter on its way: there before the server has it, with a mark that says so. */
export function OutgoingView({ item }: { item: Item }) {
  const me = useMe();
  const { outgoing } = useStation();
  const { text: typed = "", attachments = [], pieces = [] } = item.payload.body;
  const text = [typed, pieces.flatMap(wordsOf).join("\n")].filter(Boolean).join("\n\n");
  const files = attachments.flatMap((id) => outgoing.files.get(id) ?? []);
  const findings = ASKS_AUTHOR.includes(item.problem?.code ?? "") ? (item.problem?.findings ?? []) : [];
  const stored = item.ack?.state === "held" || item.ack?.state === "pending" ? item.ack.state : "posted";
  const state = item.state === "sent" ? stored : item.state;
  return (
    <article className={bubble.row} data-side="ours" aria-label={me.name}>
      <Person name={me.name} size={30} mt={2} />
      <div className={bubble.column}>
        <div className={bubble.bubble} data-note={item.command === "note.post" || undefined} data-state={state}>
          <div dir="auto" className={bubble.text}>
            <Prose text={text} findings={findings} />
          </div>
          <Files files={files} />
          <Failed item={item} />
          <div className={bubble.foot}>
            <StateMark state={state} />
          </div>
        </div>
      </div>
    </article>
  );
}
