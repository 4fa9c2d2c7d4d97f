/** French or English: two buttons above the page. */
import { el, place } from "./dom.js";
import type { Language } from "./texts.js";

const NAMES = { fr: "Français", en: "English" } as const;

/** Begins with the browser's; answers which one is spoken, and tells when another is. */
export function languages(changed: (language: Language) => void): () => Language {
  let spoken: Language = navigator.language.startsWith("fr") ? "fr" : "en";
  const speak = (next: Language) => {
    spoken = next;
    document.documentElement.lang = next;
    place("languages").replaceChildren(
      ...(["fr", "en"] as const).map((one) => {
        const click = () => {
          speak(one);
          changed(one);
        };
        return el("button", { type: "button", lang: one, "aria-pressed": String(one === spoken), click }, NAMES[one]);
      }),
    );
  };
  speak(spoken);
  return () => spoken;
}
