/*
 * A page with a shop's widget on it. With `?shop=KEY` it is the shop's own chat, and what is written there reaches the desk.
 * Without, it is a picture of a shop that is still being edited: the console tells how it shall look, the widget is the real one,
 * and the desk it speaks to is played here, so that nothing is sent or stored.
 */
"use strict";
{
  const asked = new URLSearchParams(location.search);
  const shop = asked.get("shop");

  const embed = (key) => {
    const script = document.createElement("script");
    script.src = "/widget/loader.js";
    script.dataset.shop = key;
    document.head.append(script);
  };

  const draft = () => {
    const SETTLED_MS = 600;
    let told = null;
    let booted = false;

    const session = () => ({
      token: "preview",
      expiresAt: Date.now() + 3_600_000,
      customerId: "preview",
      signed: false,
      known: false,
      ...told.session,
    });
    const real = window.fetch.bind(window);
    window.fetch = (to, ask) =>
      String(to).includes("/v1/customer/")
        ? Promise.resolve(new Response(JSON.stringify(session()), { headers: { "Content-Type": "application/json" } }))
        : real(to, ask);

    /** The far end of the widget's line: it says welcome, and has nothing to tell. */
    window.WebSocket = class {
      constructor() {
        this.say('0{"sid":"p","upgrades":[],"pingInterval":600000,"pingTimeout":600000}');
      }
      say(data) {
        setTimeout(() => this.onmessage?.({ data }));
      }
      send(frame) {
        const [, namespace, id] = /^4\d(\/\w+),(\d*)/.exec(frame) ?? [];
        if (!namespace) return;
        if (frame.startsWith("40")) this.say(`40${namespace},{"sid":"p"}`);
        else this.say(`43${namespace},${id}[{"ok":true,"items":[],"conversations":[]}]`);
      }
      close() {}
    };

    const show = () => {
      // What opens takes the focus; whoever writes in the form beside keeps theirs.
      document.body.inert = true;
      if (booted) {
        Tradewind("shutdown");
        Tradewind("boot", { shop: "preview", locale: told.locale });
      } else {
        document.documentElement.lang = told.locale;
        embed("preview");
        booted = true;
      }
      if (told.open) Tradewind("open");
      clearTimeout(show.settled);
      show.settled = setTimeout(() => { document.body.inert = false; }, SETTLED_MS);
    };

    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== location.origin || source !== parent || data?.kind !== "front") return;
      told = data;
      if (!booted) window.Tradewind ??= Object.assign((...call) => window.Tradewind.q.push(call), { q: [] });
      show();
    });
    parent.postMessage({ kind: "ready" }, location.origin);
  };

  if (shop) embed(shop);
  else if (parent !== window) draft();
}
