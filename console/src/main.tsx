import "./trusted";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { prefsIn } from "./state/prefs";
import { takeReturned } from "./state/signon";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App prefs={prefsIn(window.localStorage)} origin={window.location.origin} back={takeReturned()} />
    </StrictMode>,
  );
}
