import { expect, it } from "vitest";
import { returnedIn } from "./signon";

it("reads what a provider sent back, on its own page alone", () => {
  const search = "?code=a%2Bb&state=s&iss=https%3A%2F%2Fid.example";
  expect(returnedIn({ pathname: "/console/sign-on", search })).toEqual({ state: "s", code: "a+b", iss: "https://id.example", error: "" });
  expect(returnedIn({ pathname: "/console/", search })).toBeNull();
  expect(returnedIn({ pathname: "/console/sign-on", search: "?error=access_denied&state=s" })?.error).toBe("access_denied");
});
