import type { Problem } from "@wire";
import { useState } from "react";
import { problemOf } from "./asked";

/** One deed of a form: whether it is under way, and why the last one was refused. */
export function useTried() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await deed();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return { busy, problem, run };
}
