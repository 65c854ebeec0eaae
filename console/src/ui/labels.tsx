import classes from "./labels.module.css";

const SHADES = 8;

/** The same label has the same colour everywhere, whoever looks. */
export const shadeOf = (label: string): number => {
  let sum = 7;
  for (const sign of label) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973;
  return sum % SHADES;
};

export function LabelTag({ label }: { label: string }) {
  return (
    <span className={classes.label} data-shade={shadeOf(label)} dir="auto" title={label}>
      {label}
    </span>
  );
}

/** The first of a conversation's labels, and how many more there are. */
export function Labels({ labels, most = 2 }: { labels: readonly string[]; most?: number }) {
  if (labels.length === 0) return null;
  return (
    <span className={classes.labels} title={labels.join(", ")}>
      {labels.slice(0, most).map((label) => (
        <LabelTag key={label} label={label} />
      ))}
      {labels.length > most ? <span className={classes.more}>+{labels.length - most}</span> : null}
    </span>
  );
}
