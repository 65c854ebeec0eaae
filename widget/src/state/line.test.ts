import { describe, expect, it } from "vitest";
import type { CustomerConversation } from "../wire";
import { inLine } from "./line";

const told = (part: Partial<CustomerConversation>): CustomerConversation => ({
  id: "c",
  status: "waiting",
  lastSeq: 1,
  agentsRead: 0,
  customersRead: 0,
  createdAt: 1,
  updatedAt: 1,
  agentName: "",
  lastText: "",
  ...part,
});
const known = told({ place: 3, waitMs: 240_000, mail: "offered" });

describe("a place in line", () => {
  it("holds while nothing is said of it", () => {
    expect(inLine(told({ lastSeq: 2 }), known)).toEqual({ ...known, lastSeq: 2 });
    expect(inLine(told({ mail: "asked" }), known)).toEqual({ ...known, mail: "asked" });
  });

  it("and what goes with it are as told, when it is told", () => {
    expect(inLine(told({ place: 2 }), known)).toEqual(told({ place: 2 }));
  });

  it("ends with the waiting, and is new with the next", () => {
    const here = told({ status: "assigned" });
    expect(inLine(here, known)).toBe(here);
    expect(inLine(told({}), here)).toEqual(told({}));
    expect(inLine(told({}), null)).toEqual(told({}));
  });
});
