import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Tray } from "./attachments";
import { useHere } from "./here";
import { Icon } from "./icons";

const TALL_PX = 140;

/** Where the shopper writes. Enter sends, Shift+Enter breaks the line, and nothing is sent while an input method composes. */
export function Composer() {
  const { desk, view, say, draft } = useHere();
  const [text, setText] = useState(draft.text);
  const field = useRef<HTMLTextAreaElement>(null);
  const over = [...text].length - view.maxText;
  const ready = view.uploads.some((one) => one.state === "ready");
  const going = view.uploads.some((one) => one.state === "going");
  const sendable = (text.trim() !== "" || ready) && over <= 0 && !going;

  useEffect(() => {
    draft.text = text;
  }, [text]);
  useLayoutEffect(() => {
    const box = field.current as HTMLTextAreaElement;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, TALL_PX)}px`;
  }, [text]);

  const send = () => {
    if (!sendable) return;
    void desk.say(text.trim());
    setText("");
    field.current?.focus();
  };
  const typed = (event: InputEvent) => {
    const { value } = event.currentTarget as HTMLTextAreaElement;
    setText(value);
    desk.typed(value !== "");
  };
  const pressed = (event: KeyboardEvent) => {
    // 229: some browsers end the composition just before the Enter that ended it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const pasted = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    files.forEach((file) => desk.uploads.add(file));
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
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
        <textarea
          ref={field}
          data-first
          rows={1}
          dir="auto"
          value={text}
          aria-label={say("write")}
          placeholder={say("write")}
          enterkeyhint="send"
          aria-invalid={over > 0}
          onInput={typed}
          onKeyDown={pressed}
          onPaste={pasted}
          onBlur={() => desk.typed(false)}
        />
        <button class="send" aria-label={say("send")} disabled={!sendable}>
          <Icon name="send" />
        </button>
      </div>
    </form>
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
      <input ref={input} type="file" multiple hidden tabIndex={-1} onChange={picked} />
      <button type="button" class="round" aria-label={say("attach")} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
    </>
  );
}
