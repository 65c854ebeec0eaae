import { h, page, picture } from "./frame.js";
import { find, language, money, order, say, total } from "./store.js";

const DAY_MS = 86_400_000;
const SAMPLE = {
  number: "HP-204817",
  at: Date.now() - 3 * DAY_MS,
  lines: [
    ["kettle", 1],
    ["mug", 2],
  ],
};
const STEPS = ["placed", "packed", "sent", "arrives"];
const AFTER_DAYS = [0, 1, 2, 5];

const date = (at) =>
  new Intl.DateTimeFormat(language.get(), { weekday: "short", day: "numeric", month: "long" }).format(at);

function step(key, n, at) {
  const when = at + (AFTER_DAYS[n] ?? 0) * DAY_MS;
  return h(
    "li",
    { class: when <= Date.now() ? "done" : "" },
    h("b", {}, say(key)),
    h("span", {}, date(when)),
  );
}

page(() => {
  const { number, at, lines } = order.get() ?? SAMPLE;
  const bought = lines.map(([id, count]) => ({ item: find(id), count })).filter(({ item }) => item);
  return h(
    "section",
    { class: "order" },
    h("h1", {}, say("orderTitle", { number })),
    h("p", {}, say("orderText")),
    h("ol", { class: "steps" }, ...STEPS.map((key, n) => step(key, n, at))),
    h(
      "ul",
      { class: "lines" },
      ...bought.map(({ item, count }) =>
        h("li", {}, picture(item), h("span", {}, say(item.id)), h("span", { class: "count" }, `× ${count}`)),
      ),
    ),
    h("p", { class: "total" }, h("span", {}, say("total")), h("b", {}, money(total(bought)))),
    h("button", { class: "button quiet", onclick: () => window.Tradewind?.("open") }, say("help")),
  );
});
