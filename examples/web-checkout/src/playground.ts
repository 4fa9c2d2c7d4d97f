/** The other side of the page: what the sandbox does, and what it knows. A shop's page has nothing of this. */
import type { Sandbox, SandboxPayment } from "xaalis/sandbox";
import { el } from "./dom.js";
import { type Language, francs } from "./texts.js";

const NUMBERS = [
  ["76 00 00 00", "Code 123456", "Code 123456"],
  ["76 00 99 05", "Confirmé sur le téléphone", "Confirmed on the phone"],
  ["76 00 99 02", "Solde insuffisant", "Not enough money"],
  ["76 00 99 01", "Échoue", "Fails"],
  ["76 00 99 07", "Pas de compte", "No account"],
] as const;
const FAULTS = [
  ["drop-after@*", "Toutes les réponses se perdent", "All answers are lost"],
  ["drop-after@charges", "La prochaine réponse se perd", "The next answer is lost"],
  ["refuse@*", "Pas de connexion", "No connection"],
] as const;
const TEXTS = {
  fr: { title: "Bac à sable", about: "Aucun argent ne bouge : le serveur de la boutique et le prestataire tournent dans cette page.", numbers: "Numéros à essayer", faults: "Pannes", heal: "Tout réparer", known: "Ce qui s'est vraiment passé", none: "Rien encore.", confirm: "Le payeur confirme", decline: "Le payeur refuse" },
  en: { title: "Sandbox", about: "No money moves: the shop's server and the vendor run inside this page.", numbers: "Numbers to try", faults: "Faults", heal: "Mend all", known: "What really happened", none: "Nothing yet.", confirm: "The payer confirms", decline: "The payer refuses" },
};

export class Playground {
  readonly #place: HTMLElement;
  readonly #sandbox: Sandbox;
  #language: Language = "fr";
  #shown = "";

  constructor(place: HTMLElement, sandbox: Sandbox) {
    this.#place = place;
    this.#sandbox = sandbox;
  }

  async speak(language: Language): Promise<void> {
    this.#language = language;
    const t = TEXTS[language];
    const which = language === "fr" ? 1 : 2;
    this.#shown = "";
    this.#place.replaceChildren(
      el("h2", {}, t.title),
      el("p", {}, t.about),
      el("h3", {}, t.numbers),
      el("dl", { class: "numbers" }, ...NUMBERS.flatMap((one) => [el("dt", {}, one[0]), el("dd", {}, one[which])])),
      el("h3", {}, t.faults),
      el(
        "p",
        { class: "faults" },
        ...FAULTS.map((one) => el("button", { type: "button", class: "small", click: () => void this.#sandbox.inject(one[0]) }, one[which])),
        el("button", { type: "button", class: "small", click: () => void this.#sandbox.heal() }, t.heal),
      ),
      el("h3", {}, t.known),
      el("div", { id: "known" }),
    );
    await this.look();
  }

  /** Shows what the sandbox knows now. */
  async look(): Promise<void> {
    const payments = await this.#sandbox.payments();
    const place = this.#place.querySelector("#known");
    const text = JSON.stringify(payments);
    if (place === null || text === this.#shown) return;
    this.#shown = text;
    const t = TEXTS[this.#language];
    place.replaceChildren(...(payments.length === 0 ? [t.none] : payments.map((payment) => this.#row(payment))));
  }

  #row({ reference, number, amount, status }: SandboxPayment): HTMLElement {
    const t = TEXTS[this.#language];
    const phone = status !== "pay_offline" && status !== "pending" ? [] : [
      el("button", { type: "button", class: "small", click: () => void this.#sandbox.payerConfirms(reference) }, t.confirm),
      el("button", { type: "button", class: "small", click: () => void this.#sandbox.payerDeclines(reference) }, t.decline),
    ];
    return el("p", { class: "payment" }, `${number}, ${francs(amount, this.#language)}: `, el("code", {}, status), ...phone);
  }
}
