import ar from "./ar.json";
import de from "./de.json";
import en from "./en.json";
import es from "./es.json";
import fr from "./fr.json";
import it from "./it.json";
import ja from "./ja.json";
import ko from "./ko.json";
import pt from "./pt.json";
import ru from "./ru.json";
import tr from "./tr.json";
import zh from "./zh.json";

/** What notices say while no console is there to say it; the service worker holds all of it. */
export const PUSHED = { en, zh, es, de, fr, it, pt, ja, ko, ru, ar, tr } as const;
