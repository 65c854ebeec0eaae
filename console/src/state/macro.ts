import type { Macro, Problem, Summary } from "@wire";
import type { Station } from "./station";

type Step = Macro["steps"][number];

/** One step of a macro, through the same door as the hand's own deeds: rights and rules are asked each time. */
async function step(station: Station, line: Summary, one: Step): Promise<Problem | null> {
  const { act, outgoing } = station;
  const letter = { conversationId: line.id, attachments: [], pieces: [], fence: line.fence, confirmed: false, language: "", clientId: "", mentions: [], reading: null, withOriginal: false };
  switch (one.do) {
    case "reply":
    case "note":
      await outgoing.send({ ...letter, note: one.do === "note", text: one.text });
      return null;
    case "label":
      return act.triage(line.id, { labels: relabelled(line.labels, one.add, one.remove) });
    case "priority":
      return act.triage(line.id, { priority: one.priority });
    case "transfer": {
      const { agentId, teamId, queue } = one;
      return act.transfer(line, { ...(agentId && { agentId }), ...(teamId && { teamId }), ...(queue && { queue }) }, "");
    }
    case "snooze":
      return act.snooze(line, Date.now() + station.desk.getState().skew + one.minutes * 60_000);
    case "close":
      return act.end(line);
  }
}

export const relabelled = (labels: readonly string[], add: readonly string[], remove: readonly string[]): string[] => [
  ...new Set([...labels.filter((label) => !remove.includes(label)), ...add]),
];

/** The steps in their order; the first that is refused ends it, and says why. */
export async function runMacro(station: Station, id: string, macro: Macro): Promise<Problem | null> {
  for (const one of macro.steps) {
    const line = station.desk.getState().conversations[id];
    if (line === undefined) return null;
    const problem = await step(station, line, one);
    if (problem !== null) return problem;
  }
  return null;
}
