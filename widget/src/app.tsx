import { render } from "preact";

/** The first line of the widget. */
function App() {
  return <p>Tradewind</p>;
}

const host = document.createElement("div");
document.body.append(host);
render(<App />, host.attachShadow({ mode: "open" }));
