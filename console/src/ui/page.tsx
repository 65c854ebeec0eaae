import type { ReactNode } from "react";
import classes from "./page.module.css";

/** A page beside the desk: its name, what can be done on all of it, and its sections. */
export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.page} tabIndex={0} aria-label={title}>
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        <span className={classes.gap} />
        {actions}
      </header>
      {children}
    </main>
  );
}

export function Section({ title, about = "", children }: { title: string; about?: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.subtitle}>{title}</h2>
      {about === "" ? null : <p className={classes.about}>{about}</p>}
      {children}
    </section>
  );
}
