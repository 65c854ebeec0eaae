import { delivery, h, page, picture } from "./frame.js";
import { cart, inCart, market, money, order, price, put, say, total } from "./store.js";

function checkout() {
  const number = `HP-${String(Date.now()).slice(-6)}`;
  order.set({
    number,
    at: Date.now(),
    market: market.get(),
    lines: inCart().map(({ item, count }) => [item.id, count]),
  });
  cart.set({});
  location.href = "order.html";
}

function line({ item, count }, draw) {
  const change = (next) => () => {
    put(item.id, next);
    draw();
  };
  return h(
    "li",
    {},
    picture(item),
    h("a", { href: `product.html?id=${item.id}` }, say(item.id)),
    h(
      "span",
      { class: "count" },
      h("button", { "aria-label": say("less", { name: say(item.id) }), onclick: change(count - 1) }, "−"),
      h("b", {}, String(count)),
      h("button", { "aria-label": say("more", { name: say(item.id) }), onclick: change(count + 1) }, "+"),
    ),
    h("span", { class: "price" }, money(price(item.cents) * count)),
  );
}

page((draw) => {
  const lines = inCart();
  if (!lines.length) {
    return h(
      "section",
      { class: "empty" },
      h("h1", {}, say("cart")),
      h("p", {}, say("emptyCart")),
      h("a", { class: "button", href: "index.html" }, say("browse")),
    );
  }
  return h(
    "section",
    {},
    h("h1", {}, say("cart")),
    h("ul", { class: "lines" }, ...lines.map((one) => line(one, draw))),
    h("p", { class: "total" }, h("span", {}, say("total")), h("b", {}, money(total(lines)))),
    delivery(),
    h("button", { class: "button", onclick: checkout }, say("checkout")),
  );
});
