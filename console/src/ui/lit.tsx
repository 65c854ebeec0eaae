import { Fragment } from "react";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A text with the pieces of a question lit in it. */
export function Lit({ text, query }: { text: string; query: string }) {
  const pieces = query.split(/\s+/).filter((piece) => piece !== "");
  if (pieces.length === 0) return text;
  const parts = text.split(new RegExp(`(${pieces.map(escaped).join("|")})`, "giu"));
  return parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>));
}
