import type { Bubble } from "../state/rows";
import type { PublicPiece } from "../wire";
import { Stored } from "./attachments";
import { Form } from "./form";
import { here } from "./here";
import { price } from "./times";

/** What a message holds beside prose: cards, what was filled in, answers to tap, a form. Words are only ever text nodes. */
export function Pieces({ line }: { line: Bubble }) {
  const { desk } = here;
  const { pieces, answered, seq } = line;
  const of = (kind: PublicPiece["kind"]) => pieces.filter((piece) => piece.kind === kind);
  const [given, replies, fields] = [of("answer"), of("reply"), of("field")];
  const tap = (label: string, button: HTMLElement) => {
    void desk.say(label, true);
    // The button is gone for the keyboard: it goes on in the thread.
    button.closest<HTMLElement>(".scroll")?.focus();
  };
  return (
    <>
      {[...of("card"), ...of("order")].map((piece, n) => (
        <Card key={n} piece={piece} line={line} />
      ))}
      {given[0]?.label && (
        <dl class="card">
          {given.map(({ label, value }, n) => (
            <div key={n}>
              <dt dir="auto">{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {replies.length > 0 && (
        <div class="replies">
          {replies.map(({ label = "" }, n) => (
            <button key={n} type="button" class="pill" dir="auto" disabled={answered} onClick={({ currentTarget }) => tap(label, currentTarget)}>
              {label}
            </button>
          ))}
        </div>
      )}
      {fields.length > 0 && !answered && <Form fields={fields} word={WORD.send} does={(values) => desk.answer(seq, values)} />}
    </>
  );
}

function Card({ piece, line }: { piece: PublicPiece; line: Bubble }) {
  const { say, locale } = here;
  const { kind, title = "", status, text, items, link = "", picture } = piece;
  const order = kind === "order";
  const file = line.attachments.find(({ id }) => id === picture);
  return (
    <div class="card">
      {file && <Stored file={file} />}
      <b dir="auto">{order ? say(WORD.order, { n: `\u2068${title}\u2069` }) : title}</b>
      {[status, text, ...(items ?? [])].map((words, n) => words && <span key={n} dir="auto">{words}</span>)}
      {piece.price && <b>{price(piece.price, locale)}</b>}
      {/^https?:/.test(link) && (
        <a class="wide" href={link} target="_blank" rel="noreferrer">
          {say(order ? WORD.track : WORD.view)}
        </a>
      )}
    </div>
  );
}
