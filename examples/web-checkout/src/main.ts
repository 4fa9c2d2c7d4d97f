/** The playground: the same page, with its backend and both vendors inside it. */
import { Backyard } from "./backyard.js";
import { checkout } from "./checkout.js";
import { el, place } from "./dom.js";
import { languages } from "./languages.js";
import { Playground } from "./playground.js";
import { TEXTS, francs } from "./texts.js";

const AMOUNT = 12_500;

const backyard = new Backyard();
const playground = new Playground(place("playground"), backyard.sandbox);
const language = languages((next) => {
  place("checkout").querySelector("xaalis-pay")?.setAttribute("lang", next);
  basket();
  void playground.speak(next);
});
let orders = 0;

function basket(): void {
  const { basket, title } = TEXTS[language()];
  document.title = title;
  place("basket").textContent = `${basket}, ${francs(AMOUNT, language())}`;
}

function buy(): void {
  orders += 1;
  const another = () => place("checkout").append(el("button", { type: "button", click: buy }, TEXTS[language()].another));
  checkout(place("checkout"), backyard.backend(`order-${orders}`, AMOUNT), language(), another);
}

basket();
void playground.speak(language());
setInterval(() => void playground.look(), 500);
buy();
