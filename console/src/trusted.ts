interface Rules {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Rules): unknown;
}

/**
 * The page's policy wants every text that becomes markup to be looked at (Trusted Types). The console shows text nodes only;
 * what asks here are libraries that fill style sheets. Without a `<` no text becomes an element, so nothing with one passes.
 */
export function markup(text: string): string {
  if (text.includes("<")) throw new TypeError("no markup is made from text here");
  return text;
}

/** No script is ever loaded by an address made here, but the one service worker. */
export function script(url: string): string {
  if (url !== "/console/sw.js") throw new TypeError("no script is loaded from here");
  return url;
}

/** Style sheets made later carry the page's nonce too; Mantine and the scroll lock ask for it. */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

const here = globalThis as unknown as { trustedTypes?: TrustedTypes; __webpack_nonce__?: string };
here.__webpack_nonce__ = nonce;
here.trustedTypes?.createPolicy("default", { createHTML: markup, createScriptURL: script });
