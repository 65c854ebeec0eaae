import { useEffect } from "react";
import { dutyOf, type Duty } from "../state/duty";
import { useDesk, useMe, useStation, useWire } from "../state/use";
import { useNow } from "../ui/now";

const HOUR = 3_600_000;

/** Shifts are told a week ahead, and others may change them: they are asked for again every hour. */
export function useShiftsKept(): void {
  const { lists } = useStation();
  const { state } = useWire();
  const hour = useNow(HOUR);
  useEffect(() => {
    if (state === "live") void lists.people();
  }, [lists, state, hour]);
}

/** How it stands between the router and oneself; null while that is not known. */
export function useDuty(): { duty: Duty | null; now: number } {
  const me = useMe();
  const self = useDesk((desk) => desk.colleagues[me.id]);
  const shifts = useDesk((desk) => desk.shifts[me.id]);
  const drain = useDesk((desk) => desk.drainSeconds);
  const skew = useDesk((desk) => desk.skew);
  const now = useNow() + skew;
  return { duty: self === undefined ? null : dutyOf(self, shifts, drain * 1000, now), now };
}
