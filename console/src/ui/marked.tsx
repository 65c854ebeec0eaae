import { ACTIONS, type Finding } from "@wire";
import { memo } from "react";
import classes from "./marked.module.css";
import { pieces } from "./pieces";

/** A text with its findings underlined; the reason is told on hover and to screen readers. */
export const Marked = memo(function Marked({ text, findings }: { text: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return text;
  return pieces(text, findings).map((piece, index) =>
    piece.finding === null ? (
      piece.text
    ) : (
      <mark key={index} className={classes.mark} data-action={ACTIONS[piece.finding.action]} title={piece.finding.message}>
        {piece.text}
      </mark>
    ),
  );
});
