import { delivery, h, page, picture } from "./frame.js";
import { goods } from "./goods.js";
import { cart, find, money, price, put, say } from "./store.js";

const item = find(new URLSearchParams(location.search).get("id")) ?? goods[0];

page((draw) =>
  h(
    "article",
    { class: "product" },
    picture(item),
    h(
      "div",
      {},
      h("a", { class: "back", href: "index.html" }, say("back")),
      h("h1", {}, say(item.id)),
      h("p", { class: "price" }, money(price(item.cents))),
      h("p", {}, say(`${item.id}Text`)),
      h(
        "div",
        { class: "buy" },
        h(
          "button",
          {
            class: "button",
            onclick: () => {
              put(item.id, (cart.get()[item.id] ?? 0) + 1);
              draw();
            },
          },
          say("add"),
        ),
        h("button", { class: "button quiet", onclick: () => window.Tradewind?.("open") }, say("ask")),
      ),
      delivery(),
      h("ul", { class: "notes" }, ...["returns", "repair", "wrapped"].map((key) => h("li", {}, say(key)))),
    ),
  ),
);
