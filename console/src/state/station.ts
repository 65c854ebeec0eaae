import { connect, Denied, type AgentEvents, type Link, type LinkState, type Problem, type Summary } from "@wire";
import { createStore, type StoreApi } from "zustand/vanilla";
import { HEARD, REDUCERS } from "../events";
import { spoken } from "../events/typingChanged";
import { Actions } from "./actions";
import { batched, gathered, type Batch } from "./batch";
import { emptyDesk, isView, type Desk } from "./desk";
import { directory, DoorError, post, type Directory, type Session } from "./door";
import { Drafts } from "./drafts";
import { Lists } from "./lists";
import { Outgoing } from "./outgoing";
import type { Prefs } from "./prefs";
import { keepWatch } from "./push";
import { Presets } from "./presets";
import { keepAll } from "./shelves";
import { Threads } from "./threads";
import { keptWays } from "./ways";

export interface Wire {
  readonly state: LinkState;
  /** Why the link has stopped for good. */
  readonly problem: Problem | null;
}

/** Everything one logged-in agent works with. */
export interface Station {
  readonly session: Session;
  readonly prefs: Prefs;
  readonly link: Link<"agent">;
  readonly wire: StoreApi<Wire>;
  readonly desk: StoreApi<Desk>;
  readonly directory: StoreApi<Directory>;
  readonly lists: Lists;
  readonly threads: Threads;
  readonly outgoing: Outgoing;
  readonly drafts: Drafts;
  readonly presets: Presets;
  readonly act: Actions;
  /** The login goes on under another CSRF word. */
  renewed(csrf: string): void;
  close(): void;
}

export interface StationOptions {
  readonly session: Session;
  readonly prefs: Prefs;
  readonly origin: string;
  /** A conversation that was asked for cannot be read. */
  readonly refused: (id: string, problem: Problem) => void;
}

/** A ticket lets one socket in; without a session there is none, and trying again is of no use. */
async function ticket(csrf: string): Promise<{ ticket: string }> {
  try {
    const answer = await post<{ ticket: string }>("/v1/agent/ticket", {}, csrf);
    return { ticket: answer.ticket };
  } catch (error) {
    if (error instanceof DoorError && !error.problem.retry) throw new Denied(error.problem);
    throw error;
  }
}

/** Let every passing event change the desk, and tell the lists what they have to look at again. */
function listen(link: Link<"agent">, batch: Batch<Desk>, lists: Lists): void {
  const told = gathered<Summary, Desk>(batch, keepAll);
  const hear = <N extends (typeof HEARD)[number]>(name: N) => {
    const reduce = REDUCERS[name] as (desk: Desk, event: AgentEvents[N], now: number) => Desk;
    link.on(name, (event) => {
      const now = Date.now();
      batch((known) => reduce(known, event, now));
    });
  };
  HEARD.forEach(hear);
  link.on("message.posted", ({ conversationId, author }) => {
    batch((known) => spoken(known, conversationId, author.kind === "customer" ? "customer" : "agent"));
  });
  link.on("conversation.changed", ({ conversation }) => {
    told(conversation);
    lists.lookSoon();
  });
}

/** Nothing is known yet but who one is, and which view one lives in. */
function firstDesk(me: string, prefs: Prefs): Desk {
  const kept = prefs.get("view");
  return { ...emptyDesk(me), ways: keptWays(prefs), ...(isView(kept) ? { view: kept } : {}) };
}

export function openStation({ session: given, prefs, origin, refused }: StationOptions): Station {
  const session: Session & { csrf: string } = { ...given };
  const desk = createStore<Desk>(() => firstDesk(session.me.id, prefs));
  const wire = createStore<Wire>(() => ({ state: "connecting", problem: null }));
  const shops = createStore<Directory>(() => ({ teams: [], shops: [], languages: [], queues: [], roles: [] }));
  const link: Link<"agent"> = connect({
    door: "agent",
    url: origin,
    auth: () => ticket(session.csrf),
    headers: () => Promise.resolve({ "X-CSRF": session.csrf }),
    catchUp: () => Promise.all([lists.refreshAll(), lists.people(), threads.resumeAll(), presets.refresh(), drafts.fetch()]),
  });
  const lists = new Lists(link, desk);
  const batch = batched(desk);
  const outgoing = new Outgoing(link, session.me.id);
  const presets = new Presets(link);
  const drafts = new Drafts(prefs, session.me.id, link);
  const erased = (id: string) => {
    drafts.clear(id);
    outgoing.erased(id);
  };
  const threads = new Threads(link, batch, { refused, erased });
  listen(link, batch, lists);
  link.onState((state, problem) => {
    wire.setState({ state, problem });
  });
  const watch = { close: keepWatch(() => session.csrf) };
  void outgoing.restore();
  void directory().then((told) => { shops.setState(told, true); }, () => undefined);
  return {
    session,
    prefs,
    link,
    wire,
    desk,
    directory: shops,
    lists,
    threads,
    outgoing,
    drafts,
    presets,
    act: new Actions(link, desk),
    renewed(csrf) {
      session.csrf = csrf;
    },
    close() {
      for (const part of [lists, threads, outgoing, watch, link]) part.close();
    },
  };
}
