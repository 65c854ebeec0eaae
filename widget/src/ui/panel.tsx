import { Component, createRef } from "preact";
import type { ComponentChildren } from "preact";
import { newId } from "../wire";
import { After } from "./after";
import { asked, Before } from "./before";
import { Composer } from "./composer";
import { focus, goOn } from "./focus";
import { here } from "./here";
import { Icon } from "./icons";
import type { IconName } from "./icons";
import { Letter } from "./letter";
import { Status } from "./status";
import { Thread } from "./thread";

const FOCUSABLE = "button:not(:disabled), textarea, input, a[href], [tabindex='0']";

interface PanelProps {
  phone: boolean;
}

/** The open chat: a dialog that keeps the keyboard inside, and gives it back when closed. */
export class Panel extends Component<PanelProps, { again: boolean; link: boolean }> {
  override state = { again: false, link: false };
  readonly #box = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    goOn(this.#box.current);
  }

  override componentDidUpdate(): void {
    if (this.state.again && !closed()) this.setState({ again: false });
  }

  /** The field is there after the next drawing. */
  readonly #begin = () => {
    this.setState({});
    setTimeout(() => goOn(this.#box.current));
  };

  readonly #pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) here.close();
    if (event.key === "Tab" && this.#box.current) keepInside(event, this.#box.current);
  };

  override render({ phone }: PanelProps, { again, link }: Panel["state"]) {
    return (
      <div
        ref={this.#box}
        class="panel"
        role="dialog"
        aria-modal={phone}
        aria-label={title()}
        tabIndex={-1}
        onKeyDown={this.#pressed}
      >
        <Head link={link} leave={() => this.setState({ link: !link })} />
        <Status />
        {link && <Letter link />}
        <Drop>
          <Thread />
          {!link && here.view.conversation?.status === "waiting" && <Letter />}
          {asked().length ? (
            <Before done={this.#begin} />
          ) : closed() && !again ? (
            <After again={() => this.setState({ again: true })} />
          ) : (
            <Composer />
          )}
        </Drop>
      </div>
    );
  }
}

const closed = () => here.view.conversation?.status === "closed";
const title = () => here.view.shop?.name || here.say(WORD.title);

class Head extends Component<{ link: boolean; leave: () => void }, { ending: boolean }> {
  override state = { ending: false };

  override render({ link: asking, leave }: Head["props"], { ending }: Head["state"]) {
    const { view, say, close } = here;
    const { conversation, online, link } = view;
    const open = conversation && !closed();
    const lit = link === "live" && (online || conversation?.status === "assigned");
    return (
      <div class="head">
        <span class="monogram" aria-hidden="true">
          {[...title()][0]}
        </span>
        <div class="names">
          <h2>
            <bdi>{title()}</bdi>
          </h2>
          <p>
            <i class={`light ${lit ? "on" : ""}`} />
            {(open && conversation.agentName) || say(online ? WORD.here : WORD.title)}
          </p>
        </div>
        {conversation && view.shop?.givesLinks && <Sign icon="link" word={WORD.byLink} open={asking} does={leave} />}
        {open && <Sign icon="end" word={WORD.end} does={() => this.setState({ ending: true })} />}
        <Sign icon="close" word={WORD.close} does={close} />
        {ending && open && <Ending done={() => this.setState({ ending: false })} />}
      </div>
    );
  }
}

interface SignProps {
  icon: IconName;
  word: number;
  open?: boolean;
  does: () => void;
}

function Sign({ icon, word, open, does }: SignProps) {
  const name = here.say(word);
  return (
    <button type="button" class="round" aria-label={name} aria-expanded={open} title={name} onClick={does}>
      <Icon name={icon} />
    </button>
  );
}

class Ending extends Component<{ done: () => void }, { trouble: boolean }> {
  override state = { trouble: false };
  readonly #id = newId();
  readonly #end = async () => {
    const { ok } = await here.desk.end(this.#id);
    if (ok) this.props.done();
    else this.setState({ trouble: true });
  };

  override render({ done }: Ending["props"], { trouble }: Ending["state"]) {
    const { say } = here;
    return (
      <div class="ending" role="alertdialog" aria-label={say(WORD.endNow)}>
        <p role={trouble ? "alert" : undefined}>{say(trouble ? WORD.offline : WORD.endNow)}</p>
        <button type="button" class="text" onClick={done}>
          {say(WORD.cancel)}
        </button>
        <button type="button" class="text alarm" ref={focus} onClick={() => void this.#end()}>
          {say(trouble ? WORD.retry : WORD.end)}
        </button>
      </div>
    );
  }
}

/** Where files may be dropped. */
class Drop extends Component<{ children: ComponentChildren }, { over: boolean }> {
  override state = { over: false };
  readonly #dragged = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.setState({ over: true });
  };
  readonly #left = () => this.setState({ over: false });
  readonly #dropped = (event: DragEvent) => {
    event.preventDefault();
    this.#left();
    here.desk.uploads.add(event.dataTransfer?.files);
  };

  override render({ children }: Drop["props"], { over }: Drop["state"]) {
    return (
      <div class="body" onDragOver={this.#dragged} onDragLeave={this.#left} onDrop={this.#dropped}>
        {children}
        {over && <div class="drop">{here.say(WORD.drop)}</div>}
      </div>
    );
  }
}

function keepInside(event: KeyboardEvent, box: HTMLElement): void {
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.offsetParent !== null);
  const active = (box.getRootNode() as ShadowRoot).activeElement;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (active !== edge && active !== box) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
