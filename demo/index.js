import { delivery, h, page, picture } from "./frame.js";
import { goods } from "./goods.js";
import { money, price, say } from "./store.js";

const card = (item) =>
  h(
    "a",
    { class: "card", href: `product.html?id=${item.id}` },
    picture(item),
    h("h3", {}, say(item.id)),
    h("p", { class: "price" }, money(price(item.cents))),
  );

page(() =>
  h(
    "div",
    {},
    h(
      "section",
      { class: "hero" },
      h(
        "div",
        {},
        h("h1", {}, say("welcome")),
        h("p", {}, say("promise")),
        h("a", { class: "button", href: "#goods" }, say("browse")),
      ),
      picture(goods[0]),
    ),
    delivery(),
    h(
      "section",
      { id: "goods", "aria-label": say("shop") },
      h("h2", {}, say("favourites")),
      h("div", { class: "grid" }, ...goods.map(card)),
    ),
  ),
);
