import type { Listed, Summary } from "@wire";
import { VIEWS, type Desk, type Shelf, type View } from "./desk";

/** Whether a conversation belongs to a view. `held` is not written on the line: the server's list decides it. */
export function belongs(view: View, line: Summary, me: string): boolean | "unknown" {
  switch (view) {
    case "mine":
      return line.assigneeId === me && line.status !== "closed" && line.status !== "waiting";
    case "queue":
      return line.status === "waiting";
    case "all":
      return line.status !== "closed";
    case "closed":
      return line.status === "closed";
    case "held":
      return "unknown";
  }
}

/** The customer's last word was not seen by its owner yet. Read marks of both sides are numbers of the customers' series. */
export const isUnread = (line: Summary): boolean =>
  line.status !== "closed" && line.lastFrom === "customer" && line.lastCseq > line.agentsRead;

/** Newer `updatedAt` wins, then the higher `lastSeq`; a repeat changes nothing. */
export const isNewer = (next: Summary, known: Summary | undefined): boolean =>
  known === undefined ||
  next.updatedAt > known.updatedAt ||
  (next.updatedAt === known.updatedAt && next.lastSeq >= known.lastSeq);

/** Only a view that was read to its end can count itself; of others the server tells the total. */
const isWhole = (shelf: Shelf): boolean => shelf.loaded && shelf.cursor === "";

function reshelve(shelf: Shelf, id: string, inside: boolean | "unknown"): Shelf {
  if (inside === "unknown" || shelf.ids.has(id) === inside) return shelf;
  const ids = new Set(shelf.ids);
  if (inside) ids.add(id);
  else ids.delete(id);
  return { ...shelf, ids, total: isWhole(shelf) ? ids.size : Math.max(shelf.total, ids.size) };
}

/** Whether some total is only known from the server, and may be old by now. */
export const countsOthers = (desk: Desk): boolean => VIEWS.some((view) => view !== "held" && !isWhole(desk.shelves[view]));

/** One line told by an event or an ack: kept when newer, and put on the shelves it now belongs to. */
export const keep = (desk: Desk, line: Summary): Desk => keepAll(desk, [line]);

/** The same for many: a desk of thousands is copied once for all of them. */
export function keepAll(desk: Desk, lines: readonly Summary[]): Desk {
  const newest = new Map<string, Summary>();
  for (const line of lines) if (isNewer(line, newest.get(line.id) ?? desk.conversations[line.id])) newest.set(line.id, line);
  if (newest.size === 0) return desk;
  const shelves = { ...desk.shelves };
  const conversations = { ...desk.conversations };
  const touched = { ...desk.touched };
  const tick = desk.tick + 1;
  for (const [id, line] of newest) {
    for (const view of VIEWS) shelves[view] = reshelve(shelves[view], id, belongs(view, line, desk.me));
    conversations[id] = line;
    touched[id] = tick;
  }
  return { ...desk, tick, shelves, touched, conversations };
}

/** Lines that were asked for and not told by an event: what is known of them already changes nothing. */
export const learn = (desk: Desk, lines: readonly Summary[]): Desk =>
  lines.reduce((all, line) => {
    const known = all.conversations[line.id];
    return known !== undefined && known.updatedAt === line.updatedAt && known.lastSeq === line.lastSeq ? all : keep(all, line);
  }, desk);

/** A page of a view, asked for at `since` (the desk's tick then). The first page replaces what was known before it. */
export function shelve(desk: Desk, view: View, page: Listed, since: number, first: boolean): Desk {
  const conversations = { ...desk.conversations };
  for (const line of page.items) if (isNewer(line, conversations[line.id])) conversations[line.id] = line;
  const before = desk.shelves[view];
  const ids = new Set(first ? [] : before.ids);
  for (const id of before.ids) if ((desk.touched[id] ?? 0) > since) ids.add(id);
  for (const line of page.items) {
    const now = conversations[line.id] ?? line;
    if (belongs(view, now, desk.me) !== false) ids.add(line.id);
  }
  const total = page.cursor === "" ? ids.size : Math.max(page.counts[view] ?? 0, ids.size);
  const shelf = { ids, cursor: page.cursor, total, loaded: true };
  return counted({ ...desk, conversations, shelves: { ...desk.shelves, [view]: shelf } }, page.counts);
}

/** Every page carries the totals of all views; shelves that are read whole count themselves. */
export function counted(desk: Desk, counts: Readonly<Record<string, number>>): Desk {
  const shelves = { ...desk.shelves };
  for (const view of VIEWS) {
    const it = shelves[view];
    if (!isWhole(it)) shelves[view] = { ...it, total: Math.max(counts[view] ?? it.total, it.loaded ? it.ids.size : 0) };
  }
  return { ...desk, shelves };
}

const byWaiting = (a: Summary, b: Summary) =>
  b.priority - a.priority || a.waitingSince - b.waitingSince || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
const byActivity = (a: Summary, b: Summary) =>
  b.lastAt - a.lastAt || b.lastSeq - a.lastSeq || (a.id < b.id ? -1 : 1);

type Lines = Readonly<Record<string, Summary>>;
const shown = new WeakMap<Lines, Partial<Record<View, { readonly shelf: Shelf; readonly lines: readonly Summary[] }>>>();

/** The lines of a view in the order agents read them: the queue by waiting time, all others by the newest word. */
export function linesOf(desk: Desk, view: View): readonly Summary[] {
  const shelf = desk.shelves[view];
  const known = shown.get(desk.conversations) ?? {};
  if (known[view]?.shelf === shelf) return known[view].lines;
  const lines = sorted(desk, view);
  shown.set(desk.conversations, { ...known, [view]: { shelf, lines } });
  return lines;
}

function sorted(desk: Desk, view: View): readonly Summary[] {
  const lines: Summary[] = [];
  for (const id of desk.shelves[view].ids) {
    const line = desk.conversations[id];
    if (line !== undefined && belongs(view, line, desk.me) !== false) lines.push(line);
  }
  return lines.sort(view === "queue" ? byWaiting : byActivity);
}

const calling = new WeakMap<Lines, readonly Summary[]>();

/** What asks for me: offers, and customers' words that I have not seen in what is mine. */
export function asking(desk: Desk): readonly Summary[] {
  const known = calling.get(desk.conversations);
  if (known !== undefined) return known;
  const lines: Summary[] = [];
  for (const id in desk.conversations) {
    const line = desk.conversations[id];
    if (line?.assigneeId === desk.me && (line.status === "offered" || isUnread(line))) lines.push(line);
  }
  calling.set(desk.conversations, lines);
  return lines;
}
