/**
 * What the element shows of bills and top-ups alone. A file of its own, loaded where `operation` is `pay_bill`: other
 * pages do without. What it needs of the rest it is handed (`Tools`), so that nothing is loaded twice.
 */
import type { Problem } from "./machine.js";
import type { Model, Screen, Tools } from "./screens.js";
import type { Language } from "./texts.js";
import type { Offer, View } from "./view.js";

/** English and French; core's where core has the words. */
export const TEXTS = {
  "prompt bill": ["Choose the bill you wish to pay.", "Choisissez la facture que vous voulez payer."],
  bill: ["Pay a bill", "Payer une facture"],
  meter: ["Top up a meter", "Recharger un compteur"],
  most: ["At most", "Au plus"],
  owed: ["See what is owed", "Voir ce qui est dû"],
  topUp: ["Top up {}", "Recharger {}"],
  due: ["Due {}", "Échéance : {}"],
  number: ["Bill {}", "Facture {}"],
  none: ["There is no bill that can be paid here.", "Il n'y a pas de facture qui puisse être payée ici."],
  over_limit: [
    "This bill is more than may be paid here. Choose another one.",
    "Cette facture dépasse ce qui peut être payé ici. Choisissez-en une autre.",
  ],
  gone: [
    "This bill is not owed any more. Choose another one, or see again what is owed.",
    "Cette facture n'est plus due. Choisissez-en une autre, ou revoyez ce qui est dû.",
  ],
  onMeter: ["Type this code on the meter:", "Saisissez ce code sur le compteur :"],
  copy: ["Copy the code", "Copier le code"],
  copied: ["The code is copied.", "Le code est copié."],
  byHand: ["Copy the code by hand.", "Copiez le code à la main."],
  noCode: [
    "The meter's code has not come yet. It will stand here: this page changes by itself.",
    "Le code du compteur n'est pas encore arrivé. Il s'affichera ici : cette page change d'elle-même.",
  ],
} as const satisfies Record<string, readonly [string, string]>;

/** What was paid for: beside the one that is shown for all. */
const STYLE = `
fieldset{border:0;margin:.75rem 0 0;padding:0;min-width:0}
legend{font-weight:600;padding:0}
.offer{display:flex;align-items:center;gap:.75rem;margin-top:.5rem;padding:.5rem .75rem;font-weight:400;border:1px solid var(--xaalis-field-border,#767782);border-radius:calc(var(--xaalis-radius,.75rem)*.66);cursor:pointer}
.offer input{flex:none;width:1.25rem;min-height:1.75rem;margin:0;accent-color:var(--xaalis-accent,#0b5c4a)}
.offer b,.offer small{display:block}
b{font-weight:700}
small{color:var(--xaalis-muted,#50525c);font-size:.875em}
.code{font-size:1.5em;font-weight:700;letter-spacing:.04em}
`;

let sheet: CSSStyleSheet | undefined;

/** One for all elements of a page. */
export function style(): CSSStyleSheet {
  if (sheet) return sheet;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}

/** What a token is for, as it says itself. The relay has the last word: here words alone hang on it. */
export function isTopUp(token: string): boolean {
  try {
    const claims = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(atob(claims)).svc === "WOYOFAL_SN_BILL";
  } catch {
    return false;
  }
}

export function title({ topUp }: Model): keyof typeof TEXTS {
  return topUp ? "meter" : "bill";
}

/** The first button: what is owed, or the top-up itself. */
export function begins(view: View, problem: Problem | undefined, tools: Tools): Node[] {
  const { say, model, hands, el, button, mistake, told, total, sent, price } = tools;
  const words = model.topUp ? say("topUp", price(view.amount)) : say("owed");
  const form = el("form", { submit: sent(() => hands.start()) }, mistake(problem && told(problem)), button(words));
  // After a no the amount is that of the bill that was tried, and another may be more.
  if (model.topUp || view.state !== "done") return [total(view, model.topUp ? "amount" : "most"), form];
  return [form];
}

/** Which of the bills that are owed: one of them is chosen from the start, one that may be paid if there is one. */
export function choice(view: View, bills: readonly Offer[], problem: Problem | undefined, tools: Tools): Screen {
  const { say, model, hands, el, made, button, quiet, mistake, told, total, sent, price } = tools;
  const again = (kind?: string): Node => quiet(say("owed"), () => hands.start(), kind);
  let chosen = bills.find(({ bill }) => bill === model.chosen) ?? bills.find(({ amount }) => amount <= view.amount) ?? bills[0];
  if (!chosen) return made(say("bill"), [el("p", {}, say("none")), mistake(problem && told(problem)), again("plain")], say("none"));
  const own = problem?.word === "over_limit" ? "over_limit" : problem?.field === "bill" ? "gone" : undefined;
  const error = own ? say(own) : problem && told(problem);
  const pay = button(say("pay", price(chosen.amount)));
  const offers = bills.map((offer, place) => {
    const picked = offer === chosen && { checked: "", ...(error !== undefined && { "aria-describedby": "error" }) };
    const change = (): void => {
      chosen = offer;
      hands.choose(offer.bill);
      if (!model.busy) pay.textContent = say("pay", price(offer.amount));
    };
    const due = offer.dueDate === undefined ? [] : [el("small", {}, say("due", day(offer.dueDate, model.language)))];
    return el("label", { class: "offer" },
      el("input", { id: `bill${place}`, type: "radio", name: "bill", ...picked, change }),
      el("span", {}, el("b", {}, price(offer.amount)), ...due, el("small", {}, say("number", offer.bill))));
  });
  const form = el("form", { submit: sent(() => chosen && hands.pays(chosen.bill)) },
    el("fieldset", {}, el("legend", {}, say("prompt bill")), ...offers), mistake(error), pay);
  return made(say("bill"), [total(view, "most"), form, again()], error ?? say("prompt bill"));
}

/** It was paid. A meter's code is shown as meters and people read it, and copied as it came. */
export function bought(token: string | undefined, receipt: Node, tools: Tools): Screen {
  const { say, model, el, made } = tools;
  if (token === undefined) {
    const said = model.topUp ? say("noCode") : say("thanks");
    return made(say("paidTitle"), [el("p", {}, said), receipt], said);
  }
  const shown = token.replace(/\s/g, "").replace(/.{4}(?=.)/g, "$& ");
  const code = el("p", { class: "code" }, shown);
  const copied = el("p", { role: "status", class: "help" });
  const copies = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(token);
      copied.textContent = say("copied");
    } catch {
      // Of a page without `https`, or in a frame that may not.
      getSelection()?.selectAllChildren(code);
      copied.textContent = say("byHand");
    }
  };
  const copy = el("button", { id: "go", type: "button", class: "plain", click: () => void copies() }, say("copy"));
  return made(say("paidTitle"), [el("p", {}, say("onMeter")), code, copy, copied, receipt], `${say("onMeter")} ${shown}`);
}

/** A day as people write it; what is none stays as the biller wrote it. */
function day(text: string, language: Language): string {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? text : NaN);
  return Number.isNaN(date.getTime()) ? text : date.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
}
