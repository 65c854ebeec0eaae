import { defineConfig } from "vitest/config";

const project = (name: string) => ({
  extends: `./${name}/vite.config.ts`,
  test: {
    name,
    root: `./${name}`,
    environment: "happy-dom",
    include: ["{src,tests}/**/*.test.{ts,tsx}"],
  },
});

export default defineConfig({ test: { passWithNoTests: true, projects: [project("widget"), project("console")] } });
