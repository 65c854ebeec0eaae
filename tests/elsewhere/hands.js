// Hands of a page, for engines that are driven by scripts: things are found by what they are and what they say, through shadow roots.
globalThis.hands = (() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [one, ...all(one.shadowRoot)] : [one]));
  const named = (one) => `${one.getAttribute("aria-label") ?? ""} ${one.textContent ?? ""}`.trim();
  const shown = (one) => one.getClientRects().length > 0;
  const find = (what, name) => all(document).find((one) => one.matches(what) && (what.includes("file") || shown(one)) && named(one).includes(name));
  async function until(what, name = "") {
    for (const end = Date.now() + 25_000; Date.now() < end; await new Promise((done) => setTimeout(done, 40))) {
      const found = find(what, name);
      if (found) return found;
    }
    throw new Error(`there is no ${what} that says ${name}: ${document.body.innerText.slice(0, 400)}`);
  }
  async function press(what, name) {
    (await until(what, name)).click();
  }
  async function says(what, text) {
    const field = await until(what);
    field.focus();
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await new Promise((done) => setTimeout(done, 50));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, composed: true }));
  }
  async function attaches(name, text) {
    const input = await until("input[type=file]");
    const parcel = new DataTransfer();
    parcel.items.add(new File([text], name, { type: "text/plain" }));
    input.files = parcel.files;
    input.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }
  const count = (what, name) => all(document).filter((one) => one.matches(what) && (one.textContent ?? "").trim() === name).length;
  return { until, press, says, attaches, count, seen: async (what, name) => { await until(what, name); return true; } };
})();
