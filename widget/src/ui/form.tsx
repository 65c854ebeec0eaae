import { Component, createRef } from "preact";
import type { PublicPiece } from "../wire";
import { newId } from "../wire";
import { here } from "./here";

interface FormProps {
  fields: readonly PublicPiece[];
  /** What is on its button. */
  word: number;
  does: (values: string[]) => unknown;
}

/** A few fields to fill in, in the thread or before it; `faults` are the words for what is wrong with each, 0 for nothing. */
export class Form extends Component<FormProps, { faults: readonly number[] }> {
  override state = { faults: [] as readonly number[] };
  readonly #id = newId();
  readonly #form = createRef<HTMLFormElement>();

  readonly #submit = (event: SubmitEvent) => {
    event.preventDefault();
    const all = [...(this.#form.current?.querySelectorAll<HTMLInputElement>("input, select") ?? [])];
    const values = all.map((field) => field.value.trim());
    const faults = all.map(({ validity, required }, n) =>
      values[n] ? (validity.typeMismatch ? WORD.emailOdd : 0) : required ? WORD.needed : 0,
    );
    this.setState({ faults });
    const wrong = all[faults.findIndex(Boolean)];
    if (wrong) wrong.focus();
    else this.props.does(values);
  };

  override render({ fields, word }: FormProps, { faults }: Form["state"]) {
    const { say } = here;
    return (
      <form class="card" noValidate ref={this.#form} onSubmit={this.#submit}>
        {fields.map(({ label, type, required, items }, n) => {
          const fault = faults[n];
          const id = this.#id + String(n);
          const how = type === "email" ? ({ type, dir: "ltr", autocomplete: type } as const) : ({ dir: "auto" } as const);
          const about = { id, required, "aria-invalid": !!fault, "aria-describedby": `${id}f` };
          return (
            <p key={n}>
              <label for={id} dir="auto">
                {label}
                {!required && <small> {say(WORD.optional)}</small>}
              </label>
              {type === "choice" ? (
                <select {...about}>
                  {/* Nothing is chosen for the shopper, in whichever order the options come to stand there. */}
                  <option selected />
                  {items?.map((item) => <option key={item}>{item}</option>)}
                </select>
              ) : (
                <input {...about} {...how} maxLength={500} />
              )}
              <span id={`${id}f`} class="over" role="alert">
                {!!fault && say(fault)}
              </span>
            </p>
          );
        })}
        <button class="wide strong">{say(word)}</button>
      </form>
    );
  }
}
