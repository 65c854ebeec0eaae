/**
 * What the widget needs of Preact, in a third of its size: the build puts this in its place (`vite.config.ts`), so that every
 * part stays an ordinary Preact component with Preact's types. Elements with attributes and handlers, `value` as a property,
 * keyed lists, fragments, class components with state and the three lifecycles used here, and refs. Nothing of contexts,
 * hydration, portals or error boundaries.
 */

type Ref = ((element: Element | null) => void) | { current: unknown } | null | undefined;
type Props = Record<string, unknown> & { children?: unknown[] };
type Type = string | ((props: Props) => unknown) | (new (props: Props) => Component);

/** A piece of the picture: asked for by `element`, then with what stands for it on the page. Text has no type. */
interface Made {
  type: Type;
  props: Props;
  key: unknown;
  ref: Ref;
  text: string;
  dom?: Element | Text;
  kids: readonly Made[];
  own?: Component;
}

type Life = "componentDidMount" | "componentDidUpdate" | "componentWillUnmount";

export class Component implements Partial<Record<Life, () => void>> {
  declare componentDidMount?: () => void;
  declare componentDidUpdate?: () => void;
  declare componentWillUnmount?: () => void;
  props: Props;
  state = {};
  /** As it stands on the page now; nothing before and after. */
  made: Made | null = null;
  waits = false;

  constructor(props: Props) {
    this.props = props;
  }

  /** What it looks like. */
  render(_: Props, __: never): unknown {
    return null;
  }

  setState(part: object | ((state: object) => object)): void {
    this.state = { ...this.state, ...(typeof part === "function" ? (part as (state: object) => object)(this.state) : part) };
    this.forceUpdate();
  }

  forceUpdate(): void {
    if (this.waits) return;
    this.waits = true;
    queueMicrotask(() => this.waits && this.made && again(this.made));
  }
}

const Several = ({ children }: Props) => children;
export const createRef = () => ({ current: null });

function element(type: Type, props: Props | null, ...children: unknown[]): Made {
  const { key, ref, ...rest } = props ?? {};
  return { type, props: { ...rest, children }, key, ref: ref as Ref, text: "", kids: [] };
}

export { element as h, Several as Fragment };

/** What waits until everything is on the page: refs and lifecycles, children before parents. */
let after: (() => void)[] = [];
const roots = new WeakMap<Element, readonly Made[]>();

export function render(what: unknown, root: Element): void {
  roots.set(root, drawn(root, roots.get(root) ?? [], [what], null));
  settle();
}

function again(made: Made): void {
  const last = ending(made);
  const parent = last.parentNode;
  if (parent) rendered(parent, made, made.kids, last.nextSibling, "componentDidUpdate");
  settle();
}

function settle(): void {
  const now = after;
  after = [];
  now.forEach((does) => does());
}

const ending = (made: Made): Node => made.dom ?? ending(made.kids.at(-1) as Made);

/** Nothing is an empty text, so that every piece has its place on the page. */
function piece(wanted: unknown): Made {
  if (Array.isArray(wanted)) return element(Several, null, ...(wanted as unknown[]));
  if (wanted && typeof wanted === "object") return wanted as Made;
  return { ...element("", null), text: typeof wanted === "string" || typeof wanted === "number" ? String(wanted) : "" };
}

/** Draws all of `wanted` between what is there and `before`, the last one first: so each knows what it stands before. */
function drawn(parent: Node, old: readonly Made[], wanted: readonly unknown[], before: Node | null): readonly Made[] {
  const left = new Map(old.map((made, n) => [made.key ?? n, made]));
  const all = wanted.map(piece);
  const known = all.map(({ key, type }, n) => {
    const found = left.get(key ?? n);
    return found?.type === type && left.delete(key ?? n) ? found : undefined;
  });
  left.forEach((made) => leave(made, true));
  for (let n = all.length; n--; ) before = draw(parent, all[n] as Made, known[n], before);
  return all;
}

/** The first node of what was drawn. */
function draw(parent: Node, made: Made, old: Made | undefined, before: Node | null): Node | null {
  const { type, props } = made;
  if (typeof type === "function") {
    const Own = type as new (props: Props) => Component;
    if (Own.prototype instanceof Component) made.own = old?.own ?? new Own(props);
    return rendered(parent, made, old?.kids ?? [], before, old ? "componentDidUpdate" : "componentDidMount");
  }
  const dom = (made.dom = old?.dom ?? create(type));
  if (type) {
    dress(dom as Element, old?.props ?? {}, props);
    made.kids = drawn(dom, old?.kids ?? [], props.children ?? [], null);
    if (old?.ref !== made.ref) {
      point(old?.ref, null);
      after.push(() => point(made.ref, dom as Element));
    }
  } else if ((dom as Text).data !== made.text) (dom as Text).data = made.text;
  if (dom.parentNode !== parent || dom.nextSibling !== before) parent.insertBefore(dom, before);
  return dom;
}

function rendered(parent: Node, made: Made, old: readonly Made[], before: Node | null, life: Life): Node | null {
  const { own, props, type } = made;
  if (own) Object.assign(own, { props, made, waits: false });
  const what = own ? own.render(props, own.state as never) : (type as (props: Props) => unknown)(props);
  const several = what === props.children ? (what as unknown[]) : [what];
  // A list of nothing keeps its place too.
  made.kids = drawn(parent, old, several.length ? several : [""], before);
  if (own) after.push(() => own[life]?.());
  return first(made);
}

const first = (made: Made): Node => made.dom ?? first(made.kids[0] as Made);

const create = (type: string): Element | Text =>
  !type
    ? document.createTextNode("")
    : /^(svg|path)$/.test(type)
      ? document.createElementNS("http://www.w3.org/2000/svg", type)
      : document.createElement(type);

function dress(dom: Element, old: Props, props: Props): void {
  for (const name in { ...old, ...props }) {
    const value = props[name];
    if (name === "value") {
      // What the reader typed meanwhile is the page's, not the last drawing's.
      if ((dom as HTMLInputElement).value !== value) Object.assign(dom, { value });
    } else if (value === old[name] || name === "children") continue;
    else if (/^on/.test(name)) Object.assign(dom, { [name.toLowerCase()]: value });
    else if (value === undefined || value === null || (value === false && name[4] !== "-")) dom.removeAttribute(name);
    else dom.setAttribute(name, value as string);
  }
}

function point(ref: Ref, element: Element | null): void {
  if (typeof ref === "function") ref(element);
  else if (ref) ref.current = element;
}

function leave(made: Made, top: boolean): void {
  made.own?.componentWillUnmount?.();
  if (made.own) made.own.made = null;
  point(made.ref, null);
  made.kids.forEach((kid) => leave(kid, top && !made.dom));
  if (top) made.dom?.remove();
}
