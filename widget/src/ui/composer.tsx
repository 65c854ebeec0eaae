import { useLayoutEffect, useRef, useState } from "preact/hooks";
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
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { style } = field.current as HTMLElement;
    style.height = "auto";
    style.height = `${Math.min(field.current?.scrollHeight ?? 0, TALL_PX)}px`;
  }, [text]);
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
      ref={field}
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
  const input = useRef<HTMLInputElement>(null);
  const picked = () => {
    const box = input.current as HTMLInputElement;
    [...(box.files ?? [])].forEach((file) => desk.uploads.add(file));
    box.value = "";
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={picked} />
      <button type="button" class="round" aria-label={say("attach")} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
    </>
  );
}
