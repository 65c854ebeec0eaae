import { useEffect, useRef, useState } from "preact/hooks";
import { newId } from "../wire";
import { After } from "./after";
import { Composer } from "./composer";
import { useHere } from "./here";
import { Icon } from "./icons";
import { Status } from "./status";
import { Thread } from "./thread";

const FOCUSABLE = "button:not(:disabled), textarea, a[href], [tabindex='0']";

/** The open chat: a dialog that keeps the keyboard inside, and gives it back when closed. */
export function Panel({ phone }: { phone: boolean }) {
  const { view, say, close, desk } = useHere();
  const box = useRef<HTMLDivElement>(null);
  const [again, setAgain] = useState(false);
  const closed = view.conversation?.status === "closed";
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-first]");
    (first ?? box.current)?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (!closed) setAgain(false);
  }, [closed]);
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing) close();
    if (event.key === "Tab" && box.current) keepInside(event, box.current);
  };
  return (
    <div
      ref={box}
      class="panel"
      role="dialog"
      aria-modal={phone}
      aria-label={view.shop?.name || say("title")}
      tabIndex={-1}
      onKeyDown={pressed}
    >
      <Head />
      <Status />
      <Drop add={(file) => desk.uploads.add(file)}>
        <Thread />
        {closed && !again ? <After again={() => setAgain(true)} /> : <Composer />}
      </Drop>
    </div>
  );
}

function Head() {
  const { view, say, close } = useHere();
  const { conversation, shop, online, link } = view;
  const [ending, setEnding] = useState(false);
  const name = shop?.name || say("title");
  const open = conversation && conversation.status !== "closed";
  return (
    <div class="head">
      <span class="monogram" aria-hidden="true">
        {[...name][0]}
      </span>
      <div class="names">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>
          <i
            class={`light ${link === "live" && (online || conversation?.status === "assigned") ? "on" : ""}`}
          />
          {conversation?.agentName && open ? conversation.agentName : say(online ? "here" : "title")}
        </p>
      </div>
      {open && (
        <button
          type="button"
          class="round"
          aria-label={say("end")}
          title={say("end")}
          onClick={() => setEnding(true)}
        >
          <Icon name="end" />
        </button>
      )}
      <button type="button" class="round" aria-label={say("close")} title={say("close")} onClick={close}>
        <Icon name="close" />
      </button>
      {ending && open && <Ending done={() => setEnding(false)} />}
    </div>
  );
}

function Ending({ done }: { done: () => void }) {
  const { desk, say } = useHere();
  const [trouble, setTrouble] = useState(false);
  const id = useState(newId)[0];
  const end = async () => {
    const answer = await desk.end(id);
    setTrouble(!answer.ok);
    if (answer.ok) done();
  };
  return (
    <div class="ending" role="alertdialog" aria-label={say("endNow")}>
      <p role={trouble ? "alert" : undefined}>{say(trouble ? "offline" : "endNow")}</p>
      <button type="button" class="text" onClick={done}>
        {say("cancel")}
      </button>
      <button type="button" class="text alarm" ref={focus} onClick={() => void end()}>
        {say(trouble ? "retry" : "end")}
      </button>
    </div>
  );
}

const focus = (element: HTMLElement | null) => element?.focus();

interface DropProps {
  add: (file: File) => void;
  children: preact.ComponentChildren;
}

function Drop({ add, children }: DropProps) {
  const { say } = useHere();
  const [over, setOver] = useState(false);
  const dragged = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    [...(event.dataTransfer?.files ?? [])].forEach(add);
  };
  return (
    <div class="body" onDragOver={dragged} onDragLeave={() => setOver(false)} onDrop={dropped}>
      {children}
      {over && <div class="drop">{say("drop")}</div>}
    </div>
  );
}

function keepInside(event: KeyboardEvent, box: HTMLElement): void {
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.offsetParent !== null);
  const active = (box.getRootNode() as ShadowRoot).activeElement;
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (active !== edge && active !== box) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0])?.focus();
}
