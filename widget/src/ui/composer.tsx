import { Component, createRef } from "preact";
import { Tray } from "./attachments";
import { Signs } from "./emoji";
import { here } from "./here";
import { Icon } from "./icons";

const TALL_PX = 140;

/** Where the shopper writes. */
export class Composer extends Component<object, { signs: boolean }> {
  override state = { signs: false };
  readonly #box = createRef<HTMLFormElement>();
  readonly #write = (text: string) => {
    here.draft.text = text;
    this.forceUpdate();
  };

  /** Back to the field, and the sign where its caret is. */
  readonly #sign = (sign?: string) => {
    this.setState({ signs: false });
    const field = this.#box.current?.querySelector("textarea");
    field?.focus();
    if (!field || !sign) return;
    field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input"));
  };

  override render(_: object, { signs }: Composer["state"]) {
    const { desk, view, say, draft } = here;
    const { text } = draft;
    const over = [...text].length - view.maxText;
    const all = (state: string) => view.uploads.filter((one) => one.state === state).length;
    const sendable = (text.trim() !== "" || all("ready") > 0) && over <= 0 && !all("going");
    const send = () => {
      if (!sendable) return;
      void desk.say(text.trim());
      this.#write("");
    };
    return (
      <form
        class="composer"
        ref={this.#box}
        onSubmit={(event) => {
          event.preventDefault();
          send();
          this.#sign();
        }}
      >
        <Tray />
        {signs && <Signs done={this.#sign} />}
        {over > 0 && (
          <p class="over" role="alert">
            {say(WORD.tooLong, { n: over })}
          </p>
        )}
        <div class="row">
          <Picker />
          <Field text={text} write={this.#write} send={send} />
          <button type="button" class="round" aria-label={say(WORD.emoji)} aria-expanded={signs} onClick={() => this.setState({ signs: !signs })}>
            <Icon name="smile" />
          </button>
          {!text && <Voice />}
          <button class="send" aria-label={say(WORD.send)} disabled={!sendable}>
            <Icon name="send" />
          </button>
        </div>
      </form>
    );
  }
}

interface FieldProps {
  text: string;
  write: (text: string) => void;
  send: () => void;
}

/** Enter sends, Shift+Enter breaks the line, and nothing is sent while an input method composes. */
function Field({ text, write, send }: FieldProps) {
  const { desk, say } = here;
  // Called after every drawing: the field is as tall as its text, within reason.
  const fit = (field: HTMLElement | null) => {
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALL_PX)}px`;
  };
  const pressed = (event: KeyboardEvent) => {
    // 229: some browsers end the composition just before the Enter that ended it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (files?.length) event.preventDefault();
    desk.uploads.add(files);
  };
  return (
    <textarea
      ref={fit}
      data-first
      rows={1}
      dir="auto"
      value={text}
      aria-label={say(WORD.write)}
      placeholder={say(WORD.write)}
      enterkeyhint="send"
      onInput={({ currentTarget: { value } }) => {
        write(value);
        desk.typed(value !== "");
      }}
      onKeyDown={pressed}
      onPaste={pasted}
      onBlur={() => desk.typed(false)}
    />
  );
}

/** A voice note is a file like any other: spoken, listened to beside the field, then sent or thrown away. */
class Voice extends Component<object, { recorder: MediaRecorder | null }> {
  override state = { recorder: null as MediaRecorder | null };

  override componentWillUnmount(): void {
    this.state.recorder?.stop();
  }

  readonly #start = async () => {
    const sound = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!sound) return;
    const recorder = new MediaRecorder(sound);
    recorder.ondataavailable = ({ data }) => {
      const type = data.type.split(";")[0] ?? "";
      here.desk.uploads.add([new File([data], `voice.${type.slice(6)}`, { type })]);
      sound.getTracks().forEach((track) => track.stop());
      this.setState({ recorder: null });
    };
    recorder.start();
    this.setState({ recorder });
  };

  override render(_: object, { recorder }: Voice["state"]) {
    if (!globalThis.MediaRecorder) return null;
    const name = here.say(recorder ? WORD.stop : WORD.record);
    return (
      <button
        type="button"
        class={`round ${recorder ? "alarm" : ""}`}
        aria-label={name}
        title={name}
        onClick={() => (recorder ? recorder.stop() : void this.#start())}
      >
        <Icon name="mic" full={recorder !== null} />
      </button>
    );
  }
}

function Picker() {
  const { desk, say } = here;
  const pick = (event: MouseEvent) =>
    ((event.currentTarget as Element).previousElementSibling as HTMLElement).click();
  return (
    <>
      <input
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          desk.uploads.add(currentTarget.files);
          currentTarget.value = "";
        }}
      />
      <button type="button" class="round" aria-label={say(WORD.attach)} onClick={pick}>
        <Icon name="clip" />
      </button>
    </>
  );
}
