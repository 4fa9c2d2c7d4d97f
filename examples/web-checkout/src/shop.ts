/** The page of a real shop's order: `shop.html?order=…`. Its backend has the key, and a relay. */
import { checkout } from "./checkout.js";
import { el, place } from "./dom.js";
import { languages } from "./languages.js";
import { TEXTS } from "./texts.js";

const order = encodeURIComponent(new URLSearchParams(location.search).get("order") ?? "");
const language = languages((next) => {
  place("checkout").querySelector("xaalis-pay")?.setAttribute("lang", next);
});

/** Django wants its cookie said back; others want none. */
function csrf(): Record<string, string> {
  const [, token] = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) ?? [];
  return token === undefined ? {} : { "X-CSRFToken": token };
}

async function token(signal: AbortSignal): Promise<string> {
  const answer = await fetch(`/orders/${order}/token`, { method: "POST", headers: csrf(), signal });
  if (!answer.ok) throw new Error(`no token: ${answer.status}`);
  return ((await answer.json()) as { token: string }).token;
}

checkout(place("checkout"), { url: "/xaalis/pay", token }, language(), () => {
  place("checkout").append(el("p", {}, el("a", { href: `/orders/${order}` }, TEXTS[language()].order)));
});
