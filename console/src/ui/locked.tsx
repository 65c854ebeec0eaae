import type { ReactNode } from "react";
import type { Permission } from "../state/roles";
import { useHolds } from "../state/use";
import classes from "./locked.module.css";

/** What only those change who hold the right; others read it, and see no button they would be refused for. */
export function Locked({ needs, children }: { needs: Permission; children: ReactNode }) {
  const may = useHolds(needs);
  return <fieldset className={classes.locked} disabled={!may}>{children}</fieldset>;
}
