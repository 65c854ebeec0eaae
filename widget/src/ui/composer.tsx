import { useState } from "preact/hooks";
import { Tray } from "./attachments";
import { useHere } from "./here";
import { Icon } from "./icons";

const TALL_PX = 140;

/** Where the shopper writes. */
export function Composer() {
  const { desk, view, say, draft } = useHere();
  const [text, setText] = useState(draft.text);
  const over = [...text].length - view.maxText;
  const all = (state: string) => view.uploads.filter((one) => one.state === state).length;
  const sendable = (text.trim() !== "" || all("ready") > 0) && over <= 0 && !all("going");
  const write = (value: string) => setText((draft.text = value));
  const send = () => {
    if (!sendable) return;
    void desk.say(text.trim());
    write("");
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        event.currentTarget.querySelector("textarea")?.focus();
      }}
    >
      <Tray />
      {over > 0 && (
        <p class="over" role="alert">
          {say("tooLong", { n: over })}
        </p>
      )}
      <div class="row">
        <Picker />
        <Field text={text} write={write} send={send} />
        <button class="send" aria-label={say("send")} disabled={!sendable}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  text: string;
  write: (text: string) => void;
  send: () => void;
}

/** Enter sends, Shift+Enter breaks the line, and nothing is sent while an input method composes. */
function Field({ text, write, send }: FieldProps) {
  const { desk, say } = useHere();
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
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) event.preventDefault();
    files.forEach((file) => desk.uploads.add(file));
  };
  return (
    <textarea
      ref={fit}
      data-first
      rows={1}
      dir="auto"
      value={text}
      aria-label={say("write")}
      placeholder={say("write")}
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

function Picker() {
  const { desk, say } = useHere();
  const pick = (event: MouseEvent) =>
    ((event.currentTarget as Element).previousElementSibling as HTMLElement).click();
  return (
    <>
      <input
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          [...(currentTarget.files ?? [])].forEach((file) => desk.uploads.add(file));
          currentTarget.value = "";
        }}
      />
      <button type="button" class="round" aria-label={say("attach")} onClick={pick}>
        <Icon name="clip" />
      </button>
    </>
  );
}
