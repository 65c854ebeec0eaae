import { expect, it } from "vitest";
import { speak } from "../../i18n";
import en from "../../i18n/staffing/en.json";
import { newQueue, usualSteps } from "../../state/rules";
import { matchSentence, stepSentence } from "./sentence";

const i18n = speak("en");
i18n.addResourceBundle("en", "staffing", en);
const t = i18n.getFixedT("en", "staffing");
const names = { locale: "en", team: (id: string) => id.toUpperCase(), shop: (id: string) => id, channel: (channel: string) => channel };

it("tells every usual step in words", () => {
  const [speaker, far, translated, , anyone] = usualSteps(60).map((step) => stepSentence(step, t, names));
  expect(speaker).toBe("At once: anyone who writes the language fluently, on shift");
  expect(far).toBe("After 20 seconds: anyone who writes the language fluently, also off shift, also for other markets");
  expect(translated).toContain("machine translation");
  expect(anyone).toBe("After 5 minutes: anyone at all, also off shift, also without the skills asked for, also for other markets, also outsourced teams");
});

it("names the teams that are asked instead of the own one", () => {
  const [step] = usualSteps(60);
  if (step !== undefined) expect(stepSentence({ ...step, teamIds: ["a", "b"] }, t, names)).toContain("from A or B");
});

it("tells what a queue takes, and that one which asks nothing takes everything", () => {
  const { match } = newQueue([]);
  expect(matchSentence(match, t, names)).toBe("every conversation");
  expect(matchSentence({ ...match, languages: ["de", "fr"], markets: ["CH"], vip: false }, t, names)).toBe("German or French · Switzerland · all but VIP");
});
