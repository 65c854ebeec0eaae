/** The only script a shop puts on its page: it fetches `widget.js` from its own folder, and nothing else. */
const own = document.currentScript as HTMLScriptElement | null;
const app = document.createElement("script");
app.src = new URL("widget.js", own?.src ?? location.href).href;
app.async = true;
document.head.append(app);

export {};
