// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { Component, createRef, Fragment, h, render } from "./drawing";

/** The same small numbers every time. */
function dice(seed: number): (below: number) => number {
  return (below) => (seed = (seed * 48271) % 2147483647) % below;
}

const Word = ({ word }: { word?: unknown }) => word;
const root = () => document.body.appendChild(document.createElement("div"));
const turn = () => new Promise((done) => setTimeout(done));

/** Anything a part may say: nothing, words, lists with keys in any order, parts within parts. */
function scene(roll: (below: number) => number, depth = 0): unknown {
  const inner = () => scene(roll, depth + 1);
  const attributes = { class: `c${roll(3)}`, title: roll(2) ? "t" : undefined, hidden: roll(2) > 0, "aria-busy": roll(2) > 0 };
  switch (roll(depth > 3 ? 2 : 6)) {
    case 0:
      return [null, false, undefined, ""][roll(4)];
    case 1:
      return ["one", 2, "three"][roll(3)];
    case 2:
      return h(["p", "b", "svg"][roll(3)] ?? "p", attributes, inner(), inner());
    case 3:
      return h(Word as never, { word: inner() });
    case 4:
      return h(Fragment, null, ...[[[]], [[inner()], inner()], [[], inner(), []], [inner(), [], inner()]][roll(4)] as unknown[]);
    default:
      return h("ul", null, Array.from({ length: 5 }, (_, n) => n + roll(5)).filter((n, at, all) => all.indexOf(n) === at).map((n) => h("li", { key: n }, String(n), inner())));
  }
}

/** What a scene says, from first to last, without drawing it. */
function words(what: unknown): string {
  if (Array.isArray(what)) return what.map(words).join("");
  if (typeof what !== "object") return typeof what === "string" || typeof what === "number" ? String(what) : "";
  const { text = "", props } = (what ?? {}) as { text?: string; props?: { word?: unknown; children?: unknown } };
  return text + words(props?.word) + words(props?.children);
}

/** As it stands, in whichever order attributes came. */
const shown = (box: Element) => box.innerHTML.replace(/<(\w+)([^>]*)>/g, (_, name: string, rest: string) => `<${name}${rest.split(" ").sort().join(" ")}>`);

describe("drawing", () => {
  it("ends the same, whatever was there before", () => {
    for (let seed = 1; seed < 150; seed++) {
      const roll = dice(seed);
      const kept = root();
      for (let n = 0; n < 4; n++) render(scene(roll), kept);
      const last = dice(seed * 7);
      render(scene(last), kept);
      const fresh = root();
      render(scene(dice(seed * 7)), fresh);
      expect(shown(kept), `seed ${seed}`).toBe(shown(fresh));
      expect(kept.textContent, `seed ${seed}`).toBe(words(scene(dice(seed * 7))));
      render(null, kept);
      expect(shown(kept)).toBe("");
    }
  });

  it("keeps the node of a key, and does not touch those that stay in order", () => {
    const box = root();
    const list = (keys: string) => render(h("ul", null, [...keys].map((key) => h("li", { key }, key))), box);
    list("bcd");
    const before = new Map([...box.querySelectorAll("li")].map((one) => [one.textContent, one]));
    const moved: Node[] = [];
    const ul = box.querySelector("ul") as HTMLElement;
    const insert = ul.insertBefore.bind(ul);
    ul.insertBefore = <T extends Node>(node: T, child: Node | null) => (moved.push(node), insert(node, child));
    list("abcxde");
    expect(box.textContent).toBe("abcxde");
    expect(moved.map((node) => node.textContent)).toEqual(["e", "x", "a"]);
    for (const one of box.querySelectorAll("li")) if (before.has(one.textContent)) expect(before.get(one.textContent)).toBe(one);
  });

  it("lives: children first, refs before, state redraws the part alone, and all ends", async () => {
    const told: string[] = [];
    const ref = createRef();
    class Part extends Component {
      override state = { n: 0 };
      override componentDidMount = () => told.push(`mount ${String(this.props.name)}`);
      override componentDidUpdate = () => void told.push(`update ${String(this.props.name)}`);
      override componentWillUnmount = () => void told.push(`gone ${String(this.props.name)} ${String(ref.current !== null)}`);
      override render(props: { children?: unknown[] }, { n }: { n: number }) {
        return h("p", { onClick: () => this.setState({ n: n + 1 }) }, n || null, props.children);
      }
    }
    const box = root();
    const tree = () => h(Part, { name: "outer" }, h(Part, { name: "inner" }, h("i", { ref })));
    render(tree(), box);
    expect(told).toEqual(["mount inner", "mount outer"]);
    expect(ref.current).toBe(box.querySelector("i"));
    told.length = 0;
    (box.querySelector("p p") as HTMLElement).onclick?.call(box, new MouseEvent("click") as never);
    await turn();
    expect(told).toEqual(["update inner"]);
    expect(box.textContent).toBe("1");
    render(tree(), box);
    expect(box.textContent).toBe("1");
    told.length = 0;
    render(null, box);
    expect(told).toEqual(["gone outer true", "gone inner true"]);
    expect(ref.current).toBe(null);
  });

  it("leaves what is typed alone until it is told otherwise", () => {
    const box = root();
    const field = (value?: string) => render(h("textarea", value === undefined ? {} : { value }), box);
    field("a");
    const area = box.querySelector("textarea") as HTMLTextAreaElement;
    area.value = "typed";
    field("typed");
    expect(area.value).toBe("typed");
    field("");
    expect(area.value).toBe("");
  });
});
