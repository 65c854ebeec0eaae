import type { RefObject } from "preact";
import { here } from "./here";
import { Icon } from "./icons";
import { Panel } from "./panel";

export interface RootProps {
  open: boolean;
  phone: boolean;
  /** The newest unread line, shown beside the closed launcher. */
  peek: string;
  toggle: () => void;
  dismiss: () => void;
  launcher: RefObject<HTMLButtonElement | null>;
}

/** All there is on the shop's page: the launcher, a glimpse of what was just said, and the open chat. */
export function Root({ open, phone, peek, toggle, dismiss, launcher }: RootProps) {
  const { say, view } = here;
  const { unread } = view;
  const name = open ? say(WORD.close) : unread ? say(WORD.openUnread, { n: unread }) : say(WORD.open);
  return (
    <>
      {open && <Panel phone={phone} />}
      {!open && peek && (
        <div class="peek">
          <button type="button" dir="auto" onClick={toggle}>
            {peek}
          </button>
          <button type="button" class="round" aria-label={say(WORD.cancel)} onClick={dismiss}>
            <Icon name="close" />
          </button>
        </div>
      )}
      {!(open && phone) && (
        <button
          type="button"
          class="launcher"
          ref={launcher}
          aria-label={name}
          aria-expanded={open}
          aria-haspopup="dialog"
          onClick={toggle}
        >
          <Icon name={open ? "down" : "chat"} full={!open} />
          {unread > 0 && !open && (
            <span class="badge" aria-hidden="true">
              {unread > 99 ? "99+" : unread}
            </span>
          )}
        </button>
      )}
    </>
  );
}
