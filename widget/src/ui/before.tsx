import type { PublicPiece } from "../wire";
import { goOn } from "./focus";
import { Form } from "./form";
import { here } from "./here";

type Name = "name" | "email" | "topic";

/** What the shop wants to know before the first word, and has not been told; empty for who has talked here before. */
export function asked(): [Name, PublicPiece][] {
  const { say, view, desk } = here;
  const { shop, conversation, chats, waiting } = view;
  if (!shop || desk.about || conversation || chats.length || waiting.length) return [];
  const { askName, askEmail, topics } = shop;
  const all: [Name, string | number, Partial<PublicPiece>][] = [
    ["name", askName, { label: say(WORD.name), type: "text" }],
    ["email", askEmail, { label: say(WORD.email), type: "email" }],
    ["topic", topics.length && "required", { label: say(WORD.topic), type: "choice", items: topics }],
  ];
  return all.flatMap(([name, how, field]) => (how ? [[name, { kind: "field", required: how === "required", ...field }]] : []));
}

/** Asked for where one would write; then one writes. */
export function Before({ done }: { done: () => void }) {
  const fields = asked();
  const begin = (values: string[]) => {
    here.desk.about = Object.fromEntries(fields.map(([name], n) => [name, values[n]]));
    done();
  };
  return (
    <div class="composer before" ref={goOn}>
      <Form fields={fields.map(([, field]) => field)} word={WORD.begin} does={begin} />
    </div>
  );
}
