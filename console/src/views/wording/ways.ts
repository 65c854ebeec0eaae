import { useStore } from "zustand";
import { useStation } from "../../state/use";
import { chosen, usually, type Way, type Ways, wayOf } from "../../state/ways";

/** How a conversation is read, and the ways to change that. */
export function useWay(id: string) {
  const { desk, prefs } = useStation();
  const ways = useStore(desk, (known) => known.ways);
  const keep = (next: Ways) => {
    prefs.set("ways", JSON.stringify(next));
    desk.setState({ ways: next });
  };
  const way = wayOf(ways, id);
  return {
    way,
    usual: ways.usual,
    choose: (next: Way) => { keep(chosen(ways, id, next)); },
    makeUsual: () => { keep(usually(ways, way)); },
  };
}
