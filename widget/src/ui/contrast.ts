/** Red, green, blue, each 0 to 255. */
type Colour = readonly [number, number, number];

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];
/** WCAG 2.2, 1.4.3: text of normal size. */
const ENOUGH = 4.5;

export const FALLBACK = "#2f5d50";

/** `#rgb` or `#rrggbb`; anything else is not a colour here. */
export function parse(text: string): Colour | null {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  const parts = short?.slice(1).map((digit) => digit + digit) ?? long?.slice(1);
  return parts ? (parts.map((part) => parseInt(part, 16)) as unknown as Colour) : null;
}

/** WCAG contrast ratio, 1 to 21. */
export function ratio(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on `ground`. */
export function inkOn(ground: Colour): Colour {
  return ratio(ground, WHITE) >= ENOUGH || ratio(ground, WHITE) > ratio(ground, BLACK) ? WHITE : BLACK;
}

/** `colour`, moved as little as needed until it can be read on `ground`. */
export function legible(colour: Colour, ground: Colour): Colour {
  const target = luminance(ground) > 0.5 ? BLACK : WHITE;
  for (let part = 0; part <= 1; part += 0.05) {
    const mixed = mix(colour, target, part);
    if (ratio(mixed, ground) >= ENOUGH) return mixed;
  }
  return target;
}

/** The accent's variables for the style sheet: as ground, as ink on it, and as ink on light and dark surfaces. */
export function accentVariables(accent: string): Record<string, string> {
  const colour = parse(accent) ?? (parse(FALLBACK));
  const ink = inkOn(colour);
  return {
    "--accent": css(legible(colour, ink)),
    "--on-accent": css(ink),
    "--accent-on-light": css(legible(colour, [246, 247, 249])),
    "--accent-on-dark": css(legible(colour, [38, 43, 52])),
  };
}

function css(colour: Colour): string {
  return `rgb(${colour.join(" ")})`;
}

function mix(a: Colour, b: Colour, part: number): Colour {
  return a.map((value, n) => Math.round(value + ((b[n] ?? 0) - value) * part)) as unknown as Colour;
}

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
