/**
 * The only script a shop puts on its page. It makes the one global, a queue until `widget.js` is there, and fetches
 * that when the page is idle or somebody calls, again and again where the net fails. A shop's own queue, made before, is taken over.
 */
type Stub = ((...call: unknown[]) => void) & { q: unknown[][]; s: DOMStringMap; base: string };

const own = document.currentScript as HTMLScriptElement;
const shop = window as unknown as { Tradewind?: Partial<Stub> };
const early = shop.Tradewind;

if (!early?.base) {
  let fetched = false;
  const fetchApp = () => {
    if (fetched) return;
    fetched = true;
    const app = document.createElement("script");
    app.src = `${stub.base}widget.js`;
    app.async = true;
    app.onerror = () => {
      fetched = false;
      setTimeout(fetchApp, 5000);
    };
    document.head.append(app);
  };
  const stub: Stub = Object.assign(
    (...call: unknown[]) => {
      stub.q.push(call);
      fetchApp();
    },
    { q: early?.q ?? [], s: own.dataset, base: own.src.replace(/[^/]*$/, "") },
  );
  shop.Tradewind = stub;
  const idle = () =>
    "requestIdleCallback" in window
      ? requestIdleCallback(fetchApp, { timeout: 4000 })
      : setTimeout(fetchApp, 1500);
  if (stub.q.length) fetchApp();
  else if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}

export {};
