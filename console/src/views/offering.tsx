import type { ReactNode } from "react";
import { flushSync } from "react-dom";
import classes from "./phrases.module.css";

export interface Offering<T> {
  readonly items: readonly T[];
  readonly active: number;
  readonly listId: string;
  readonly pick: (item: T) => void;
}

const reveal = (item: HTMLLIElement | null): void => {
  item?.scrollIntoView({ block: "nearest" });
};

/** What is offered at the field, in a list that the field's keys walk; a press takes one and leaves the caret where it is. */
export function OfferingList<T extends { readonly id: string }>({ box, title, shown }: { box: Offering<T>; title: string; shown: (item: T) => ReactNode }) {
  return (
    <div className={classes.box}>
      <div className={classes.title}>{title}</div>
      <ul id={box.listId} role="listbox" aria-label={title} tabIndex={0} className={classes.list}>
        {box.items.map((item, index) => (
          <li
            key={item.id}
            id={`${box.listId}-${index}`}
            role="option"
            aria-selected={index === box.active}
            className={classes.item}
            ref={index === box.active ? reveal : undefined}
            onMouseDown={(event) => {
              event.preventDefault();
              box.pick(item);
            }}
          >
            {shown(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The caret, or what is chosen, in the field's new words. They are drawn now: whoever types on at once types behind them. */
export function choose(field: HTMLTextAreaElement | null, from: number, to = from): void {
  flushSync(() => undefined);
  field?.focus();
  field?.setSelectionRange(from, to);
}
