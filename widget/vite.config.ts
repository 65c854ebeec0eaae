import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipAsync } from "@gfx/zopfli";
import { minify } from "terser";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { ar } from "./src/i18n/ar.ts";
import { de } from "./src/i18n/de.ts";
import { en } from "./src/i18n/en.ts";
import { es } from "./src/i18n/es.ts";
import { fr } from "./src/i18n/fr.ts";
import { it } from "./src/i18n/it.ts";
import { ja } from "./src/i18n/ja.ts";
import { ko } from "./src/i18n/ko.ts";
import { pt } from "./src/i18n/pt.ts";
import { ru } from "./src/i18n/ru.ts";
import { tr } from "./src/i18n/tr.ts";
import { zh } from "./src/i18n/zh.ts";

// Two plain scripts for a shop's page: `loader` (first, tiny) and `widget` (the rest, when the page is idle).
const entries: Record<string, string> = { loader: "src/loader.ts", widget: "src/app.tsx" };

// `WORD.send` becomes a number: the names of the words are of use here and would be a third of what is fetched.
const names = Object.keys(en);
const order = createHash("sha256").update(names.join()).digest("hex").slice(0, 6);
const places = Object.fromEntries(names.map((name, place) => [`WORD.${name}`, String(place)]));

/**
 * One small script a language: a shopper fetches the one they read, and a shop's policy needs no more than
 * its script source.
 */
const languages: Plugin = {
  name: "tradewind-languages",
  writeBundle({ dir = "dist" }) {
    mkdirSync(`${dir}/lang`, { recursive: true });
    for (const [code, words] of Object.entries({ ar, de, en, es, fr, it, ja, ko, pt, ru, tr, zh })) {
      const table = JSON.stringify(names.map((name) => words[name as keyof typeof en]));
      writeFileSync(`${dir}/lang/${code}.js`, `Tradewind("words","${code}",${table},"${order}");\n`);
    }
  },
};

/** The sheet's variables are short where they are fetched: `--soft` is `--c` or the like, in the sheet and in what sets it. */
const variables: Plugin = {
  name: "tradewind-variables",
  renderChunk(code) {
    const used = [...new Set([...code.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name ?? ""))];
    const short = new Map(used.map((name, n) => [name, `--${n.toString(36)}`]));
    return { code: code.replace(/--[a-z][\w-]*/g, (name) => short.get(name) ?? name), map: null };
  },
};

/** Names of classes that stand in plain attributes and in no other string of the interface's sources: nothing makes them up while it runs. */
const classes = (() => {
  const folder = new URL("src/ui/", import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith(".tsx")).map((name) => readFileSync(new URL(name, folder), "utf8"));
  const words = (texts: Iterable<RegExpMatchArray>) => [...texts].flatMap(([text]) => text.match(/[\w-]+/g) ?? []);
  const plain = words(sources.flatMap((text) => [...text.matchAll(/(?<=\sclass=")[^"]+/g)]));
  const others = new Set(words(sources.flatMap((text) => [...text.replace(/\sclass="[^"]+"/g, "").matchAll(/"[^"\n]*"|`[^`]*`/g)])));
  const names = [...new Set(plain)].filter((name) => !others.has(name));
  return new Map(names.map((name, n) => [name, n < 26 ? String.fromCharCode(97 + n) : `a${n - 26}`]));
})();

/** These are as short where they are fetched, in the sheet and in what it dresses. */
const dresses: Plugin = {
  name: "tradewind-dresses",
  renderChunk(code) {
    const short = (name: string) => classes.get(name) ?? name;
    const sheet = (css: string) => css.replace(/(?<=\.)[a-z][\w-]*/g, short);
    const worn = code.replace(/(?<=\bclass: ?")[^"]+/g, (names) => names.split(" ").map(short).join(" "));
    return { code: worn.replace(/"(?:[^"\\]|\\.)*:host(?:[^"\\]|\\.)*"/, sheet), map: null };
  },
};

/** Long names that only our own parts call each other by: no page, no desk, no stored thing and no browser knows them. */
const INNER = "componentDidMount componentDidUpdate componentWillUnmount setState forceUpdate uploads durable hangUp redial catchUp reception signIn onEntry onState stranger dismiss settleAll awaiting setOpen recorder faults launcher namespace trouble compose".split(" ");
const inner: Plugin = {
  name: "tradewind-inner",
  renderChunk: (code) => ({ code: code.replace(/\b[a-z]\w{5,}\b/gi, (name) => (INNER.includes(name) ? `$${INNER.indexOf(name).toString(36)}` : name)), map: null }),
};

/** The bundler's minifier gives private names the shortest letters, terser finds shorter sentences: one after the other. */
const shorter: Plugin = {
  name: "tradewind-shorter",
  async generateBundle(_, bundle) {
    const compress = { passes: 5, unsafe_arrows: true, unsafe_methods: true, pure_getters: true, keep_fargs: false } as const;
    for (const chunk of Object.values(bundle))
      // What the first turn made room for, the second finds.
      for (const mangle of [true, false])
        if (chunk.type === "chunk") chunk.code = (await minify(chunk.code, { ecma: 2022, compress, mangle })).code ?? chunk.code;
  },
};

/** What is served to browsers, packed once and as small as gzip can be, beside what it was made from. */
const packed: Plugin = {
  name: "tradewind-packed",
  async closeBundle() {
    const scripts = (readdirSync("dist", { recursive: true }) as string[]).filter((name) => name.endsWith(".js"));
    for (const name of scripts) {
      writeFileSync(`dist/${name}.gz`, await gzipAsync(readFileSync(`dist/${name}`), { numiterations: 60 }));
    }
  },
};

export default defineConfig(({ mode }) => {
  const name = mode in entries ? mode : "widget";
  return {
    define: {
      "process.env.NODE_ENV": JSON.stringify("production"),
      WORD_ORDER: JSON.stringify(order),
      ...places,
    },
    // The parts are Preact's, the engine is our own: see there.
    resolve: { alias: { preact: fileURLToPath(new URL("src/ui/drawing.ts", import.meta.url)) } },
    oxc: {
      jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
      ...(name === "widget" ? { jsxInject: `import { h, Fragment } from "preact"` } : {}),
    },
    plugins: name === "widget" ? [variables, dresses, inner, shorter, languages] : [packed],
    build: {
      target: "es2022",
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
