import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

// Of the widget, the console knows the protocol client and nothing else.
const wire = fileURLToPath(new URL("../widget/src/wire", import.meta.url));

/** Scripts and styles lie packed beside themselves; the server hands that out. */
const packed: Plugin = {
  name: "tradewind-packed",
  apply: "build",
  closeBundle() {
    const assets = readdirSync("dist", { recursive: true }) as string[];
    for (const name of assets.filter((one) => /\.(js|css)$/.test(one)))
      writeFileSync(`dist/${name}.gz`, gzipSync(readFileSync(`dist/${name}`), { level: 9 }));
  },
};

export default defineConfig({
  plugins: [packed],
  base: "/console/",
  // The server puts a fresh one in its place each time it gives the page out (server/api/policies.py).
  html: { cspNonce: "{nonce}" },
  resolve: {
    alias: [
      { find: /^@wire$/, replacement: `${wire}/index.ts` },
      { find: /^@wire\//, replacement: `${wire}/` },
    ],
  },
  // The plain runtime in tests too, whatever they say of the environment.
  oxc: { jsx: { runtime: "automatic", development: false } },
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    rolldownOptions: {
      // The service worker is a file of its own, by a name that stays: browsers look for its next version there.
      input: { index: "index.html", sw: "src/push/worker.ts" },
      output: { entryFileNames: (entry) => (entry.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
      // Mantine marks its files "use client" for server rendering, which means nothing here.
      onwarn: (warning, show) => warning.code === "MODULE_LEVEL_DIRECTIVE" || show(warning),
    },
  },
});
