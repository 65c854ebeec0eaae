import type { Desk } from "./desk";

/** Everything that was said in the conversation that is shown, as plain text; earlier parts are fetched. */
export async function transcript(desk: Desk): Promise<string> {
  while (await desk.older());
  const said = desk.view.entries.map(({ at, author, body }) =>
    body.kind === "message.posted" ? `${new Date(at).toLocaleString()}  ${author.name}\n${body.text}\n\n` : "",
  );
  return said.join("");
}
