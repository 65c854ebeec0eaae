import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./side.module.css";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  );
}

/** Only addresses of the web become links; everything else a page might call itself stays text. */
export function PageLink({ url, title }: { url: string; title: string }) {
  const safe = /^https?:\/\//i.test(url);
  const text = title || url;
  if (!safe) return text;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className={classes.link} title={url}>
      <bdi>{text}</bdi> <ExternalLink size={11} aria-hidden />
    </a>
  );
}
