import { focus } from "./focus";
import { here } from "./here";

const COLUMNS = 8;
const SIGNS =
  "😀😄😅😂🙂😉😊😍🥰😘😋😎🤗🤔🙄😬😌😴😕🙁😮😳🥺😢😭😱😤😡👍👎👌👏🙌🙏🤝👋💪🤞👀💙💚💛💜💔🎉🎁🔥✨✅❌❓❗📦🚚👗👟👜💍🛒💳📷📍⏰💬";

/** All of them, the last used first; for as long as the page is open. */
let signs = [...SIGNS];

/** The grid above the field: one stop for Tab, walked by the arrows whichever way the page reads. Escape leads back. */
export function Signs({ done }: { done: (sign?: string) => void }) {
  const pressed = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const forward = event.currentTarget.matches("[dir=rtl] *") ? -1 : 1;
    const steps = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key as keyof typeof steps];
    if (step) {
      event.preventDefault();
      const all = [...event.currentTarget.children] as HTMLElement[];
      all[all.indexOf(event.target as HTMLElement) + step]?.focus();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    }
  };
  const pick = (sign: string) => {
    done(sign);
    signs = [...new Set([sign, ...signs])];
  };
  return (
    <div class="signs" role="group" aria-label={here.say(WORD.emoji)} onKeyDown={pressed}>
      {signs.map((sign, n) => (
        <button key={sign} type="button" tabIndex={n ? -1 : 0} ref={n ? null : focus} onClick={() => pick(sign)}>
          {sign}
        </button>
      ))}
    </div>
  );
}
