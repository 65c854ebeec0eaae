import { Splitter } from "@mantine/core";
import { useMediaQuery, type SplitterPaneSize } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Place } from "../state/place";
import { readJson } from "../state/prefs";
import { useStation } from "../state/use";
import { ListView } from "./list";
import classes from "./panes.module.css";
import { Side } from "./side";
import { ThreadView } from "./thread";
import { Welcome } from "./welcome";

type Sizes = readonly SplitterPaneSize[];
const isSizes = (value: unknown): value is Sizes =>
  Array.isArray(value) && value.every((size) => typeof size === "number" || /^[\d.]+(px|%)$/.test(String(size)));

function usePaneSizes(key: string, first: Sizes) {
  const { prefs } = useStation();
  const [sizes, setSizes] = useState<Sizes>(() => {
    const kept = readJson(prefs, key, isSizes, first);
    return kept.length === first.length ? kept : first;
  });
  const keep = (next: SplitterPaneSize[]) => {
    prefs.set(key, JSON.stringify(next));
  };
  return { sizes: [...sizes], onSizeChange: setSizes, onResizeEnd: (_: number, next: SplitterPaneSize[]) => { keep(next); } };
}

function Wide({ place }: { place: Place }) {
  const { t } = useTranslation();
  const three = usePaneSizes("panes", ["340px", 1, "300px"]);
  return (
    <Splitter
      {...three}
      component="main"
      className={classes.wide}
      lineSize={1}
      handleColor="var(--edge)"
      withHandle={false}
      attributes={{ handle: { "aria-label": t("pane.resize") } }}
    >
      <Splitter.Pane defaultSize="340px" min="240px" max="520px" className={classes.pane}>
        <ListView open={place.id} />
      </Splitter.Pane>
      <Splitter.Pane defaultSize={1} min="360px" className={classes.pane}>
        {place.id === "" ? <Welcome /> : <ThreadView key={place.id} id={place.id} />}
      </Splitter.Pane>
      <Splitter.Pane defaultSize="300px" min="220px" max="460px" className={classes.pane}>
        {place.id === "" ? null : <Side key={place.id} id={place.id} />}
      </Splitter.Pane>
    </Splitter>
  );
}

function Narrow({ place, side }: { place: Place; side: boolean }) {
  return (
    <main className={classes.narrow} data-columns={side ? 2 : 1}>
      {place.id === "" || side ? <ListView open={place.id} /> : null}
      {place.id !== "" && !place.side ? <ThreadView key={place.id} id={place.id} narrow /> : null}
      {place.id !== "" && place.side ? <Side key={place.id} id={place.id} narrow /> : null}
      {place.id === "" && side ? <Welcome /> : null}
    </main>
  );
}

/** List, thread and customer: side by side, two of them on a tablet, one at a time on a phone. */
export function Panes({ place }: { place: Place }) {
  const wide = useMediaQuery("(min-width: 68em)", true, { getInitialValueInEffect: false });
  const middle = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  return wide ? <Wide place={place} /> : <Narrow place={place} side={middle} />;
}
