import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { Desk } from "./desk";
import type { Draft } from "./drafts";
import type { Open } from "./open";
import type { Station } from "./station";
import type { Permission } from "./roles";

export const StationContext = createContext<Station | null>(null);

/** The station of the logged-in agent. */
export function useStation(): Station {
  const station = useContext(StationContext);
  if (station === null) throw new Error("outside of a station");
  return station;
}

/** A part of the desk; the component is drawn again when that part is another one. */
export const useDesk = <T>(select: (desk: Desk) => T): T => useStore(useStation().desk, select);

/** The same for parts that are made anew at each look: compared one level deep. */
export const useDeskParts = <T>(select: (desk: Desk) => T): T => useStore(useStation().desk, useShallow(select));

export const useOpen = (id: string): Open | undefined => useDesk((desk) => desk.threads[id]);
export const useWire = () => useStore(useStation().wire);
export const useDirectory = () => useStore(useStation().directory);
export const useMe = () => useStation().session.me;
/** Whether one's role holds any of these. The server decides; this only spares people what they would be refused. */
export const useHolds = (...any: readonly Permission[]): boolean => {
  const { permissions } = useMe();
  return any.some((each) => permissions.includes(each));
};

/** What is being written in a conversation. */
export function useDraft(id: string): Draft {
  const { drafts } = useStation();
  return useStore(drafts.all, (all) => all[id]) ?? drafts.of(id);
}
