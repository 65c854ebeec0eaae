import { markets } from "./goods.js";
import { cart, country, direction, language, market, say } from "./store.js";
import { words } from "./words.js";

/** A small element maker: texts are only ever text. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A picture of the shop's sheet. */
export function art(id) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 200 200");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `art.svg#${id}`);
  svg.append(use);
  return svg;
}

export const picture = (item) => h("div", { class: `picture ${item.tone}` }, art(item.id));

/** "Delivered to Japan in 4–6 working days". */
export function delivery() {
  const { days, taxed } = markets[market.get()];
  const way = say("delivery", { country: country(market.get()), days });
  return h("p", { class: "delivery" }, `${way} `, h("span", {}, say(taxed ? "taxed" : "untaxed")));
}

function choice(name, options, value, choose) {
  const select = h(
    "select",
    { "aria-label": name, onchange: ({ target }) => choose(target.value) },
    ...options.map(([code, text]) => h("option", { value: code, selected: code === value }, text)),
  );
  return h("label", { class: "choice" }, select);
}

function languageName(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

const pages = [
  ["index.html", "shop"],
  ["order.html", "orders"],
];

function head(draw) {
  const count = Object.values(cart.get()).reduce((sum, one) => sum + one, 0);
  const here = location.pathname.split("/").pop() || "index.html";
  const chosen = (keeper, told) => (value) => {
    keeper.set(value);
    told?.(value);
    draw();
  };
  return h(
    "header",
    {},
    h(
      "a",
      { class: "brand", href: "index.html" },
      h("img", { src: "mark.svg", alt: "", width: 30, height: 30 }),
      "Harbor & Pine",
    ),
    h(
      "nav",
      { "aria-label": say("menu") },
      ...pages.map(([to, key]) => h("a", { href: to, "aria-current": to === here && "page" }, say(key))),
    ),
    h(
      "div",
      { class: "choices" },
      choice(
        say("market"),
        Object.keys(markets).map((code) => [code, `${country(code)} · ${markets[code].currency}`]),
        market.get(),
        chosen(market),
      ),
      choice(
        say("language"),
        Object.keys(words).map((code) => [code, languageName(code)]),
        language.get(),
        chosen(language, (code) => window.Tradewind?.("setLocale", code)),
      ),
      h("a", { class: "cart", href: "cart.html" }, say("cart"), count ? h("b", {}, String(count)) : null),
    ),
  );
}

function foot() {
  return h("footer", {}, h("p", {}, say("about")), h("p", {}, say("demo")));
}

/** Draws the page, and again at each change of language or market. */
export function page(main) {
  const draw = () => {
    document.documentElement.lang = language.get();
    document.documentElement.dir = direction();
    const body = main(draw);
    const title = body.querySelector("h1")?.textContent ?? "";
    document.title = title ? `${title} · Harbor & Pine` : "Harbor & Pine";
    const shop = h("div", { id: "shop" }, head(draw), h("main", {}, body), foot());
    document.getElementById("shop")?.remove();
    document.body.prepend(shop);
  };
  draw();
}
