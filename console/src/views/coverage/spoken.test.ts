import { expect, it } from "vitest";
import { speak } from "../../i18n";
import en from "../../i18n/staffing/en.json";
import type { Coverage, Filler, RosterRow } from "../../state/roster";
import { fillerWords, holeWords } from "./spoken";
import { HOUR, lasting, nights, stretchesOf } from "./stretches";

const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");
const START = Date.UTC(2026, 10, 23);

const row = (agentId: string, name: string, windows: [number, number][], levels: Record<string, number>): RosterRow => ({
  agentId,
  name,
  timeZone: "Asia/Seoul",
  languages: Object.entries(levels).map(([language, level]) => ({ language, level })),
  windows: windows.map(([from, to]) => [START + from * HOUR, START + to * HOUR] as const),
  local: [],
});

const picture = (people: RosterRow[]): Coverage => ({
  languages: ["ko"],
  level: 3,
  hours: Array.from({ length: 24 }, (_, hour) => ({ at: START + hour * HOUR, cells: {} })),
  holes: [],
  handovers: [],
  people,
  unplanned: [],
});

function speech(people: RosterRow[]) {
  const i18n = speak("en");
  i18n.addResourceBundle("en", "staffing", en);
  return { t: i18n.getFixedT("en", "staffing"), level: String, reader: { locale: "en", timeZone: "UTC" }, people: new Map(people.map((one) => [one.agentId, one])) };
}

const filler = (part: Partial<Filler>): Filler => ({ agentId: "a", kind: "extend", level: 5, start: START, end: START, localStart: 0, localEnd: 0, ...part });

it("a language is covered to the minute by whom speaks it well enough", () => {
  const people = [row("a", "Min-jun", [[2, 9.5]], { ko: 5 }), row("b", "Ann", [[9, 12]], { ko: 3 }), row("c", "Bo", [[0, 24]], { ko: 2 })];
  const told = stretchesOf(picture(people), "ko").map(({ start, end, people: there }) => [(start - START) / HOUR, (end - START) / HOUR, there.join()]);
  expect(told).toEqual([[0, 2, ""], [2, 9, "a"], [9, 9.5, "a,b"], [9.5, 12, "b"], [12, 24, ""]]);
  expect(lasting(stretchesOf({ ...picture(people), level: 5 }, "ko").filter((one) => one.people.length === 0))).toBe(16.5 * HOUR);
});

it("says who could begin earlier and who could stay", () => {
  const people = [row("a", "Min-jun", [[3, 11]], { ko: 5 })];
  const said = (part: Partial<Filler>) => plain(fillerWords(filler(part), speech(people)));
  expect(said({ start: START + 2 * HOUR, end: START + 3 * HOUR, localStart: 660, localEnd: 720 })).toMatch(/^Min-jun could start 1 hour earlier/);
  expect(said({ start: START + 11 * HOUR, end: START + 12.5 * HOUR, localStart: 1200, localEnd: 1290 })).toMatch(/^Min-jun could stay 1 hour, 30 minutes longer/);
  expect(said({ kind: "extra", localStart: 540, localEnd: 720 })).toMatch(/^Min-jun could work an extra shift/);
});

it("names a hole by its day and hours, in the reader's zone", () => {
  const hole = { language: "ko", start: START + 26 * HOUR, end: START + 31 * HOUR, fillers: [] };
  const whole = { start: START, end: START + 168 * HOUR };
  const said = plain(holeWords(hole, whole, speech([])));
  expect(said).toMatch(/Tue/);
  expect(said).toMatch(/02:00/);
  expect(plain(holeWords({ ...hole, ...whole }, whole, speech([])))).not.toMatch(/Tue|Mon/);
});

it("nights are told once each", () => {
  const local = Array.from({ length: 24 }, (_, hour) => (hour + 9) % 24);
  expect(nights(local, 0)).toEqual([{ start: 13 * HOUR, end: 22 * HOUR }]);
});
