import { Component } from "preact";
import type { CustomerEntry } from "../wire";
import { transcript } from "../state/transcript";
import { newId } from "../wire";
import { here } from "./here";
import { Icon } from "./icons";

const SCORES = [1, 2, 3, 4, 5];

/** After the end: the shopper's judgement, and the way back in. */
export function After({ again }: { again: () => void }) {
  const { view, say, desk } = here;
  const save = async () => {
    const page = document.createElement("a");
    page.href = URL.createObjectURL(new Blob([await transcript(desk)], { type: "text/plain" }));
    page.download = "chat.txt";
    page.click();
    URL.revokeObjectURL(page.href);
  };
  return (
    <div class="after">
      {judged(view.entries) ? <p class="thanks">{say(WORD.thanks)}</p> : <Rating />}
      <button type="button" class="wide" data-first onClick={again}>
        {say(WORD.again)}
      </button>
      <p>
        <button type="button" class="text" onClick={() => desk.anew()}>
          {say(WORD.fresh)}
        </button>
        <button type="button" class="text" onClick={() => void save()}>
          {say(WORD.save)}
        </button>
      </p>
    </div>
  );
}

/** Whether the newest ending has been judged already. */
export function judged(entries: readonly CustomerEntry[]): boolean {
  const kinds = entries.map((entry) => entry.body.kind);
  return kinds.lastIndexOf("conversation.rated") > kinds.lastIndexOf("conversation.closed");
}

class Rating extends Component<object, { score: number; trouble: boolean }> {
  override state = { score: 0, trouble: false };
  readonly #id = newId();
  readonly #submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const comment = event.currentTarget.querySelector("textarea")?.value ?? "";
    const answer = await here.desk.rate(this.#id, this.state.score, comment.trim());
    this.setState({ trouble: !answer.ok });
  };

  override render(_: object, { score, trouble }: Rating["state"]) {
    const { say } = here;
    return (
      <form class="rating" onSubmit={(event) => void this.#submit(event)}>
        <Stars score={score} choose={(score) => this.setState({ score })} />
        {score > 0 && (
          <>
            <textarea
              rows={2}
              dir="auto"
              maxLength={2000}
              aria-label={say(WORD.comment)}
              placeholder={say(WORD.comment)}
            />
            <button class="wide strong">{say(WORD.submit)}</button>
          </>
        )}
        {trouble && (
          <p class="over" role="alert">
            {say(WORD.failed)}
          </p>
        )}
      </form>
    );
  }
}

function Stars({ score, choose }: { score: number; choose: (score: number) => void }) {
  const { say } = here;
  return (
    <fieldset>
      <legend>{say(WORD.rate)}</legend>
      {SCORES.map((n) => (
        <button
          key={n}
          type="button"
          class={`star ${n <= score ? "on" : ""}`}
          aria-pressed={n === score}
          aria-label={`${n} / 5`}
          onClick={() => choose(n)}
        >
          <Icon name="star" full={n <= score} />
        </button>
      ))}
    </fieldset>
  );
}
