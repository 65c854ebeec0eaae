import { describe, expect, it } from "vitest";
import { eventFrame, joinFrame, readFrame } from "./packets";

const here = "/customer";

describe("frames", () => {
  it("writes the connect and the question of Socket.IO v5", () => {
    expect(joinFrame(here, { version: 1 })).toBe('40/customer,{"version":1}');
    expect(eventFrame(here, 12, "message.send", { a: "," })).toBe('42/customer,12["message.send",{"a":","}]');
  });

  it("reads what the server says", () => {
    expect(readFrame('0{"sid":"x","pingInterval":300,"pingTimeout":200}', here)).toEqual({
      kind: "open",
      pingInterval: 300,
      pingTimeout: 200,
    });
    expect(readFrame('42/customer,["server.hello",{"n":1}]', here)).toEqual({
      kind: "event",
      name: "server.hello",
      payload: { n: 1 },
    });
    expect(readFrame('43/customer,7[{"ok":true}]', here)).toEqual({
      kind: "ack",
      id: 7,
      answer: { ok: true },
    });
    expect(readFrame('44/customer,{"message":"version"}', here)).toEqual({
      kind: "refused",
      reason: { message: "version" },
    });
    expect(readFrame("2", here)).toEqual({ kind: "ping" });
    expect(readFrame("41/customer,", here)).toEqual({ kind: "closed" });
  });

  it("ignores garbage and what is for others", () => {
    const odd = [
      "",
      "9",
      "4",
      "42",
      '42["x"]',
      '42/agent,["x",1]',
      '42/customer,{"x":1}',
      "42/customer,[",
      "43/customer,1{}",
      "0{",
      "6",
    ];
    for (const frame of odd) expect(readFrame(frame, here)).toEqual({ kind: "ignored" });
  });
});
