import { newId, type Answer, type CommandName, type AskOf, type Due, type Link, type Problem, type Summary, type Wording } from "@wire";
import type { StoreApi } from "zustand";
import type { Desk } from "./desk";
import { keep } from "./shelves";

/** Where a conversation is handed to: an agent, a team, a queue by name, who writes a language; or (none) back to the queue. */
export interface Target {
  readonly agentId?: string;
  readonly teamId?: string;
  readonly queue?: string;
  readonly language?: string;
}

/** What a conversation needs, as far as somebody says it. */
export type Needs = Omit<AskOf<"agent", "conversation.triage">, "clientId" | "conversationId">;

type Verdict = Promise<Problem | null>;

/** The verbs of a conversation. Each resolves to null when done, else to the reason why not. */
export class Actions {
  private readonly link: Link<"agent">;
  private readonly desk: StoreApi<Desk>;

  constructor(link: Link<"agent">, desk: StoreApi<Desk>) {
    this.link = link;
    this.desk = desk;
  }

  claim(id: string): Verdict {
    return this.change("conversation.claim", { conversationId: id, clientId: newId() });
  }

  accept(line: Summary): Verdict {
    return this.change("offer.accept", { conversationId: line.id, fence: line.fence });
  }

  decline(line: Summary, reason = ""): Verdict {
    return this.change("offer.decline", { conversationId: line.id, fence: line.fence, reason });
  }

  transfer(line: Summary, target: Target, note: string): Verdict {
    return this.change("conversation.transfer", { ...this.held(line), ...target, note });
  }

  triage(id: string, needs: Needs): Verdict {
    return this.change("conversation.triage", { conversationId: id, clientId: newId(), ...needs });
  }

  /** A clock of the law runs from `since` (ms) on, in the place of the one of its kind. */
  startClock(id: string, clock: AskOf<"agent", "clock.start">["clock"], since: number): Verdict {
    return this.change("clock.start", { conversationId: id, clientId: newId(), clock, since: Math.round(since) });
  }

  /** No answer is needed, the refund was paid, the data request met, or a right need not be shown. */
  stopClock(id: string, clock: Due["clock"]): Verdict {
    return this.change("clock.stop", { conversationId: id, clientId: newId(), clock });
  }

  /** Why somebody got a conversation: the assignment with this fence. */
  explain(id: string, fence: number): Promise<Answer<"agent", "decision.explain">> {
    return this.link.ask("decision.explain", { conversationId: id, fence });
  }

  /** Have a message said in one's own language; it comes as news of the thread. False: nothing will come. */
  async translate(id: string, seq: number, from: string): Promise<boolean> {
    const language = /^[a-z]{2,3}$/.test(from) ? from : "";
    const answer = await this.link.ask("message.translate", { conversationId: id, seqs: [seq], language });
    return answer.ok && answer.coming;
  }

  /** Say which language a customer's message is in. */
  async identify(id: string, seq: number, language: string): Verdict {
    const answer = await this.link.ask("message.identify", { conversationId: id, clientId: newId(), seq, language });
    return answer.ok ? null : answer.error;
  }

  /** Better words for a translation. */
  async correct(id: string, seq: number, reading: Wording): Verdict {
    const answer = await this.link.ask("message.correct", { conversationId: id, clientId: newId(), seq, reading });
    return answer.ok ? null : answer.error;
  }

  snooze(line: Summary, until: number): Verdict {
    return this.change("conversation.snooze", { ...this.held(line), until });
  }

  end(line: Summary): Verdict {
    return this.change("conversation.close", this.held(line));
  }

  reopen(id: string): Verdict {
    return this.change("conversation.reopen", { conversationId: id, clientId: newId() });
  }

  review(id: string, seq: number, decision: "approve" | "edit" | "reject", words: { text?: string; reason?: string }): Verdict {
    return this.change("message.review", { conversationId: id, clientId: newId(), seq, decision, ...words });
  }

  async available(availability: "away" | "busy" | "offline" | "online", reason = ""): Verdict {
    const answer = await this.link.ask("presence.set", { availability, reason });
    return answer.ok ? null : answer.error;
  }

  /** Everything up to `seq` was on the screen. Losing this call costs nothing: the next one says more. */
  read(id: string, seq: number): void {
    void this.link.ask("conversation.read", { conversationId: id, seq });
  }

  typing(id: string, typing: boolean): void {
    if (this.link.state === "live") void this.link.ask("typing.set", { conversationId: id, typing });
  }

  private held(line: Summary): { conversationId: string; clientId: string; fence: number } {
    return { conversationId: line.id, clientId: newId(), fence: line.fence };
  }

  private async change<N extends Changing>(name: N, ask: AskOf<"agent", N>): Verdict {
    const answer = (await this.link.ask(name, ask)) as Answer<"agent", Changing>;
    if (!answer.ok) return answer.error;
    this.desk.setState((desk) => keep(desk, answer.conversation));
    return null;
  }
}

type Changing = Extract<
  CommandName<"agent">,
  `offer.${string}` | `clock.${"start" | "stop"}` | "message.review" | `conversation.${"claim" | "close" | "reopen" | "snooze" | "transfer" | "triage"}`
>;
