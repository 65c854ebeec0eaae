import { useHotkeys } from "@mantine/hooks";
import { go, usePlace } from "../state/place";
import { linesOf } from "../state/shelves";
import { useStation } from "../state/use";
import { useReport } from "../ui/report";

/** The keys of the sheet, in its order. */
export const KEYS = [
  ["mod K", "commands"],
  ["Alt F", "find"],
  ["Alt J", "next"],
  ["Alt K", "previous"],
  ["Alt A", "accept"],
  ["Alt R", "reply"],
  ["Alt N", "note"],
  ["Alt E", "close"],
  ["/", "phrase"],
  ["Enter", "send"],
  ["Shift Enter", "newline"],
  ["Tab", "rewrite"],
  ["@", "mention"],
  [":", "sign"],
  ["{{", "insert"],
  ["?", "sheet"],
] as const;

/** What both the keys and the command bar can do with the list and the open conversation. */
export function useMoves() {
  const { desk, drafts, act } = useStation();
  const { id } = usePlace();
  const report = useReport();
  const step = (by: 1 | -1) => {
    const known = desk.getState();
    const lines = linesOf(known, known.view);
    const at = lines.findIndex((line) => line.id === id);
    const next = at < 0 ? lines[0] : lines[at + by];
    if (next !== undefined) go({ page: "desk", id: next.id });
  };
  const write = (note: boolean) => {
    if (id === "") return;
    drafts.change(id, { note });
    requestAnimationFrame(() => document.querySelector<HTMLTextAreaElement>("section textarea")?.focus());
  };
  const close = () => {
    const line = desk.getState().conversations[id];
    if (line !== undefined && line.status !== "closed") void report(act.end(line));
  };
  const find = () => {
    if (document.getElementById("find") === null) go({ page: "desk", id });
    requestAnimationFrame(() => document.getElementById("find")?.focus());
  };
  return { step, write, close, find };
}

/**
 * Never while somebody types: keys belong to the input method while it composes, and to a field with text in it, where
 * Alt with a letter writes signs on many keyboards. An empty field does not stand in the way.
 */
export const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
  const { target } = event;
  const field = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  if (event.isComposing || event.keyCode === 229 || (field && target.value !== "")) return;
  event.preventDefault();
  act();
};

/** The place of a key on the board: Alt makes another sign of it on many. */
export const PHYSICAL = { usePhysicalKeys: true, preventDefault: false };

export function useKeys(sheet: () => void): void {
  const { step, write, close, find } = useMoves();
  useHotkeys(
    [
      ["alt+F", unlessTyping(find), PHYSICAL],
      ["alt+J", unlessTyping(() => { step(1); }), PHYSICAL],
      ["alt+K", unlessTyping(() => { step(-1); }), PHYSICAL],
      ["alt+R", unlessTyping(() => { write(false); }), PHYSICAL],
      ["alt+N", unlessTyping(() => { write(true); }), PHYSICAL],
      ["alt+E", unlessTyping(close), PHYSICAL],
    ],
    [],
  );
  useHotkeys([
    ["shift+?", unlessTyping(sheet), { preventDefault: false }],
    ["?", unlessTyping(sheet), { preventDefault: false }],
  ]);
}
