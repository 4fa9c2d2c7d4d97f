/** The playground: the same page, with its backend and both vendors inside it. */
import { Backyard } from "./backyard.js";
import { checkout } from "./checkout.js";
import { el, place } from "./dom.js";
import { languages } from "./languages.js";
import { Playground } from "./playground.js";
import { TEXTS, francs } from "./texts.js";

/** What can be paid: of a bill the amount is the most that it may be. Customers and meters are the sandbox's. */
const WARES = {
  basket: { amount: 12_500 },
  bill: { amount: 10_000, service: "SENELEC_SN_BILL", customer: "210278817" },
  meter: { amount: 5_000, service: "WOYOFAL_SN_BILL", customer: "07061270877" },
} as const;

const backyard = new Backyard();
const playground = new Playground(place("playground"), backyard.sandbox);
const language = languages((next) => {
  place("checkout").querySelector("xaalis-pay")?.setAttribute("lang", next);
  shelf();
  void playground.speak(next);
});
let ware: keyof typeof WARES = "basket";
let orders = 0;

function shelf(): void {
  const texts = TEXTS[language()];
  document.title = texts.title;
  place("basket").textContent = ware === "bill" ? texts.bill : `${texts[ware]}, ${francs(WARES[ware].amount, language())}`;
  const buttons = (["basket", "bill", "meter"] as const).map((one) => {
    const click = () => buy(one);
    return el("button", { type: "button", class: "small", "aria-pressed": String(one === ware), click }, texts[one]);
  });
  place("wares").setAttribute("aria-label", texts.wares);
  place("wares").replaceChildren(...buttons);
}

function buy(next: keyof typeof WARES): void {
  ware = next;
  orders += 1;
  shelf();
  const another = () => place("checkout").append(el("button", { type: "button", click: () => buy(next) }, TEXTS[language()].another));
  checkout(place("checkout"), backyard.backend(`order-${orders}`, WARES[next]), language(), another);
}

void playground.speak(language());
setInterval(() => void playground.look(), 500);
buy("basket");
