export const focus = (element: HTMLElement | null) => element?.focus();

/** To where one goes on in this part of the screen: the field, or the way back in. */
export function goOn(box: HTMLElement | null): void {
  (box?.querySelector<HTMLElement>("[data-first]") ?? box)?.focus({ preventScroll: true });
}
