import type { Hello } from "@wire";
import type { Desk } from "../state/desk";

/** Which log this is, and how far the own clock is off. Nobody is known to be typing on a fresh connection. */
export const serverHello = (desk: Desk, hello: Hello, now: number): Desk => ({
  ...desk,
  epoch: hello.epoch,
  skew: hello.serverTime - now,
  maxText: hello.maxText,
  typing: {},
});
