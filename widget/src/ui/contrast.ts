/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
const FALLBACK: Colour = [47, 93, 80];
/**
 * The softest ground in light and dark, see `--soft` in the style sheet: ink legible there is legible
 * everywhere.
 */
const LIGHT: Colour = [243, 244, 246];
const DARK: Colour = [38, 43, 52];
/** WCAG 2.2, 1.4.3: text of normal size. */
const ENOUGH = 4.5;

/** `#rrggbb`; anything else becomes a quiet green. */
export function parse(text = ""): Colour {
  const value = parseInt(/^#([\da-f]{6})$/i.exec(text)?.[1] ?? "", 16);
  return Number.isNaN(value) ? FALLBACK : [value >> 16, (value >> 8) & 255, value & 255];
}

/** WCAG contrast ratio, 1 to 21. */
export function ratio(a: Colour, b: Colour): number {
  const [one, other] = [luminance(a) + 0.05, luminance(b) + 0.05];
  return Math.max(one, other) / Math.min(one, other);
}

/** `colour`, moved towards black or white as little as needed until it can be read on `ground`. */
export function legible(colour: Colour, ground: Colour): Colour {
  const target = ratio(ground, BLACK) > ratio(ground, WHITE) ? BLACK : WHITE;
  const steps = Array.from({ length: 21 }, (_, n) => mix(colour, target, n / 20));
  return steps.find((mixed) => ratio(mixed, ground) >= ENOUGH) ?? target;
}

/** The accent's variables for the style sheet: as ground, as ink on it, and as ink on the widget's own ground. */
export function accentVariables(accent: string | undefined, dark: boolean): Record<string, string> {
  const colour = parse(accent);
  // White looks right on most accents; a middling one is made a little darker for it, a light one gets black.
  const ink = ratio(colour, WHITE) >= 3 ? WHITE : BLACK;
  return {
    "--accent": css(legible(colour, ink)),
    "--on-accent": css(ink),
    "--link": css(legible(colour, dark ? DARK : LIGHT)),
  };
}

function css(colour: Colour): string {
  return `rgb(${colour.join(" ")})`;
}

function mix(a: Colour, b: Colour, part: number): Colour {
  const at = (n: 0 | 1 | 2) => Math.round(a[n] + (b[n] - a[n]) * part);
  return [at(0), at(1), at(2)];
}

function luminance([r, g, b]: Colour): number {
  const light = (value: number) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
}
