import type { Content } from "./protocol.gen";

export * from "./protocol.gen";
/** What may go with a message. */
export type AnyPiece = NonNullable<Content["pieces"]>[number];
export { codes } from "./codes";
export { Denied } from "./doors";
export type { AckOf, Answer, AskOf, CommandName, DoorName, EntryOf, EventName, EventOf } from "./doors";
export { newId } from "./ids";
export type { Draft, Item, OutboxOptions } from "./item";
export { connect } from "./link";
export type { Link, LinkOptions, LinkState } from "./link";
export { Outbox } from "./outbox";
export { Series } from "./series";
export type { ConversationOf, SeriesOptions } from "./series";
export { announced, applied, awaiting, emptyTimeline, missing, paged, position, resumed } from "./timeline";
export type { Numbered, Piece, Timeline, Waiting } from "./timeline";
