import { ACTIONS, codes, type Finding } from "@wire";
import { memo } from "react";
import classes from "./marked.module.css";
import { pieces } from "./pieces";
import { useRuleWords } from "./ruleWords";

interface MarkedProps {
  readonly text: string;
  readonly findings?: readonly Finding[];
}

function Mark({ text, finding }: { text: string; finding: Finding }) {
  const why = useRuleWords();
  return (
    <mark className={classes.mark} data-action={ACTIONS[finding.action]} title={why(finding)}>
      {text}
    </mark>
  );
}

/** A text with its findings underlined; the reason is told on hover and to screen readers. */
export const Marked = memo(function Marked({ text, findings = [] }: MarkedProps) {
  if (findings.length === 0) return text;
  return pieces(text, findings).map((piece, index) =>
    piece.finding === null ? (
      piece.text
    ) : (
      <Mark key={index} text={piece.text} finding={piece.finding} />
    ),
  );
});

/** A longer one may be broken where the line ends. */
const WHOLE = 24;

/** What somebody wrote: as `Marked`, and each number or code in it is read from left to right. */
export const Prose = memo(function Prose({ text, findings = [] }: MarkedProps) {
  let end = 0;
  return codes(text).map((part, index) => {
    const start = end;
    end += [...part].length;
    const inside = findings.map((f) => ({ ...f, start: Math.max(0, f.start - start), end: f.end - start }));
    const marked = <Marked key={index} text={part} findings={inside.filter((f) => f.start < f.end)} />;
    return index % 2 === 0 ? (
      marked
    ) : (
      <bdi key={index} dir="ltr" className={part.length > WHOLE ? undefined : classes.whole}>
        {marked}
      </bdi>
    );
  });
});
