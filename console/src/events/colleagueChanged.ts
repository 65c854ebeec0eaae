import type { ColleagueChanged } from "@wire";
import type { Desk } from "../state/desk";

/** A colleague came, went, or has another load. */
export const colleagueChanged = (desk: Desk, { colleague }: ColleagueChanged): Desk => ({
  ...desk,
  colleagues: { ...desk.colleagues, [colleague.id]: colleague },
});
