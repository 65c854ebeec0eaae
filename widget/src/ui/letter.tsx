import { Component, createRef } from "preact";
import { newId } from "../wire";
import { focus, goOn } from "./focus";
import { here } from "./here";
import { Icon } from "./icons";

interface Asking {
  open: boolean;
  /** The word for what is wrong; 0: nothing. */
  fault: number;
  /** Where the answer goes, once that is certain. */
  to: string;
}

/** For who would rather not wait: the answer by e-mail, offered, asked for, promised. `link`: a way back to this chat, alone. */
export class Letter extends Component<{ link?: boolean }, Asking> {
  override state = { open: false, fault: 0, to: "" };
  readonly #id = newId();
  readonly #form = createRef<HTMLFormElement>();

  /** Somebody came while the address was typed: the keyboard goes on where one talks. */
  override componentWillUnmount(): void {
    const form = this.#form.current;
    if (form?.matches(":focus-within")) goOn(form.parentElement);
  }

  readonly #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const field = this.#form.current?.querySelector("input");
    if (!field) return;
    const to = field.value.trim();
    const answer = field.validity.valid ? await here.desk.contact(this.#id, to, this.props.link) : null;
    if (answer?.ok) return this.setState({ to });
    field.focus();
    this.setState({
      fault: answer && answer.error.code !== "bad_request" ? WORD.failed : WORD.emailOdd,
    });
  };

  override render({ link }: Letter["props"], { open, fault, to }: Asking) {
    const { say, view } = here;
    const mail = view.conversation?.mail;
    if (to || (mail === "asked" && !link)) {
      return (
        <p class="letter" tabIndex={-1} ref={to ? focus : null}>
          {/* Isolated, so that it reads from left to right in every script. */}
          {to ? say(link ? WORD.linkTo : WORD.mailTo, { email: `\u2066${to}\u2069` }) : say(WORD.mailYou)}
        </p>
      );
    }
    if (!mail && !open && !link) return null;
    return (
      <form class="letter" noValidate ref={this.#form} onSubmit={(event) => void this.#submit(event)}>
        {!link && (
          <button
            type="button"
            class="text"
            aria-expanded={open}
            onClick={() => this.setState({ open: !open, fault: 0 })}
          >
            {say(WORD.byMail)}
          </button>
        )}
        {(open || link) && <Address fault={fault} name={say(link ? WORD.byLink : WORD.email)} />}
      </form>
    );
  }
}

function Address({ fault, name }: { fault: number; name: string }) {
  const { say } = here;
  return (
    <>
      <label for="email">{name}</label>
      <div class="row">
        <input
          id="email"
          type="email"
          autocomplete="email"
          maxLength={254}
          required
          dir="ltr"
          aria-invalid={fault > 0}
          aria-describedby="fault"
          enterkeyhint="send"
          ref={focus}
        />
        <button class="send" aria-label={`${say(WORD.send)}: ${name}`}>
          <Icon name="send" />
        </button>
      </div>
      <p id="fault" class="over" role="alert">
        {fault > 0 && say(fault)}
      </p>
    </>
  );
}
