import type { Finding, Item, Summary } from "@wire";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { ASKS_AUTHOR } from "../state/outgoing";
import type { Draft } from "../state/drafts";
import { useDraft, useStation } from "../state/use";
import { surviving } from "../ui/pieces";
import { useCheck, type Advice } from "./check";
import { useLimit } from "./limit";
import { useTypingSignal } from "./signal";

/** What the rules say of the text as it stands, wherever that is known from. */
export interface Judged {
  readonly action: Advice["action"];
  readonly findings: readonly Finding[];
  /** Whether it was said of exactly this text; else the findings are what survived the last edits. */
  readonly fresh: boolean;
}

export interface Letter {
  readonly draft: Draft;
  readonly judged: Judged;
  readonly preview: Advice["preview"];
  readonly back: Advice["back"];
  readonly similar: Advice["similar"];
  /** The person has pressed send, and a rule wants to be answered first. */
  readonly asking: boolean;
  /** The most characters that this channel takes. */
  readonly limit: number;
  readonly tooLong: boolean;
  readonly length: number;
  readonly write: (text: string, part?: Partial<Draft>) => void;
  readonly send: (confirmed?: boolean) => void;
  /** Back to the text, without sending. */
  readonly think: () => void;
}

const samePieces = (one: Draft["pieces"] = [], other: Draft["pieces"] = []) => one === other || one.length + other.length === 0;

const calm: Judged = { action: "allow", findings: [], fresh: false };

function judge(advice: Advice | null, { text, pieces }: Draft): Judged {
  if (advice === null) return calm;
  if (advice.text === text && samePieces(advice.pieces, pieces)) return { action: advice.action, findings: advice.findings, fresh: true };
  const findings = surviving(advice.findings, advice.text, text);
  return findings.length === 0 ? calm : { action: advice.action, findings, fresh: false };
}

/** What the server gave back to its author comes into the empty composer; a composer in use keeps what it has. */
function useGivenBack(id: string, draft: Draft, take: (item: Item) => void): void {
  const { outgoing } = useStation();
  const back = useStore(outgoing.items, (items) =>
    items.find(
      (item) => item.lane === id && item.state === "failed" && ASKS_AUTHOR.includes(item.problem?.code ?? ""),
    ),
  );
  const taken = useRef("");
  useEffect(() => {
    if (back === undefined || taken.current === back.clientId || draft.text !== "" || draft.note) return;
    taken.current = back.clientId;
    take(back);
  }, [back, draft.text, draft.note, take]);
}

const given = (item: Item): Advice => ({
  pieces: item.payload.body.pieces,
  text: item.payload.body.text ?? "",
  action: item.problem?.code === "rejected_policy" ? "block" : "warn",
  findings: item.problem?.findings ?? [],
  language: "",
  preview: undefined,
});

/** The letter of one conversation: its text, what the rules say of it, and the way out. */
export function useLetter(line: Summary, field: RefObject<HTMLTextAreaElement | null>): Letter {
  const { id, fence } = line;
  const { drafts, outgoing } = useStation();
  const draft = useDraft(id);
  const limit = useLimit(line.channel, draft.note);
  const { advice, setAdvice } = useCheck(id, draft);
  const signal = useTypingSignal(id, draft.note);
  const [asking, setAsking] = useState(false);
  const judged = draft.note ? calm : judge(advice, draft);
  const length = [...draft.text].length;
  useGivenBack(id, draft, (item) => {
    drafts.change(id, { text: item.payload.body.text ?? "", pieces: item.payload.body.pieces ?? [], clientId: item.clientId });
    setAdvice(given(item));
    setAsking(item.problem?.code === "needs_confirmation");
    void outgoing.discard(item.clientId);
  });
  const write = (text: string, part: Partial<Draft> = {}) => {
    const own = text === draft.text ? {} : { reading: null };
    drafts.change(id, { text, clientId: "", ...own, ...(text === "" ? { language: "" } : {}), ...part });
    setAsking(false);
    signal(text !== "");
  };
  const think = () => {
    setAsking(false);
    field.current?.focus();
  };
  const send = (confirmed = false) => {
    if (stopped({ draft, judged, length, limit })) return;
    if (judged.fresh && judged.action === "warn" && !confirmed) {
      setAsking(true);
      return;
    }
    const { note, text, attachments, pieces, language, reading, withOriginal, clientId, mentions } = draft;
    drafts.clear(id);
    setAsking(false);
    signal(false);
    void outgoing.send({ conversationId: id, note, text: text.trim(), attachments, pieces: pieces ?? [], fence, confirmed, language, reading, withOriginal, clientId, mentions: mentions ?? [] });
  };
  const { preview, back, similar } = (judged.fresh ? advice : null) ?? { preview: undefined };
  return { draft, judged, preview, back, similar, asking, limit, tooLong: length > limit, length, write, send, think };
}

interface Stand {
  readonly draft: Draft;
  readonly judged: Judged;
  readonly length: number;
  readonly limit: number;
}

/** Nothing to send, too much of it, or a rule that is known to forbid it. */
function stopped({ draft, judged, length, limit }: Stand): boolean {
  const empty = draft.text.trim() === "" && draft.attachments.length === 0 && (draft.pieces?.length ?? 0) === 0;
  const forbidden = judged.fresh && (judged.action === "block" || judged.action === "require");
  return empty || length > limit || forbidden;
}
