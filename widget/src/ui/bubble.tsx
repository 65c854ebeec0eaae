import { Component } from "preact";
import type { Bubble as Line } from "../state/rows";
import { codes } from "../wire";
import { OnItsWay, Stored } from "./attachments";
import { here } from "./here";
import { Icon } from "./icons";
import { Pieces } from "./pieces";
import { clockTime, languageName } from "./times";

const SHOWN_MS = 2_000;

/** One message. Its text is only ever a text node; addresses in it become links. */
export class Bubble extends Component<{ line: Line }, { original: boolean; copied: boolean }> {
  override state = { original: false, copied: false };

  /** A page inside another may be forbidden the clipboard: then nothing is said. */
  readonly #copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => {
        this.setState({ copied: true });
        setTimeout(() => this.setState({ copied: false }), SHOWN_MS);
      },
      () => {},
    );

  override render({ line }: { line: Line }, { original, copied }: Bubble["state"]) {
    const { mine, first, last, tick } = line;
    const text = original ? line.original : line.text;
    const spot = [mine ? "mine" : "theirs", first && "first", last && "last", tick === "failed" && "bad"];
    return (
      <div class={["line", ...spot].filter(Boolean).join(" ")}>
        {!mine && first && <div class="who">{line.name || here.say(WORD.someone)}</div>}
        {text && (
          <div class="said">
            <div class="bubble" dir="auto" lang={original ? line.originalLanguage : undefined}>
              {codes(text).map(drawn)}
            </div>
            {/* A page that came by plain HTTP has no clipboard. */}
            {navigator.clipboard && (
              <button type="button" class="copy" aria-label={here.say(WORD.copy)} onClick={() => void this.#copy(text)}>
                <Icon name={copied ? "sent" : "copy"} />
              </button>
            )}
            {/* The thread is a log: what comes is spoken. */}
            {copied && <span class="hidden">{here.say(WORD.copied)}</span>}
          </div>
        )}
        {!original && <Pieces line={line} />}
        {line.attachments
          .filter(({ id }) => !line.pieces.some(({ picture }) => picture === id))
          .map((file) => (
            <Stored key={file.id} file={file} />
          ))}
        {line.files.map((id) => (
          <OnItsWay key={id} id={id} />
        ))}
        {tick === "failed" ? (
          <Failed line={line} />
        ) : (
          <Foot line={line} original={original} toggle={() => this.setState({ original: !original })} />
        )}
      </div>
    );
  }
}

interface FootProps {
  line: Line;
  original: boolean;
  toggle: () => void;
}

const TICKS = { sending: WORD.sending, sent: WORD.sent, read: WORD.read, failed: WORD.failed };

/** Beneath a message: whose words these are, when they were said, and how far one's own have come. */
function Foot({ line, original, toggle }: FootProps) {
  const { say, locale } = here;
  const { tick } = line;
  const told = line.last || tick === "sending";
  if (!told && !line.original && !line.untranslated) return null;
  return (
    <div class="foot">
      {line.untranslated && <span>{say(WORD.untranslated)}</span>}
      {line.original && (
        <>
          <span>{say(WORD.translated, { language: languageName(line.originalLanguage, locale) })}</span>
          <button type="button" class="text" aria-pressed={original} onClick={toggle}>
            {say(original ? WORD.translation : WORD.original)}
          </button>
        </>
      )}
      {told && <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at, locale)}</time>}
      {told && tick && (
        <span class={`tick ${tick}`}>
          <Icon name={tick === "sending" ? "clock" : tick} />
          <span class="hidden">{say(TICKS[tick])}</span>
        </span>
      )}
    </div>
  );
}

function Failed({ line }: { line: Line }) {
  const { say, desk } = here;
  const id = line.key.slice(1);
  const refused = line.code === "rejected_policy";
  return (
    <div class="foot alarm" role="alert">
      <Icon name="failed" />
      <span>{say(refused ? WORD.refused : WORD.failed)}</span>
      {!refused && (
        <button type="button" class="text" onClick={() => void desk.retry(id)}>
          {say(WORD.retry)}
        </button>
      )}
      <button type="button" class="text" onClick={() => void desk.discard(id)}>
        {say(WORD.discard)}
      </button>
    </div>
  );
}

/** A piece of a text: every other one is an address, a number or a code. */
function drawn(part: string, n: number) {
  if (n % 2 < 1) return part;
  if (!/^https?:/.test(part)) return <bdi dir="ltr">{part}</bdi>;
  return (
    <a href={part} target="_blank" rel="noreferrer" dir="ltr">
      {part}
    </a>
  );
}
