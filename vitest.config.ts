import { defineConfig } from "vitest/config";

const project = (name: string) => ({
  extends: `./${name}/vite.config.ts`,
  test: {
    name,
    root: `./${name}`,
    environment: "happy-dom",
    // One page and one copy of the modules for many files: making them anew for each took five times as long as all tests.
    isolate: false,
    include: ["{src,tests}/**/*.test.{ts,tsx}"],
  },
});

export default defineConfig({ test: { passWithNoTests: true, projects: [project("widget"), project("console")] } });
