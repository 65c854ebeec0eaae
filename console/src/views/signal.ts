import { useEffect, useRef } from "react";
import { useStation } from "../state/use";

/** The server forgets a typist after 6 s; saying it again twice in that time is enough. */
const AGAIN_MS = 3_000;
const IDLE_MS = 5_000;

/** Tell the other side that one is writing, seldom; and that one has stopped. Notes are nobody's business. */
export function useTypingSignal(id: string, note: boolean): (typing: boolean) => void {
  const { act } = useStation();
  const told = useRef(0);
  const idle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = () => {
    clearTimeout(idle.current);
    if (told.current > 0) act.typing(id, false);
    told.current = 0;
  };
  const latest = useRef(stop);
  latest.current = stop;
  useEffect(() => () => { latest.current(); }, []);
  return (typing) => {
    if (!typing || note) {
      stop();
      return;
    }
    clearTimeout(idle.current);
    idle.current = setTimeout(stop, IDLE_MS);
    if (Date.now() - told.current < AGAIN_MS) return;
    told.current = Date.now();
    act.typing(id, true);
  };
}
