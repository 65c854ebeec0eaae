/** Everything here only queues calls for the desk's own script, which is fetched from the desk it belongs to. */

/** Call the widget; before it is loaded the call waits. */
export function tradewind(...call) {
  queue()(...call);
}

/** Put the widget on this page, once. */
export function load({ desk, shop, ...settings }) {
  queue();
  const src = new URL("/widget/loader.js", desk).href;
  if ([...document.scripts].some((one) => one.src === src)) return;
  const script = document.createElement("script");
  script.async = true;
  Object.assign(script.dataset, { shop, ...settings });
  script.src = src;
  document.head.append(script);
}

function queue() {
  return (window.Tradewind ??= Object.assign((...call) => void window.Tradewind.q.push(call), { q: [] }));
}
