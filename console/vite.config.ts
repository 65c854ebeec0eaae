import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Of the widget, the console knows the protocol client and nothing else.
const wire = fileURLToPath(new URL("../widget/src/wire", import.meta.url));

export default defineConfig({
  base: "/console/",
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
      // Mantine marks its files "use client" for server rendering, which means nothing here.
      onwarn: (warning, show) => warning.code === "MODULE_LEVEL_DIRECTIVE" || show(warning),
    },
  },
});
