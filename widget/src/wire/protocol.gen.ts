// Generated from server/protocol by `python -m server.protocol.export`. Do not edit.
export const VERSION = 1 as const;

export const RETRY: Readonly<Record<string, boolean>> = {
  bad_request: false,
  unknown_command: false,
  version: false,
  unauthenticated: false,
  forbidden: false,
  not_found: false,
  conflict: false,
  bad_state: false,
  not_assignee: false,
  at_capacity: false,
  needs_confirmation: false,
  rejected_policy: false,
  too_large: false,
  unsupported: false,
  too_early: true,
  rate_limited: true,
  busy: true,
  unavailable: true,
  internal: true,
};

/** The names of `Action`, by number. */
export const ACTIONS = ["allow", "annotate", "mask", "warn", "require", "hold", "block", "escalate"] as const;

/** Take what the router offered. */
export interface AcceptOffer {
  conversationId: string;
  fence: number;
}

/** What must happen, from mildest to strictest; of several findings the strictest decides. */
export type Action = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** One numbered line of the agents' series; `cseq` is its number for customers, where it has one. */
export interface AgentEntry {
  conversationId: string;
  seq: number;
  at: number;
  author: Author;
  clientId: string;
  body: Posted | Noted | Translated | Identified | Released | Held | Returned | Opened | Assigned | Offered | Requeued | Triaged | ClockStarted | ClockStopped | TicketNoted | Snoozed | Closed | Reopened | Rated | Erased;
  cseq?: number;
}

/** The agents' log after a position, complete up to `last` unless `more`. */
export interface AgentResumed {
  ok: true;
  epoch: string;
  entries: readonly (AgentEntry)[];
  more: boolean;
  last: number;
  conversation: Summary;
  reset: boolean;
}

/** Give a ticket to an agent or a team; to nobody, when neither is named. */
export interface AssignTicket {
  ticketId: string;
  clientId: string;
  version: number;
  agentId?: string | null;
  teamId?: string | null;
}

/** An agent is the owner now. `step` names the router's step, or `claim`, `transfer`, `accept`, `reopen`, `returned`.      `reason` is the code of a sentence, `why` the values in it: language, level, waited_ms, idle_ms, free, passed. */
export interface Assigned {
  kind: "conversation.assigned";
  agentId: string;
  agentName: string;
  fence: number;
  step: string;
  reason: string;
  why: Readonly<Record<string, string | number>>;
}

/** Announce a file; the answer holds the address it is to be PUT to. Then name its id in a message. */
export interface Attach {
  clientId: string;
  name: string;
  size: number;
  conversationId?: string | null;
}

/** A file that was stored before it was sent. `size` is bytes. */
export interface Attachment {
  id: string;
  name: string;
  mime: string;
  size: number;
}

/** Who wrote an entry, as it is stored with it. */
export interface Author {
  kind: "agent" | "bot" | "bridge" | "customer" | "system";
  id: string;
  name: string;
}

/** The server closes this connection. Come back after a random part of `retry_after_ms`; never, when it is absent. */
export interface Bye {
  code: "idle" | "replaced" | "restart" | "revoked" | "slow" | "version";
  retryAfterMs?: number;
}

/** An agent the router looked at. `score` sums the `parts`.      `why`: chosen, less, full, paused, after_work, off_shift, declined. */
export interface Candidate {
  agentId: string;
  name: string;
  score: number;
  why: string;
  parts: Readonly<Record<string, number>>;
}

/** A thing to look at. `picture` is the id of one of the message's files. */
export interface Card {
  kind: "card";
  title: string;
  text: string | null;
  price: Price | null;
  link: string | null;
  picture: string | null;
}

/** The conversation as it is now, for the desk. */
export interface Changed {
  ok: true;
  conversation: Summary;
}

/** Ask, while typing, what the rules would say and what the customer would read.      `back`: also what that says in the author's own language. `reading` is judged instead of a translation. */
export interface Check {
  conversationId: string;
  text: string;
  language?: string;
  back?: boolean;
  reading?: Wording | null;
  pieces?: readonly (QuickReply | Card | OrderCard | FormField | FormAnswer)[];
}

/** What would happen: the strictest action, where, and what the customer would read (absent when not known at once).      `back` is what the preview says, translated back; `similar` what was sent before in nearly the same words, to be used by     hand or not at all. */
export interface Checked {
  ok: true;
  action: "allow" | "annotate" | "block" | "escalate" | "hold" | "mask" | "require" | "warn";
  findings: readonly (Finding)[];
  language: string;
  preview?: Reading;
  masked?: string;
  back?: Reading;
  similar?: Similar;
}

/** Take a waiting conversation by hand. A supervisor may take one that has an owner. */
export interface Claim {
  conversationId: string;
  clientId: string;
}

/** What the customer said in the message numbered `ref` must be met until `due` (ms), by the law of `source`.      With `ref` 0 somebody of the desk set it. `due` 0: it waits for the goods. */
export interface ClockStarted {
  kind: "clock.started";
  clock: "data" | "refund" | "reply" | "withdrawal";
  due: number;
  source: string;
  ref: number;
}

/** Somebody said that no answer is needed (`reply`), that the refund was paid or the data request met. */
export interface ClockStopped {
  kind: "clock.stopped";
  clock: "data" | "refund" | "reply" | "withdrawal";
}

/** End the conversation; the customer's next word opens it again. */
export interface Close {
  conversationId: string;
  clientId: string;
  fence?: number | null;
}

/** It ended. */
export interface Closed {
  kind: "conversation.closed";
}

/** A person of the desk as colleagues see them.      `reason`: their own word for why they are not online, or the house's: `missed_offers`, `shift_over`, `vanished`.     `since` (ms): when they last said how available they are; `rests_until` (ms): when the work after a conversation ends. */
export interface Colleague {
  id: string;
  name: string;
  role: string;
  availability: "away" | "busy" | "offline" | "online";
  languages: readonly (string)[];
  timeZone: string;
  load: number;
  capacity: number;
  teamIds: readonly (string)[];
  connected: boolean;
  reason: string;
  since: number;
  restsUntil: number;
}

/** A colleague's availability or load changed. */
export interface ColleagueChanged {
  colleague: Colleague;
}

/** The form all commands share: camelCase on the wire, nothing unknown. */
export interface Command {
}

/** Leave a remark for the desk. */
export interface CommentTicket {
  ticketId: string;
  clientId: string;
  text: string;
}

/** Ask for the answer by e-mail rather than wait; asking again changes where it goes. */
export interface Contact {
  conversationId: string;
  clientId: string;
  email: string;
}

/** What a message says: text, files, pieces, or several of them. */
export interface Content {
  text?: string;
  attachments?: readonly (string)[];
  pieces?: readonly (QuickReply | Card | OrderCard | FormField | FormAnswer)[];
}

/** A line of the desk's list changed; newer `updated_at` wins, then higher `last_seq`. */
export interface ConversationChanged {
  conversation: Summary;
}

/** Better words for the translation of the entry numbered `seq`. The desk reads them at once where a customer was     translated; the memory learns them when a reviewer agrees. */
export interface Correct {
  conversationId: string;
  clientId: string;
  seq: number;
  reading: Wording;
}

/** A conversation as its customer sees it.      When waiting: `place` in the line, from 1, and `wait_ms` at the line's measured pace, where it has one. `mail`: an answer by     e-mail can be asked for (`conversation.contact`), or was. */
export interface CustomerConversation {
  id: string;
  status: "assigned" | "closed" | "waiting";
  lastSeq: number;
  agentsRead: number;
  customersRead: number;
  createdAt: number;
  updatedAt: number;
  agentName: string;
  lastText: string;
  place?: number;
  waitMs?: number;
  mail?: "asked" | "offered";
}

/** The conversation's state, for its customer; newer `updated_at` wins. */
export interface CustomerConversationChanged {
  conversation: CustomerConversation;
}

/** One numbered line of the customers' series. */
export interface CustomerEntry {
  conversationId: string;
  seq: number;
  at: number;
  author: PublicAuthor;
  body: PublicPosted | PublicOpened | PublicAssigned | PublicClosed | PublicReopened | PublicRated | PublicErased;
  clientId?: string;
}

/** The caller's own conversations, newest first. */
export interface CustomerListed {
  ok: true;
  items: readonly (CustomerConversation)[];
}

/** The log after a position, complete up to `last` unless `more`. `reset` says: forget what you have, this is a new log. */
export interface CustomerResumed {
  ok: true;
  epoch: string;
  entries: readonly (CustomerEntry)[];
  more: boolean;
  last: number;
  conversation: CustomerConversation;
  reset: boolean;
}

/** Let the router ask somebody else; the customer keeps their place. */
export interface DeclineOffer {
  conversationId: string;
  fence: number;
  reason?: string;
}

/** A message that came in by a bridge. `external_id` makes it exactly-once; `thread` keeps one conversation.      `html`: mail with markup; it is cleaned, its words stand in for `text`, and agents may look at it as it was formatted.     `after` names the `external_id` that must be stored before it in the same thread; while it is not, the answer says retry. */
export interface Deliver {
  thread: string;
  externalId: string;
  customer: Person;
  text?: string;
  html?: string;
  language?: string;
  attachments?: readonly (string)[];
  after?: string;
}

/** What waits for a receipt. */
export interface Deliveries {
  ok: true;
  items: readonly (Delivery)[];
}

/** A message a bridge is to hand over. Give a receipt for `id`; until then it is offered again.      `recipient` is the customer by the bridge's own name for them (`externalId`). `state`: `dead` was given up. */
export interface Delivery {
  id: string;
  number: number;
  conversationId: string;
  thread: string;
  customerId: string;
  text: string;
  language: string;
  attachments: readonly (string)[];
  recipient: string;
  state: string;
}

/** Tell what a page knows of the shopper; refused while they have said nothing, for then nothing is stored.      Attributes are added to those told before; cart and order take the place of the last; of steps the last twenty are kept. */
export interface Describe {
  attributes?: Readonly<Record<string, string | number | boolean>>;
  cart?: ToldCart;
  order?: ToldOrder;
  seen?: readonly (ToldStep)[];
}

/** Yes. */
export interface Done {
  ok: true;
}

/** The caller's own drafts, the newest first. */
export interface Drafts {
  ok: true;
  items: readonly (Kept)[];
}

/** Throw a view or a macro away. */
export interface DropPreset {
  id: string;
}

/** A clock that runs: since when and until when (ms), and whose rule it is (a platform's name or a country).      `due` 0: the law counts from when the goods are back, and they are not. */
export interface Due {
  clock: "data" | "refund" | "reply" | "withdrawal";
  since: number;
  due: number;
  source: string;
}

/** Change what a ticket says; what is absent stays. `due` 0 takes it away, `labels` replace those it has. */
export interface EditTicket {
  ticketId: string;
  clientId: string;
  version: number;
  subject?: string | null;
  kind?: "data_request" | "general" | "legal" | "safety" | "security" | "withdrawal" | null;
  priority?: number | null;
  due?: number | null;
  labels?: readonly (string)[] | null;
}

/** Close it. */
export interface End {
  do: "close";
}

/** What was said up to the number `upto`, for customers up to `cupto`, is gone for good: only the numbers are left.     `cause`: `asked` for by the person, `retention` when its time was over. */
export interface Erased {
  kind: "conversation.erased";
  upto: number;
  cupto: number;
  cause: string;
}

/** Ask why somebody got a conversation: the assignment with this fence. */
export interface Explain {
  conversationId: string;
  fence: number;
}

/** A decision as it was made: after which step, for which reason (a code and the values in it), and who was looked at.      By hand (`claim`, `transfer`, `reopen`, `returned`) there were no candidates. */
export interface Explained {
  ok: true;
  agentId: string;
  agentName: string;
  at: number;
  step: string;
  reason: string;
  why: Readonly<Record<string, string | number>>;
  waitedMs: number;
  candidates: readonly (Candidate)[];
}

/** Which conversations; what is empty asks nothing. `owner`: an agent's id, `me` or `nobody`; `labels`: all of them.      `clocks`: one of these runs; `unanswered`: the customer spoke last; `mentioned`: a note calls whoever asks. */
export interface Filter {
  statuses: readonly ("assigned" | "closed" | "offered" | "snoozed" | "waiting")[];
  labels: readonly (string)[];
  shopIds: readonly (string)[];
  channels: readonly (string)[];
  languages: readonly (string)[];
  markets: readonly (string)[];
  owner: string;
  priority: number;
  clocks: readonly ("data" | "refund" | "reply" | "withdrawal")[];
  unanswered: boolean;
  mentioned: boolean;
}

/** Find by words what was said, noted, translated, or who somebody is. All pieces between spaces must be there; the last     letters of a word may be missing. Scripts without spaces are found by any part, of one sign on. */
export interface Find {
  query: string;
  limit?: number;
}

/** One place where a rule speaks: `start`/`end` are offsets in code points of the text that was judged.      Where something is missing both are the text's end. `reviewers`: how many must let it pass when it is held. */
export interface Finding {
  category: string;
  rule: string;
  action: Action;
  start: number;
  end: number;
  message: string;
  rewrite: string | null;
  reviewers: number;
}

/** Somebody to be forgotten: whoever `recipient` is by the bridge's own name. Say so for `id`; until then it is offered again.      Once that is said, or given up (`dead`) after thirty days, the name is empty here too. `at` is when they were forgotten (ms). */
export interface Forgetting {
  id: string;
  number: number;
  customerId: string;
  recipient: string;
  at: number;
  state: string;
}

/** Whom a bridge is to forget. */
export interface ForgettingList {
  ok: true;
  items: readonly (Forgetting)[];
}

/** People to forget whom this bridge has not yet said to have forgotten, oldest first, after the number `after`; or all. */
export interface Forgettings {
  after?: number;
  limit?: number;
  state?: "all" | "waiting";
}

/** The bridge has forgotten this person, and so have those it told. */
export interface Forgotten {
  erasureId: string;
}

/** A form filled in, by customers: `form` is the number of its message in their series, `values` one for each field. */
export interface FormAnswer {
  kind: "answer";
  form: number;
  values: readonly (string)[];
}

/** Something to fill in; a `choice` has 2 to 8 options. At most 6 in a message. */
export interface FormField {
  kind: "field";
  label: string;
  type: "choice" | "email" | "text";
  required: boolean;
  options: readonly (string)[];
}

/** What was found, a line for each conversation, the newest first. `more`: there may be more than was looked at. */
export interface Found {
  ok: true;
  items: readonly (Match)[];
  more: boolean;
}

/** Hand it to an agent, a team or a queue; to none of them: back to its place. */
export interface HandOver {
  do: "transfer";
  agentId: string;
  teamId: string;
  queue: string;
}

/** The message numbered `ref` waits for a reviewer, or after `approvals` (ids) for another; `text` when one changed it. */
export interface Held {
  kind: "message.held";
  ref: number;
  findings: readonly (Finding)[];
  reading: Reading | null;
  approvals: readonly (string)[];
  text: string | null;
}

/** First event after a connect: which log this is, the server's clock and the caller's limits. */
export interface Hello {
  epoch: string;
  serverTime: number;
  version: number;
  me: string;
  maxText: number;
  token?: string;
}

/** Somebody of the desk says which language the message numbered `ref` is in; what was read out of it before is void. */
export interface Identified {
  kind: "message.identified";
  ref: number;
  language: string;
}

/** Say which language a customer's message is in. It is translated anew, and the customer is answered in that language. */
export interface Identify {
  conversationId: string;
  clientId: string;
  seq: number;
  language: string;
}

/** What somebody left unfinished in a conversation; `at` (ms). */
export interface Kept {
  conversationId: string;
  text: string;
  note: boolean;
  language: string;
  attachments: readonly (Attachment)[];
  pieces: readonly (QuickReply | Card | OrderCard | FormField | FormAnswer)[];
  at: number;
}

/** Put labels on, take labels off. */
export interface Label {
  do: "label";
  add: readonly (string)[];
  remove: readonly (string)[];
}

/** Stop following a conversation. */
export interface Leave {
  conversationId: string;
}

/** Ask for an address that serves a file for a short while. */
export interface Link {
  fileId: string;
}

/** Add one more conversation of the same customer and shop to a ticket. */
export interface LinkConversation {
  ticketId: string;
  clientId: string;
  conversationId: string;
}

/** GET `url` before `expires_at` (ms). */
export interface Linked {
  ok: true;
  url: string;
  expiresAt: number;
}

/** A page of the list: newest activity first, the queue by waiting time. `cursor` comes from the page before.      `filter` narrows any view; with one, `all` includes what is closed. */
export interface ListConversations {
  view?: "all" | "closed" | "held" | "mine" | "queue";
  cursor?: string;
  limit?: number;
  filter?: Filter | null;
}

/** Ask for tickets: of these statuses and kinds; of `owner` `me`, `nobody` or an agent; of a team, a customer, a conversation;     `overdue` ones; with `text` in the subject or the customer's name, or `#12`. */
export interface ListTickets {
  statuses?: readonly ("closed" | "on_hold" | "open" | "pending" | "solved")[];
  kinds?: readonly ("data_request" | "general" | "legal" | "safety" | "security" | "withdrawal")[];
  owner?: string;
  teamId?: string | null;
  customerId?: string | null;
  conversationId?: string | null;
  overdue?: boolean;
  text?: string;
  cursor?: string;
  limit?: number;
}

/** A page of the desk's list; `counts` are of the whole views. */
export interface Listed {
  ok: true;
  items: readonly (Summary)[];
  counts: Readonly<Record<string, number>>;
  cursor: string;
}

/** Steps, done one after the other, each with the rights and the rules of whoever runs it. */
export interface Macro {
  kind: "macro";
  steps: readonly (Reply | Remark | Label | Rank | HandOver | Rest | End)[];
}

/** Have a link by e-mail that takes the conversation up in any browser; the answer is the same whoever has the address. */
export interface MailLink {
  conversationId: string;
  clientId: string;
  email: string;
}

/** A conversation with what was found in it: `text` around the words, of the entry numbered `seq`, by `author`; or the     customer's own card (`kind` customer, `seq` 0). `hits` counts the lines found in this conversation. */
export interface Match {
  kind: "customer" | "message" | "note";
  conversation: Summary;
  text: string;
  author: string;
  seq: number;
  at: number;
  hits: number;
}

/** A colleague's note calls the reader. Lost, it is still in the list: `filter.mentioned`. */
export interface Mentioned {
  conversationId: string;
  seq: number;
  by: string;
  text: string;
}

/** Say how far a ticket is: `pending` waits for the customer, `on_hold` for somebody else. */
export interface MoveTicket {
  ticketId: string;
  clientId: string;
  version: number;
  status: "closed" | "on_hold" | "open" | "pending" | "solved";
}

/** A private remark for the desk; `mentions` calls colleagues to it, by id. */
export interface Note {
  conversationId: string;
  clientId: string;
  body: Content;
  mentions?: readonly (string)[];
}

/** A private note; customers never see that it exists. `mentions`: the colleagues it calls, by id. */
export interface Noted {
  kind: "note.posted";
  text: string;
  language: string;
  attachments: readonly (Attachment)[];
  mentions: readonly (string)[];
}

/** An agent is asked to take it until `expires_at` (ms). */
export interface Offered {
  kind: "conversation.offered";
  agentId: string;
  agentName: string;
  fence: number;
  expiresAt: number;
  step: string;
  reason: string;
  why: Readonly<Record<string, string | number>>;
}

/** Start a conversation with its first message; until then nothing is stored. Safe to repeat with the same client id. */
export interface Open {
  clientId: string;
  body: Content;
  locale?: string;
  market?: string;
  name?: string;
  email?: string;
  topic?: string;
  page?: Page;
}

/** Open a ticket about a conversation. Safe to repeat with the same client id. */
export interface OpenTicket {
  conversationId: string;
  clientId: string;
  subject?: string;
  kind?: "data_request" | "general" | "legal" | "safety" | "security" | "withdrawal";
  priority?: number;
  due?: number;
}

/** The customer's first word made the conversation. */
export interface Opened {
  kind: "conversation.opened";
  pageUrl: string;
  pageTitle: string;
}

/** An order: its number, how far it is, what is in it, where its parcel can be followed. */
export interface OrderCard {
  kind: "order";
  number: string;
  status: string;
  price: Price | null;
  link: string | null;
  items: readonly (string)[];
}

/** Where the customer is in the shop. */
export interface Page {
  url?: string;
  title?: string;
}

/** Deliveries that still wait for a receipt, oldest first, after the number `after`; or those that were given up, or all. */
export interface Pending {
  after?: number;
  limit?: number;
  state?: "all" | "dead" | "waiting";
}

/** Who is of this desk. `shifts`: spans (ms) from yesterday to a week from now, of those who promised hours; in the last     `drain_seconds` of one the router gives its people nothing new. */
export interface People {
  ok: true;
  items: readonly (Colleague)[];
  shifts: Readonly<Record<string, readonly (Shift)[]>>;
  drainSeconds: number;
}

/** The customer as the outside channel knows them. */
export interface Person {
  externalId: string;
  name?: string;
  locale?: string;
  market?: string;
}

/** A ready sentence: `shown` in the agent's language, `sent` in the customer's; `slots` are still to be filled. */
export interface Phrase {
  id: string;
  shown: string;
  sent: string;
  slots: readonly (string)[];
}

/** Ready sentences, best first. */
export interface Phrased {
  ok: true;
  items: readonly (Phrase)[];
}

/** Ready sentences whose meaning fits the query, with the wording in the customer's language. */
export interface Phrases {
  conversationId: string;
  query?: string;
}

/** The newest number of each followed conversation; who is behind resumes. */
export interface Positions {
  positions: Readonly<Record<string, number>>;
}

/** A message. `text` is the original after masks; `reading` is what the customer reads when that differs;     `readings` are instant translations for agents. `state` moves posted | pending -> held -> posted | returned. `with_original`:     the customer reads it below the translation. `approvals`: who let it pass, by id, while it waits for one more. `rich`: it     came with markup, which is kept apart, and has `pictures` or not. `pieces` say what the lines of its last paragraph are. */
export interface Posted {
  kind: "message.posted";
  text: string;
  language: string;
  confidence: number;
  state: "held" | "pending" | "posted" | "returned";
  reading: Reading | null;
  readings: readonly (Reading)[];
  attachments: readonly (Attachment)[];
  findings: readonly (Finding)[];
  flagged: boolean;
  label: string;
  withOriginal: boolean;
  approvals: readonly (string)[];
  rich?: "pictures" | "plain";
  pieces?: readonly (StoredPiece)[];
}

/** PUT the bytes to `url` before `expires_at` (ms). */
export interface Prepared {
  ok: true;
  fileId: string;
  url: string;
  expiresAt: number;
}

/** Whether the router may give this agent work. */
export interface Presence {
  availability: "away" | "busy" | "offline" | "online";
  reason?: string;
}

/** A view or a macro by its name. `shared`: all of the desk have it. */
export interface PresetCard {
  id: string;
  name: string;
  body: SavedView | Macro;
  shared: boolean;
}

/** The caller's own views and macros and the shared ones, by name. */
export interface Presets {
  ok: true;
  items: readonly (PresetCard)[];
}

/** An amount of money; readers see it as their locale writes it. */
export interface Price {
  amount: string;
  currency: string;
}

/** Why not. `code` is in the docs' list; `retry` says whether the same request may succeed after `after_ms`. */
export interface Problem {
  code: string;
  retry: boolean;
  detail: string;
  afterMs?: number;
  findings?: readonly (Finding)[];
  requestId?: string;
}

/** Somebody of the desk is here now. */
export interface PublicAssigned {
  kind: "conversation.assigned";
  agentName: string;
}

/** Who wrote it, as customers may know: a kind and a display name; `mine` marks the reader's own words. */
export interface PublicAuthor {
  kind: "agent" | "bot" | "customer" | "system";
  name: string;
  mine: boolean;
}

/** The conversation ended; writing again opens it. */
export interface PublicClosed {
  kind: "conversation.closed";
}

/** What was said up to the number `upto` is gone; whoever still has it drops it. */
export interface PublicErased {
  kind: "conversation.erased";
  upto: number;
}

/** The conversation began. */
export interface PublicOpened {
  kind: "conversation.opened";
}

/** A piece as its reader sees it: what is absent, it has not. `items`: the things of an order or the options of a choice. */
export interface PublicPiece {
  kind: "answer" | "card" | "field" | "order" | "reply";
  label?: string;
  title?: string;
  text?: string;
  price?: string;
  link?: string;
  status?: string;
  value?: string;
  items?: readonly (string)[];
  type?: "choice" | "email" | "text";
  required?: boolean;
  picture?: string;
  form?: number;
}

/** A message in the reader's language; `original` is there when it was translated by `engine`.      With `pieces`, `prose` is the part of the text that is not theirs. */
export interface PublicPosted {
  kind: "message.posted";
  text: string;
  language: string;
  original?: string;
  originalLanguage?: string;
  engine?: string;
  label?: string;
  attachments: readonly (Attachment)[];
  prose?: string;
  pieces?: readonly (PublicPiece)[];
}

/** The customer's own judgement, shown back. */
export interface PublicRated {
  kind: "conversation.rated";
  score: number;
}

/** The conversation goes on. */
export interface PublicReopened {
  kind: "conversation.reopened";
}

/** An answer to tap; tapping it says `label`. At most 8 in a message. */
export interface QuickReply {
  kind: "reply";
  label: string;
}

/** Give it this priority. */
export interface Rank {
  do: "priority";
  priority: number;
}

/** The customer's judgement, 1 (bad) to 5 (good). */
export interface Rate {
  conversationId: string;
  clientId: string;
  score: number;
  comment?: string;
}

/** The customer's judgement: score 1 to 5. */
export interface Rated {
  kind: "conversation.rated";
  score: number;
  comment: string;
}

/** Everything up to `seq` of one's own series has been seen. */
export interface Read {
  conversationId: string;
  seq: number;
}

/** Ask for a ticket with its history and its conversations. */
export interface ReadTicket {
  ticketId: string;
}

/** A text as a reader of `language` sees it; `engine` names who made it (`memory`, `phrasebook`, an engine, `person`),     `version` which model of it. `editor` is the id of the person who wrote it or agreed to it. */
export interface Reading {
  language: string;
  text: string;
  engine: string;
  confidence: number;
  version: string;
  editor: string;
}

/** Say yes or no (`given`) to a purpose, as worded in the text of a `version`, in some place (`source`: a page, a form). */
export interface RecordConsent {
  clientId: string;
  purpose: string;
  given: boolean;
  version: string;
  source?: string;
}

/** No, with the reason. */
export interface Refused {
  error: Problem;
  ok: false;
}

/** The message numbered `ref` reached the customers' series as `cseq`, as `reading` when it was translated.      `text` and its `language` are there when a reviewer changed it. */
export interface Released {
  kind: "message.released";
  ref: number;
  reading: Reading | null;
  label: string;
  text: string | null;
  language?: string;
  cseq?: number;
}

/** Leave this note. */
export interface Remark {
  do: "note";
  text: string;
}

/** Take a closed or snoozed conversation up again; the agent who does becomes its owner. */
export interface Reopen {
  conversationId: string;
  clientId: string;
}

/** It asks for attention again. */
export interface Reopened {
  kind: "conversation.reopened";
  cause: string;
}

/** Say this to the customer. */
export interface Reply {
  do: "reply";
  text: string;
}

/** What became of a delivery. States only move forward: sent, delivered, read; or failed with a reason. */
export interface Report {
  deliveryId: string;
  state: "delivered" | "failed" | "read" | "sent";
  externalId?: string;
  reason?: string;
}

/** It waits again, for this team, queue and language where they are named. `cause`: declined, missed, vanished,     transferred, woken. */
export interface Requeued {
  kind: "conversation.requeued";
  cause: string;
  agentId: string;
  teamId: string;
  queue: string;
  language: string;
}

/** Let it rest for so many minutes. */
export interface Rest {
  do: "snooze";
  minutes: number;
}

/** Follow a conversation and get what came after `after` in one's own series; `epoch` tells which log that position is of.      `after: -1` asks for the newest `limit` entries; `before` pages backwards. */
export interface Resume {
  conversationId: string;
  after?: number;
  before?: number | null;
  limit?: number;
  epoch?: string;
  follow?: boolean;
}

/** The message numbered `ref` will not be sent; its author has it back. */
export interface Returned {
  kind: "message.returned";
  ref: number;
  reason: string;
}

/** A reviewer's decision on a held message, which is the entry numbered `seq` of the agents' series. */
export interface Review {
  conversationId: string;
  clientId: string;
  seq: number;
  decision: "approve" | "edit" | "reject";
  text?: string;
  reason?: string;
}

/** Keep what is unfinished in a conversation, for oneself; nothing in it takes it away. */
export interface SaveDraft {
  conversationId: string;
  text?: string;
  note?: boolean;
  language?: string;
  attachments?: readonly (string)[];
  pieces?: readonly (QuickReply | Card | OrderCard | FormField | FormAnswer)[];
}

/** Keep a view or a macro under a name; with the id of one's own it is changed. `shared` ones are for all: leaders only. */
export interface SavePreset {
  name: string;
  body: SavedView | Macro;
  id?: string | null;
  shared?: boolean;
}

/** A view of the list by a name. */
export interface SavedView {
  kind: "view";
  filter: Filter;
}

/** The notes up to `seq` that call oneself have been read. */
export interface SeeMentions {
  conversationId: string;
  seq: number;
}

/** Say something to the other side. `confirmed` answers a warning; `language` overrides detection.      Of agents: `reading` is what the customer is to read, as the agent corrected it; `with_original` sends both. */
export interface Send {
  conversationId: string;
  clientId: string;
  body: Content;
  fence?: number | null;
  confirmed?: boolean;
  language?: string;
  reading?: Wording | null;
  withOriginal?: boolean;
}

/** Stored durably as number `seq` of the caller's own series (0 while customers do not see it yet: an agent's message     is numbered in the agents' series). `dup` says that this client id was stored before. */
export interface Sent {
  ok: true;
  conversationId: string;
  seq: number;
  at: number;
  dup: boolean;
  state: "held" | "pending" | "posted";
  text?: string;
}

/** A time of work, ms. */
export interface Shift {
  start: number;
  end: number;
}

/** A sentence of the memory that is close to what was typed (`score` of 100), and how it was put. */
export interface Similar {
  text: string;
  wording: string;
  language: string;
  score: number;
}

/** Rest until a time; the customer's next word wakes it earlier. */
export interface Snooze {
  conversationId: string;
  clientId: string;
  until: number;
  fence?: number | null;
}

/** It rests until `until` (ms), or with 0 until the customer's next word. `cause`: `idle` when nobody asked for it. */
export interface Snoozed {
  kind: "conversation.snoozed";
  until: number;
  cause: string;
}

/** Set a clock of the law by the day (`since`, ms) it counts from, in the place of the one of its kind.      `withdrawal`: when the goods came; `refund`: when a notice came, or the goods came back; `data`: when a request came. */
export interface StartClock {
  conversationId: string;
  clientId: string;
  clock: "data" | "refund" | "withdrawal";
  since: number;
}

/** Say that no answer is needed (`reply`), a refund was paid (`refund`), a data request was met (`data`).      The customer's time to change their mind (`withdrawal`) need not be shown any more. */
export interface StopClock {
  conversationId: string;
  clientId: string;
  clock: "data" | "refund" | "reply" | "withdrawal";
}

/** One piece: what its `lines` are, in order. `picture` is a file of the message; `form` the customers' number of the     form that an answer answers; `type` and `required` belong to a field. */
export interface StoredPiece {
  kind: "answer" | "card" | "field" | "order" | "reply";
  lines: readonly ("item" | "label" | "link" | "option" | "price" | "status" | "text" | "title" | "value")[];
  type: "choice" | "email" | "text";
  required: boolean;
  picture: string;
  form: number;
}

/** A conversation as a line of the desk's list. */
export interface Summary {
  id: string;
  shopId: string;
  customerId: string;
  customerName: string;
  channel: string;
  status: "assigned" | "closed" | "offered" | "snoozed" | "waiting";
  language: string;
  market: string;
  priority: number;
  vip: boolean;
  queue: string;
  skills: readonly (string)[];
  wantedLanguage: string;
  labels: readonly (string)[];
  attributes: Readonly<Record<string, string>>;
  deadline: number;
  teamId: string;
  assigneeId: string;
  assigneeName: string;
  fence: number;
  offerExpiresAt: number;
  waitingSince: number;
  snoozedUntil: number;
  lastSeq: number;
  lastCseq: number;
  customersRead: number;
  agentsRead: number;
  lastText: string;
  lastFrom: string;
  lastAt: number;
  awaitingSince: number;
  dues: readonly (Due)[];
  mailTo: string;
  pageUrl: string;
  pageTitle: string;
  createdAt: number;
  updatedAt: number;
}

/** It is an agent's or a team's now; nobody's, when neither is named. */
export interface TicketAssigned {
  kind: "assigned";
  agentId: string;
  agentName: string;
  teamId: string;
  teamName: string;
}

/** A ticket as a line of the list. `number` counts a workspace's tickets; who changes it says which `version` they saw.      `due` (ms; 0: none); `status_at` (ms): since when its status is so; `created_by` `system`: by a rule. */
export interface TicketCard {
  id: string;
  number: number;
  shopId: string;
  customerId: string;
  channel: string;
  kind: "data_request" | "general" | "legal" | "safety" | "security" | "withdrawal";
  subject: string;
  status: "closed" | "on_hold" | "open" | "pending" | "solved";
  priority: number;
  due: number;
  assigneeId: string;
  assigneeName: string;
  teamId: string;
  labels: readonly (string)[];
  version: number;
  createdBy: "agent" | "bot" | "bridge" | "customer" | "system";
  createdAt: number;
  updatedAt: number;
  statusAt: number;
  erasedAt: number;
  customerName: string;
}

/** A ticket is new, or changed; a higher `version` wins. */
export interface TicketChanged {
  ticket: TicketCard;
}

/** A colleague's remark; no customer ever reads it. */
export interface TicketCommented {
  kind: "commented";
  text: string;
}

/** What was changed of it; what is absent did not. */
export interface TicketEdited {
  kind: "edited";
  subject?: string;
  about?: "data_request" | "general" | "legal" | "safety" | "security" | "withdrawal";
  priority?: number;
  due?: number;
  labels?: readonly (string)[];
}

/** One line of a ticket's history: what the ticket became with this `version`, by whom. */
export interface TicketLine {
  version: number;
  at: number;
  author: Author;
  body: TicketOpened | TicketMoved | TicketAssigned | TicketEdited | TicketLinked | TicketCommented;
}

/** One more conversation belongs to it, or the message numbered `ref` of one that does already. */
export interface TicketLinked {
  kind: "linked";
  conversationId: string;
  ref: number;
}

/** A page of tickets, what must be done first before others; `counts` are of all that is to be done: `all`, `mine`, `nobody`,     `overdue`. */
export interface TicketList {
  ok: true;
  items: readonly (TicketCard)[];
  counts: Readonly<Record<string, number>>;
  cursor: string;
}

/** Its status changed. `cause`: `customer` when their word ended the waiting for them. */
export interface TicketMoved {
  kind: "moved";
  status: "closed" | "on_hold" | "open" | "pending" | "solved";
  cause: string;
}

/** What became of a ticket of this conversation, a line for agents alone. */
export interface TicketNoted {
  kind: "ticket.noted";
  ticketId: string;
  number: number;
  about: "data_request" | "general" | "legal" | "safety" | "security" | "withdrawal";
  what: "closed" | "linked" | "opened" | "reopened" | "solved";
  due: number;
}

/** It began in a conversation; by a rule, with the message numbered `ref` there. */
export interface TicketOpened {
  kind: "opened";
  conversationId: string;
  ref: number;
}

/** A ticket with its history, and those of its conversations that the reader may see. */
export interface TicketPage {
  ok: true;
  ticket: TicketCard;
  history: readonly (TicketLine)[];
  conversations: readonly (Summary)[];
}

/** The ticket as it is now. */
export interface Ticketed {
  ok: true;
  ticket: TicketCard;
}

/** What lies in the cart; no items: it is empty. */
export interface ToldCart {
  items: readonly (ToldItem)[];
  total: string | number;
  currency: string;
}

/** A line of a cart or an order. */
export interface ToldItem {
  name: string;
  sku: string;
  quantity: number;
  price: string | number;
  url: string;
}

/** The order the page is about. */
export interface ToldOrder {
  id: string | number;
  status: string;
  total: string | number;
  currency: string;
  date: string;
  url: string;
  items: readonly (ToldItem)[];
}

/** A page looked at, a step taken; `at` by the shopper's clock. */
export interface ToldStep {
  name: string;
  at: number;
  url: string;
  title: string;
  data: Readonly<Record<string, string | number | boolean>>;
}

/** Hand over: to an agent, a team, a queue by its name, whoever writes a language; or (none named) back to its place. */
export interface Transfer {
  conversationId: string;
  clientId: string;
  fence?: number | null;
  agentId?: string | null;
  teamId?: string | null;
  queue?: string | null;
  language?: string | null;
  note?: string;
}

/** Have messages and notes translated into one's own language; what can be said arrives as `message.translated`.      `language`: what they are in, where somebody has said so. */
export interface Translate {
  conversationId: string;
  seqs: readonly (number)[];
  language?: string;
}

/** A translation of the message numbered `ref` arrived, for agents. */
export interface Translated {
  kind: "message.translated";
  ref: number;
  reading: Reading;
}

/** Asked for. `coming`: some engine has the pair; without one nothing will come but what is known already. */
export interface Translating {
  ok: true;
  coming: boolean;
}

/** Say what it needs; what is absent stays as it is. An empty queue or language means: as the rules say.      `vip` is remembered of the customer for later conversations; `deadline` 0 takes the deadline away.     `labels` and `attributes` replace those it has; an attribute without words is taken away. */
export interface Triage {
  conversationId: string;
  clientId: string;
  priority?: number | null;
  vip?: boolean | null;
  skills?: readonly (string)[] | null;
  deadline?: number | null;
  queue?: string | null;
  language?: string | null;
  labels?: readonly (string)[] | null;
  attributes?: Readonly<Record<string, string>> | null;
}

/** Somebody said what it needs; what is absent did not change. Empty words mean: as the rules say. */
export interface Triaged {
  kind: "conversation.triaged";
  priority?: number;
  vip?: boolean;
  skills?: readonly (string)[];
  deadline?: number;
  queue?: string;
  language?: string;
  labels?: readonly (string)[];
  attributes?: Readonly<Record<string, string>>;
}

/** Started or stopped typing. Forgotten after 6 seconds of silence. */
export interface Typing {
  conversationId: string;
  typing: boolean;
}

/** Somebody started or stopped typing. */
export interface TypingChanged {
  conversationId: string;
  who: "agent" | "customer";
  name: string;
  typing: boolean;
}

/** Have a conversation before one's eyes, or not any more; say it again every 20 seconds. */
export interface Viewing {
  conversationId: string;
  viewing: boolean;
}

/** A colleague has the conversation before them, or has not any more. Forgotten after 40 seconds of silence. */
export interface ViewingChanged {
  conversationId: string;
  agentId: string;
  name: string;
  viewing: boolean;
}

/** A translation in a person's own words. */
export interface Wording {
  language: string;
  text: string;
}

/** What a customer may ask, and the answer. */
export interface CustomerCommands {
  "conversation.open": { ask: Open; ack: Sent };
  "conversation.resume": { ask: Resume; ack: CustomerResumed };
  "conversation.leave": { ask: Leave; ack: Done };
  "conversation.list": { ask: ListConversations; ack: CustomerListed };
  "message.send": { ask: Send; ack: Sent };
  "conversation.read": { ask: Read; ack: Done };
  "typing.set": { ask: Typing; ack: Done };
  "conversation.close": { ask: Close; ack: Done };
  "conversation.contact": { ask: Contact; ack: Done };
  "link.mail": { ask: MailLink; ack: Done };
  "conversation.rate": { ask: Rate; ack: Done };
  "customer.describe": { ask: Describe; ack: Done };
  "consent.record": { ask: RecordConsent; ack: Done };
  "file.attach": { ask: Attach; ack: Prepared };
  "file.link": { ask: Link; ack: Linked };
}

/** What a customer is told. */
export interface CustomerEvents {
  "message.posted": CustomerEntry;
  "conversation.opened": CustomerEntry;
  "conversation.assigned": CustomerEntry;
  "conversation.closed": CustomerEntry;
  "conversation.reopened": CustomerEntry;
  "conversation.rated": CustomerEntry;
  "conversation.erased": CustomerEntry;
  "server.hello": Hello;
  "server.bye": Bye;
  "positions.announced": Positions;
  "typing.changed": TypingChanged;
  "conversation.changed": CustomerConversationChanged;
}

export const CUSTOMER_DURABLE: readonly string[] = [
  "message.posted",
  "conversation.opened",
  "conversation.assigned",
  "conversation.closed",
  "conversation.reopened",
  "conversation.rated",
  "conversation.erased",
];

/** What a agent may ask, and the answer. */
export interface AgentCommands {
  "conversation.resume": { ask: Resume; ack: AgentResumed };
  "conversation.leave": { ask: Leave; ack: Done };
  "conversation.list": { ask: ListConversations; ack: Listed };
  "conversation.find": { ask: Find; ack: Found };
  "message.send": { ask: Send; ack: Sent };
  "note.post": { ask: Note; ack: Sent };
  "conversation.read": { ask: Read; ack: Done };
  "typing.set": { ask: Typing; ack: Done };
  "presence.set": { ask: Presence; ack: Done };
  "people.list": { ask: Command; ack: People };
  "conversation.claim": { ask: Claim; ack: Changed };
  "offer.accept": { ask: AcceptOffer; ack: Changed };
  "offer.decline": { ask: DeclineOffer; ack: Changed };
  "conversation.transfer": { ask: Transfer; ack: Changed };
  "conversation.triage": { ask: Triage; ack: Changed };
  "clock.start": { ask: StartClock; ack: Changed };
  "clock.stop": { ask: StopClock; ack: Changed };
  "decision.explain": { ask: Explain; ack: Explained };
  "conversation.snooze": { ask: Snooze; ack: Changed };
  "conversation.close": { ask: Close; ack: Changed };
  "conversation.reopen": { ask: Reopen; ack: Changed };
  "file.attach": { ask: Attach; ack: Prepared };
  "file.link": { ask: Link; ack: Linked };
  "draft.check": { ask: Check; ack: Checked };
  "phrase.search": { ask: Phrases; ack: Phrased };
  "message.translate": { ask: Translate; ack: Translating };
  "message.identify": { ask: Identify; ack: Done };
  "message.correct": { ask: Correct; ack: Done };
  "draft.save": { ask: SaveDraft; ack: Done };
  "draft.list": { ask: Command; ack: Drafts };
  "viewing.set": { ask: Viewing; ack: Done };
  "mention.see": { ask: SeeMentions; ack: Done };
  "preset.list": { ask: Command; ack: Presets };
  "preset.save": { ask: SavePreset; ack: Presets };
  "preset.drop": { ask: DropPreset; ack: Presets };
  "message.review": { ask: Review; ack: Changed };
  "ticket.open": { ask: OpenTicket; ack: Ticketed };
  "ticket.assign": { ask: AssignTicket; ack: Ticketed };
  "ticket.move": { ask: MoveTicket; ack: Ticketed };
  "ticket.edit": { ask: EditTicket; ack: Ticketed };
  "ticket.link": { ask: LinkConversation; ack: Ticketed };
  "ticket.comment": { ask: CommentTicket; ack: Ticketed };
  "ticket.read": { ask: ReadTicket; ack: TicketPage };
  "ticket.list": { ask: ListTickets; ack: TicketList };
}

/** What a agent is told. */
export interface AgentEvents {
  "message.posted": AgentEntry;
  "note.posted": AgentEntry;
  "message.translated": AgentEntry;
  "message.identified": AgentEntry;
  "message.released": AgentEntry;
  "message.held": AgentEntry;
  "message.returned": AgentEntry;
  "conversation.opened": AgentEntry;
  "conversation.assigned": AgentEntry;
  "conversation.offered": AgentEntry;
  "conversation.requeued": AgentEntry;
  "conversation.triaged": AgentEntry;
  "clock.started": AgentEntry;
  "clock.stopped": AgentEntry;
  "ticket.noted": AgentEntry;
  "conversation.snoozed": AgentEntry;
  "conversation.closed": AgentEntry;
  "conversation.reopened": AgentEntry;
  "conversation.rated": AgentEntry;
  "conversation.erased": AgentEntry;
  "server.hello": Hello;
  "server.bye": Bye;
  "positions.announced": Positions;
  "typing.changed": TypingChanged;
  "conversation.changed": ConversationChanged;
  "viewing.changed": ViewingChanged;
  "ticket.changed": TicketChanged;
  "colleague.mentioned": Mentioned;
  "colleague.changed": ColleagueChanged;
}

export const AGENT_DURABLE: readonly string[] = [
  "message.posted",
  "note.posted",
  "message.translated",
  "message.identified",
  "message.released",
  "message.held",
  "message.returned",
  "conversation.opened",
  "conversation.assigned",
  "conversation.offered",
  "conversation.requeued",
  "conversation.triaged",
  "clock.started",
  "clock.stopped",
  "ticket.noted",
  "conversation.snoozed",
  "conversation.closed",
  "conversation.reopened",
  "conversation.rated",
  "conversation.erased",
];

/** What a bridge may ask, and the answer. */
export interface BridgeCommands {
  "file.attach": { ask: Attach; ack: Prepared };
  "file.link": { ask: Link; ack: Linked };
  "message.deliver": { ask: Deliver; ack: Sent };
  "delivery.list": { ask: Pending; ack: Deliveries };
  "delivery.report": { ask: Report; ack: Done };
  "erasure.list": { ask: Forgettings; ack: ForgettingList };
  "erasure.report": { ask: Forgotten; ack: Done };
}

/** What a bridge is told. */
export interface BridgeEvents {
  "server.hello": Hello;
  "server.bye": Bye;
  "delivery.requested": Delivery;
  "erasure.requested": Forgetting;
}

export const BRIDGE_DURABLE: readonly string[] = [
];
