import css from "./style/index.css?inline";

/** The widget's own ground on the shop's page: nothing leaks in, nothing leaks out. */
export interface Surface {
  host: HTMLElement;
  root: HTMLElement;
  /** Put it on the page; again does nothing. */
  show: () => void;
  colour: (variables: Readonly<Record<string, string>>) => void;
  /** Run a script; `over`: it has run, or could not be had. */
  script: (src: string, over: () => void) => void;
}

const KEYS = ["keydown", "keyup", "keypress"] as const;

export function surface(): Surface {
  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  const root = document.createElement("div");
  root.className = "tradewind";
  shadow.append(root);
  // A constructed sheet needs no `unsafe-inline` in the shop's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  // What is typed here must not set off the shop's own keyboard shortcuts.
  KEYS.forEach((name) => host.addEventListener(name, (event) => event.stopPropagation()));
  const view = globalThis.visualViewport;
  // What the on-screen keyboard leaves of the screen, and where: Safari moves the page beneath it.
  const fit = () => {
    root.style.setProperty("--height", `${view?.height ?? innerHeight}px`);
    root.style.setProperty("--top", `${view?.offsetTop ?? 0}px`);
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
  fit();
  return {
    host,
    root,
    show: () => host.isConnected || document.body.append(host),
    colour: (variables) =>
      Object.entries(variables).forEach(([name, value]) => root.style.setProperty(name, value)),
    script,
  };
}

function script(src: string, over: () => void): void {
  const element = document.createElement("script");
  element.src = src;
  element.async = true;
  element.onload = element.onerror = () => {
    element.remove();
    over();
  };
  document.head.append(element);
}
