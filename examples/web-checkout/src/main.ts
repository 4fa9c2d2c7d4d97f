import { MemoryJournal, Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { checkout } from "./checkout.js";
import { el } from "./dom.js";
import { Playground } from "./playground.js";
import type { Language } from "./texts.js";
import { View } from "./view.js";

const AMOUNT = 12_500;

/** In a shop the key stays on the server: here the vendor is in the page as well. */
const sandbox = new Sandbox({ realTime: true, payerAutoConfirms: false, slowMs: 15_000 });
const senfenico = new Senfenico({
  apiKey: "sk_test_sandbox",
  dangerouslyAllowBrowser: true,
  transport: sandbox,
  journal: new MemoryJournal(),
});

const view = new View(place("checkout"));
const playground = new Playground(place("playground"), sandbox);

function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no #${id}`);
  return found;
}

function speak(language: Language): void {
  view.speak(language);
  void playground.speak(language);
  const names = { fr: "Français", en: "English" };
  place("languages").replaceChildren(
    ...(["fr", "en"] as const).map((one) =>
      el("button", { type: "button", lang: one, "aria-pressed": String(one === language), click: () => speak(one) }, names[one]),
    ),
  );
}

speak(navigator.language.startsWith("fr") ? "fr" : "en");
setInterval(() => void playground.look(), 500);
for (let number = 1; ; number += 1) await checkout(senfenico, view, `order-${number}`, AMOUNT);
