import { useSyncExternalStore } from "react";

export const PAGES = ["desk", "tickets", "review", "board", "coverage", "team", "shops", "routing", "roles", "signOn", "signing", "languages", "packs", "privacy"] as const;
export type PageName = (typeof PAGES)[number];

/** Where in the console one is. It lives in the address, so that reload, back and a shared link work. */
export interface Place {
  readonly page: PageName;
  /** The open conversation, or person, or empty. */
  readonly id: string;
  /** On a phone: whether the customer's side is shown instead of the thread. */
  readonly side: boolean;
}

export function placeOf(hash: string): Place {
  const [page = "", id = "", side = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const known = PAGES.find((name) => name === page);
  return { page: known ?? "desk", id, side: side === "side" };
}

export const hashOf = (place: Place): string =>
  ["#", place.page, ...(place.id === "" ? [] : [place.id, ...(place.side ? ["side"] : [])])]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join("/");

export function go(place: Partial<Place> & { page: PageName }): void {
  window.location.hash = hashOf({ id: "", side: false, ...place });
}

/** The word of an invitation's link, `#join=...`; null where the address is no such link. */
export const invitationIn = (hash: string): string | null => /^#join=(.*)$/.exec(hash)?.[1] ?? null;

/** The link has done its work, and must not stay in the history. */
export function leaveInvitation(): void {
  window.location.replace(hashOf({ page: "desk", id: "", side: false }));
}

function listen(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => {
    window.removeEventListener("hashchange", changed);
  };
}

const useHash = (): string => useSyncExternalStore(listen, () => window.location.hash);

export const usePlace = (): Place => placeOf(useHash());
export const useInvitation = (): string | null => invitationIn(useHash());
