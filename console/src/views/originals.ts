import { useStore } from "zustand";
import { useStation } from "../state/use";

/** Whether the other side's wording stands below each message; one choice for all threads. */
export function useOriginals(): [boolean, () => void] {
  const { desk, prefs } = useStation();
  const shown = useStore(desk, (known) => known.originals);
  const toggle = () => {
    prefs.set("originals", shown ? "off" : "on");
    desk.setState({ originals: !shown });
  };
  return [shown, toggle];
}
