import { useHolds, useStation } from "../state/use";

/** Where this browser keeps that the list of first steps is not wanted any more. */
export const HIDDEN = "first.hidden";

/** Only those who can take the first steps are shown the way. */
export function useBegins(): boolean {
  const { prefs } = useStation();
  const [people, setup] = [useHolds("people"), useHolds("setup")];
  return people && setup && prefs.get(HIDDEN) === null;
}
