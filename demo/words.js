import ar from "./words/ar.js";
import de from "./words/de.js";
import en from "./words/en.js";
import es from "./words/es.js";
import fr from "./words/fr.js";
import ja from "./words/ja.js";
import zh from "./words/zh.js";

export const words = { en, zh, ja, de, es, fr, ar };
