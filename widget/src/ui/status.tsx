import { here } from "./here";

/** The honest line: nothing while all is well; otherwise what is wrong and what is still unsent. */
export function Status() {
  const { view, say, desk } = here;
  const unsent = view.waiting.filter((item) => item.state === "sending").length;
  const parts = [unsent && view.link !== "live" ? say(WORD.unsent, { n: unsent }) : ""];
  if (unsent && !view.durable) parts.push(say(WORD.unsaved));
  if (view.problem) {
    return (
      <p class="status offline" role="status">
        {join([say(WORD.unavailable), ...parts])}
        <button type="button" class="text" onClick={() => desk.redial()}>
          {say(WORD.retry)}
        </button>
      </p>
    );
  }
  const word = {
    live: "",
    connecting: say(WORD.connecting),
    "catching-up": say(WORD.catchingUp),
    offline: say(WORD.offline),
  };
  const text = join([word[view.link], ...parts]);
  return (
    <p class={`status ${text ? view.link : "none"}`} role="status">
      {text}
    </p>
  );
}

function join(parts: readonly string[]): string {
  return parts.filter(Boolean).join(" · ");
}
