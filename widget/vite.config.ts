import { defineConfig } from "vite";

// Two plain scripts for a shop's page: `loader` (first, tiny) and `widget` (the rest, when the page is idle).
const entries: Record<string, string> = { loader: "src/loader.ts", widget: "src/app.tsx" };

export default defineConfig(({ mode }) => {
  const name = mode in entries ? mode : "widget";
  return {
    define: { "process.env.NODE_ENV": JSON.stringify("production") },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      target: "es2020",
      outDir: "dist",
      emptyOutDir: name === "widget",
      lib: {
        entry: entries[name] ?? "src/app.tsx",
        formats: ["iife"],
        name: `tradewind_${name}`,
        fileName: () => `${name}.js`,
      },
    },
  };
});
