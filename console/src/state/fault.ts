import type { Problem } from "@wire";

/** A refusal with the place in the form it is about: `hours.shifts.3`; empty when it is about no field. */
export interface Fault {
  readonly path: string;
  readonly code: string;
}

const PATH = /^[a-zA-Z]+(\.\w+)*$/;

/** The server names the place itself (`routing.queues.0.name`), or a decoder does (`Expected int at $.hours.shifts[3].end`). */
export function faultOf({ code, detail }: Pick<Problem, "code" | "detail">): Fault {
  const decoded = /at \$\.([\w.[\]]+)$/.exec(detail)?.[1]?.replace(/\[(\d+)\]/g, ".$1");
  return { code, path: decoded ?? (PATH.test(detail) ? detail : "") };
}

/** Whether the fault is about this field, or something inside of it. */
export const isAt = (fault: Fault | null, path: string): boolean =>
  fault !== null && (fault.path === path || fault.path.startsWith(`${path}.`));

/** The number that follows `path` in the fault's place, or -1. */
export function numberAt(fault: Fault | null, path: string): number {
  if (fault === null || !fault.path.startsWith(`${path}.`)) return -1;
  const [number = ""] = fault.path.slice(path.length + 1).split(".");
  return /^\d+$/.test(number) ? Number(number) : -1;
}
