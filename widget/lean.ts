import type { Plugin } from "vite";

/**
 * Of Preact, what no part of the widget can reach: old lifecycles, contexts, pages made on a server, suspense, raw HTML, MathML,
 * links inside pictures, listeners that capture, hooks for tools. Each pattern stands for an expression that is never true here; the minifier drops what hangs on it. A release
 * in which one of them is not found stops the build, to be looked at.
 */
const NEVER: readonly RegExp[] = [
  /\b\w+\.(?:getDerivedStateFromProps|getDerivedStateFromError|componentDidCatch|contextType|getChildContext)\b(?!=)/g,
  /\b\w+\.(?:componentWillMount|componentWillReceiveProps|componentWillUpdate|shouldComponentUpdate|getSnapshotBeforeUpdate)\b(?!=)/g,
  /\b\w+\.data\.startsWith\("\/?\$s"\)/g,
  /\b(?:32|128)&\w+\.__u/g,
  /\b(\w+)&&\1\.then\b/g,
  /"dangerouslySetInnerHTML"==\w+/g,
  /\b(\w+)=\1\.replace\(\/xlink\(H\|:h\)\/,"h"\)\.replace\(\/sName\$\/,"s"\)/g,
  /\b(\w+)!=\(\1=\1\.replace\(\w+,"\$1"\)\)/g,
  /\bn\.(vnode|unmount|__c|__m|__)&&n\.\1\([^()]*\)/g,
  /\((\w+)=n\.(?:__b|diffed)\)&&\1\(\w+\)/g,
  /"foreignObject"==\w+/g,
  /"math"==\w+|"http:\/\/www\.w3\.org\/1998\/Math\/MathML"==\w+/g,
];

export const lean: Plugin = {
  name: "tradewind-lean",
  transform(code, id) {
    if (!id.endsWith("/preact/dist/preact.mjs")) return null;
    for (const pattern of NEVER) {
      const found = code.replace(pattern, "(0)");
      if (found === code) throw new Error(`Preact has changed: no ${String(pattern)}`);
      code = found;
    }
    return { code, map: null };
  },
};
