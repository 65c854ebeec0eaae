import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSocket } from "./desk.fake";
import { Denied } from "./doors";
import { connect } from "./link";
import type { Link, LinkOptions } from "./link";

const here = "/customer";
let sockets: FakeSocket[];
let link: Link<"customer">;

function dial(options: Partial<LinkOptions<"customer">> = {}): void {
  link = connect({
    door: "customer",
    url: "https://desk.example",
    auth: () => Promise.resolve({ token: "t" }),
    random: () => 0.5,
    socket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    fetch: () => Promise.reject(new Error("no network")),
    ...options,
  });
}

const newest = () => sockets.at(-1) as FakeSocket;
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function goLive(): Promise<void> {
  await pass(0);
  newest().welcome(here);
  await pass(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
});

describe("a link", () => {
  it("greets with its version and a fresh token, catches up, then is live", async () => {
    const seen: string[] = [];
    let caught = () => {};
    dial({ catchUp: () => new Promise<void>((done) => (caught = done)) });
    link.onState((state) => seen.push(state));
    await goLive();
    expect(newest().frames).toEqual(['40/customer,{"version":1,"token":"t"}']);
    expect(seen).toEqual(["catching-up"]);
    caught();
    await pass(0);
    expect(seen).toEqual(["catching-up", "live"]);
  });

  it("answers pings, asks and hears", async () => {
    dial();
    await goLive();
    newest().say("2");
    expect(newest().frames.at(-1)).toBe("3");
    const heard: unknown[] = [];
    link.on("positions.announced", (positions) => heard.push(positions));
    newest().say('42/customer,["positions.announced",{"positions":{"c":3}}]');
    expect(heard).toEqual([{ positions: { c: 3 } }]);
    const asked = link.ask("typing.set", { conversationId: "c", typing: true });
    await pass(0);
    newest().answer(here, "typing.set", { ok: true });
    expect(await asked).toEqual({ ok: true });
  });

  it("gives every question an answer: timeout, offline", async () => {
    dial();
    await goLive();
    const slow = link.ask("typing.set", { conversationId: "c", typing: true }, 1000);
    await pass(1000);
    expect(await slow).toMatchObject({ ok: false, error: { code: "timeout", retry: true } });
    const cut = link.ask("typing.set", { conversationId: "c", typing: true });
    await pass(0);
    newest().drop();
    expect(await cut).toMatchObject({ error: { code: "offline" } });
    expect(await link.ask("typing.set", { conversationId: "c", typing: true })).toMatchObject({
      error: { code: "offline", retry: true },
    });
  });

  it("holds a question that is asked before the first connection", async () => {
    dial();
    const early = link.ask("typing.set", { conversationId: "c", typing: true });
    await goLive();
    newest().answer(here, "typing.set", { ok: true });
    expect(await early).toEqual({ ok: true });
  });

  it("notices a dead line by its silence and dials again", async () => {
    dial();
    await goLive();
    await pass(19_999);
    expect(link.state).toBe("live");
    await pass(2);
    expect(sockets[0]?.closed).toBe(true);
    expect(link.state).toBe("offline");
    await pass(250);
    expect(sockets).toHaveLength(2);
    await goLive();
    expect(link.state).toBe("live");
  });

  it("backs off with full jitter up to 30 s, and starts over after 30 s of peace", async () => {
    dial();
    await goLive();
    for (const wait of [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const count = sockets.length;
      newest().say("6");
      newest().drop();
      await pass(wait - 1);
      expect(sockets).toHaveLength(count);
      await pass(1);
      expect(sockets).toHaveLength(count + 1);
    }
    await goLive();
    await pass(15_000);
    newest().say("2");
    await pass(15_000);
    newest().drop();
    const count = sockets.length;
    await pass(250);
    expect(sockets).toHaveLength(count + 1);
  });

  it("spreads its return as the server's goodbye asks, and stays away when told no time", async () => {
    dial();
    await goLive();
    newest().say('42/customer,["server.bye",{"code":"restart","retryAfterMs":8000}]');
    newest().drop();
    await pass(3999);
    expect(sockets).toHaveLength(1);
    await pass(1);
    expect(sockets).toHaveLength(2);
    await goLive();
    newest().say('42/customer,["server.bye",{"code":"revoked"}]');
    newest().drop();
    await pass(120_000);
    expect(sockets).toHaveLength(2);
    expect(link.problem?.code).toBe("revoked");
  });

  it("asks for a new identity once when refused, then stops", async () => {
    const renewals: boolean[] = [];
    dial({
      auth: (renew) => {
        renewals.push(renew);
        return Promise.resolve({ token: renew ? "new" : "old" });
      },
    });
    const refuse = async () => {
      await pass(0);
      newest().say('0{"pingInterval":10000,"pingTimeout":10000}');
      newest().say(
        '44/customer,{"message":"unauthenticated","data":{"code":"unauthenticated","retry":false,"detail":""}}',
      );
      await pass(1);
    };
    await refuse();
    await refuse();
    await pass(120_000);
    expect(renewals).toEqual([false, true]);
    expect(link.problem?.code).toBe("unauthenticated");
  });

  it("stops when its owner must log in", async () => {
    dial({ auth: () => Promise.reject(new Denied({ code: "unauthenticated", retry: false, detail: "" })) });
    await pass(120_000);
    expect(sockets).toHaveLength(0);
    expect(link.problem?.code).toBe("unauthenticated");
  });

  it("tries at once when the browser comes online, but only once", async () => {
    dial();
    await goLive();
    for (let n = 0; n < 7; n++) {
      newest().say("6");
      newest().drop();
      await pass(30_000);
    }
    newest().drop();
    const count = sockets.length;
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(sockets).toHaveLength(count + 1);
    newest().drop();
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(sockets).toHaveLength(count + 1);
  });

  it("goes over to plain HTTP where WebSockets never open, polls, and comes back", async () => {
    const posts: string[] = [];
    let polls = 0;
    dial({
      fetch: (input, init) => {
        posts.push(`${input as string} ${new Headers(init?.headers).get("authorization") ?? ""}`);
        return Promise.resolve(new Response('{"ok":true}'));
      },
      catchUp: () => {
        polls += 1;
        return link.ask("typing.set", { conversationId: "c", typing: false });
      },
    });
    await pass(0);
    newest().drop();
    await pass(250);
    newest().drop();
    await pass(0);
    expect([link.mode, link.state, polls]).toEqual(["rest", "live", 1]);
    expect(posts[0]).toBe("https://desk.example/v1/customer/commands/typing.set Bearer t");
    await pass(2000);
    expect(polls).toBe(2);
    await pass(60_000);
    expect(sockets).toHaveLength(3);
    newest().welcome(here);
    await pass(0);
    expect(link.mode).toBe("socket");
  });
});
