import { PUSHED } from "../i18n/push";

/** What the server seals for this browser. */
export interface Pushed {
  readonly kind: "message" | "offer";
  readonly id: string;
  readonly lang: string;
  readonly name?: string;
  readonly queue?: string;
  readonly market?: string;
  readonly text?: string;
}

export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
}

const isTold = (tag: string): tag is keyof typeof PUSHED => Object.hasOwn(PUSHED, tag);

/** The server's word as it is said to the person: who, and from which queue; the customer's words only where they were sent. */
export function noticeOf(pushed: Pushed): Shown {
  const lang = isTold(pushed.lang) ? pushed.lang : "en";
  const words = PUSHED[lang];
  const who = (pushed.name ?? "") === "" ? words.someone : (pushed.name ?? "");
  const where = [pushed.queue, pushed.market].filter((part) => (part ?? "") !== "").join(" · ");
  const said = pushed.text ?? "";
  const offer = pushed.kind === "offer";
  const lines = offer ? [[who, where].filter(Boolean).join(" · "), said] : [said === "" ? words.message : said, where];
  return { title: offer ? words.offer : who, body: lines.filter(Boolean).join("\n"), lang, dir: lang === "ar" ? "rtl" : "ltr" };
}

/** What came, if it is one of ours. */
export function read(text: string): Pushed | null {
  try {
    const said = JSON.parse(text) as Partial<Pushed> | null;
    const known = said?.kind === "offer" || said?.kind === "message";
    return known && typeof said.id === "string" ? (said as Pushed) : null;
  } catch {
    return null;
  }
}
