import { useState } from "preact/hooks";
import type { CustomerEntry } from "../wire";
import { newId } from "../wire";
import { useHere } from "./here";
import { Icon } from "./icons";

const SCORES = [1, 2, 3, 4, 5];

/** After the end: the shopper's judgement, and the way back in. */
export function After({ again }: { again: () => void }) {
  const { view, say } = useHere();
  return (
    <div class="after">
      {judged(view.entries) ? <p class="thanks">{say("thanks")}</p> : <Rating />}
      <button type="button" class="wide" data-first onClick={again}>
        {say("again")}
      </button>
    </div>
  );
}

/** Whether the newest ending has been judged already. */
export function judged(entries: readonly CustomerEntry[]): boolean {
  const kinds = entries.map((entry) => entry.body.kind);
  return kinds.lastIndexOf("conversation.rated") > kinds.lastIndexOf("conversation.closed");
}

function Rating() {
  const { desk, say } = useHere();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState("");
  const [trouble, setTrouble] = useState(false);
  const id = useState(newId)[0];
  const submit = async () => setTrouble(!(await desk.rate(id, score, comment.trim())).ok);
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stars score={score} choose={setScore} />
      {score > 0 && (
        <>
          <textarea
            rows={2}
            dir="auto"
            maxLength={2000}
            aria-label={say("comment")}
            placeholder={say("comment")}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button class="wide strong">{say("submit")}</button>
        </>
      )}
      {trouble && (
        <p class="over" role="alert">
          {say("failed")}
        </p>
      )}
    </form>
  );
}

function Stars({ score, choose }: { score: number; choose: (score: number) => void }) {
  const { say } = useHere();
  return (
    <fieldset>
      <legend>{say("rate")}</legend>
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
