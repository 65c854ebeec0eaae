import { expect, it } from "vitest";
import { speak } from "../i18n";
import { flagOf, isolated, languageName, marketName, say, short } from "./say";

const { t } = speak("de");

it("says a code in words, and leaves alone what a person wrote", () => {
  expect(say(t, "cause", "declined")).toBe("Angebot abgelehnt");
  expect(say(t, "cause", "some_new_cause")).toBe("some new cause");
  expect(say(t, "returnReason", "No {{name}} $t(action.edit): a.b")).toBe("No {{name}} $t(action.edit): a.b");
});

it("a name cannot turn the sentence around it", () => {
  expect(t("line.closed", { name: isolated("\u202eevil") })).toBe("\u2068\u202eevil\u2069 hat das Gespräch beendet");
});

it("names languages and markets, and forgives what is none", () => {
  expect(languageName("ja", "de")).toBe("Japanisch");
  expect(languageName("not a tag!", "de")).toBe("not a tag!");
  expect([marketName("JP", "de"), marketName("??", "de")]).toEqual(["Japan", "??"]);
  expect([flagOf("JP"), flagOf("x")]).toEqual(["🇯🇵", ""]);
  expect(short("pt-BR")).toBe("PT");
});
