import { Languages } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Bubble } from "../../state/thread";
import { useMe } from "../../state/use";
import { type Wording, wordingsOf } from "../../state/wording";
import { languageName } from "../../ui/say";
import { Enclosed } from "../enclosed";
import bubbles from "../bubble.module.css";
import { Guessed } from "./naming";
import { useWay } from "./ways";
import classes from "./wording.module.css";

interface TextsProps {
  readonly bubble: Bubble;
  readonly id: string;
}

/** Words of whatever direction, shut off from what stands around them. */
function Words({ wording, bubble }: { wording: Wording; bubble: Bubble }) {
  const findings = wording.text === bubble.text ? bubble.findings : [];
  return (
    <div dir="auto" lang={wording.language === "und" ? undefined : wording.language} className={bubbles.text}>
      <Enclosed text={wording.text} pieces={bubble.pieces} findings={findings} />
    </div>
  );
}

/** What a wording is: what was typed, what the customer reads, or a translation for the desk. */
function useLabel(wording: Wording, bubble: Bubble): string {
  const { t, i18n } = useTranslation();
  const language = languageName(wording.language, i18n.language);
  if (wording.engine === "") return t("bubble.original", { language });
  return bubble.author.kind === "customer" ? t("bubble.translation", { language }) : t("bubble.reads", { language });
}

function Second({ wording, bubble, open }: { wording: Wording; bubble: Bubble; open: boolean }) {
  const [flipped, flip] = useState(false);
  const visible = open !== flipped;
  return (
    <div className={bubbles.second}>
      <button type="button" className={bubbles.flip} aria-expanded={visible} onClick={() => { flip(!flipped); }}>
        <Languages size={11} aria-hidden /> {useLabel(wording, bubble)}
      </button>
      {visible ? <Words wording={wording} bubble={bubble} /> : null}
    </div>
  );
}

function Half({ wording, bubble }: { wording: Wording; bubble: Bubble }) {
  return (
    <div className={classes.half}>
      <div className={classes.caption}>{useLabel(wording, bubble)}</div>
      <Words wording={wording} bubble={bubble} />
    </div>
  );
}

/** A message in the reader's words and in those of the other side, as this conversation is read. */
export function Texts({ bubble, id }: TextsProps) {
  const me = useMe();
  const { way } = useWay(id);
  const { first, second } = wordingsOf(bubble, me.locale);
  if (first.text === "") return null;
  const twice = second !== null && second.text !== first.text;
  const turned = twice && way === "original" && second.engine === "";
  return (
    <>
      {twice && way === "beside" ? (
        <div className={classes.halves}>
          <Half wording={first} bubble={bubble} />
          <Half wording={second} bubble={bubble} />
        </div>
      ) : (
        <>
          <Words wording={turned ? second : first} bubble={bubble} />
          {twice ? <Second key={way} wording={turned ? first : second} bubble={bubble} open={way === "below"} /> : null}
        </>
      )}
      <Guessed bubble={bubble} id={id} />
    </>
  );
}
