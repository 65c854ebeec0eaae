/** An address; a telephone number; a run of ASCII signs that holds a digit, such as an order's or a parcel's number. */
const CODE =
  /(https?:\/\/[^\s<>"'）】」]+[^\s<>"'.,;:!?)\]）】」。、，]|\+\d[\d ()-]+\d|[#+]?\b(?=[!-~]{0,60}\d)\w(?:[!-~]*\w)?)/;

/**
 * Cuts a text at what is read from left to right in every script: these are the odd pieces. Each has to be drawn
 * as a `bdi` of its own direction: among Arabic words, `#113-4567` would read `4567-113#` (Unicode Annex 9, W2).
 */
export const codes = (text: string): string[] => text.split(CODE);
