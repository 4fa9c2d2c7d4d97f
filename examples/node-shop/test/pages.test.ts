/** Each page, in both languages, and what became of the money. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { opIdOf } from "../src/orders.js";
import { CODE, SECRETS, Shop } from "./shop.js";

let shop: Shop;
before(async () => {
  shop = await Shop.open({ payerMs: 1_500, topUpMs: 1_500 });
});
after(async () => {
  await shop.close();
  // Whatever the tests did, no log holds a number, a code or a key.
  const said = shop.logs.filter((line) => SECRETS.test(line));
  assert.deepEqual(said, []);
  assert(shop.logs.some((line) => line.startsWith("POST /orders/")), "nothing was logged");
});

/** What each page says, in French and English. */
const SAYS = {
  catalogue: [/Fait ici.*Savon au karité 1 000 F CFA/, /Made here.*Shea butter soap 1,000 F CFA/],
  form: [/Votre commande.*Payer par mobile money.*Payer 1 000 F CFA/, /Your order.*Pay with mobile money.*Pay 1,000 F CFA/],
  code: [/Donnez votre code.*Composez \*144\*4\*6\*1000#.*Rien n'est payé/, /Give your code.*Composez \*144\*4\*6\*1000#.*Nothing is paid/],
  dial: [/Confirmez sur votre téléphone.*Composez le code USSD/, /Confirm on your phone.*Composez le code USSD/],
  paid: [/Payé Merci\./, /Paid Thank you\./],
  wrongCode: [/Ce code n'est pas le bon\./, /This code is not the right one\./],
  noAccount: [/Pas payé Ce numéro ne peut pas être débité\./, /Not paid This number cannot be debited\./],
  unknown: [/Attendez, ne payez pas une deuxième fois/, /Wait, do not pay again/],
  page: [/Payez sur la page de paiement/, /Pay on the payment page/],
  absent: [/Cette page n'existe pas/, /There is no such page/],
  counter: [/Payer une facture ou recharger un compteur/, /Pay a bill, or top a meter up/],
  bills: [/Quelle facture \?/, /Which bill\?/],
  meter: [/Est-ce le bon compteur \?/, /Is this the meter\?/],
  billPaid: [/Payé La facture est payée\./, /Paid The bill is paid\./],
  token: [/Code à taper sur le compteur (\d{4} ?){5}/, /Code to type into the meter (\d{4} ?){5}/],
} as const;

/** The example of a number that the form gives is nobody's. */
const SECRET_IN_PAGES = /sk_test_|dx_test_|whk_|(?!76 00 00 00)76 ?00 ?\d\d ?\d\d|123456/;

async function shows(path: string, page: keyof typeof SAYS): Promise<void> {
  for (const [place, language] of (["fr", "en"] as const).entries()) {
    const { text, html } = await shop.ask(path, undefined, { language });
    assert.match(text, SAYS[page][place] ?? /^$/);
    assert.match(html, new RegExp(`^<!DOCTYPE html><html lang="${language}">`));
    assert.doesNotMatch(html, SECRET_IN_PAGES);
  }
}

const pay = (path: string, phone: string, attempt = 1) => shop.ask(`${path}/pay`, { attempt: String(attempt), phone, provider: "" });

test("an order is paid with a code, given in a second request", async () => {
  await shows("/", "catalogue");
  const path = await shop.order();
  await shows(path, "form");
  await pay(path, "76 00 00 01");
  await shows(path, "code");
  const wrong = await shop.ask(`${path}/code`, { code: "999999" });
  assert.equal(wrong.path, `${path}?code=invalid`, "a page loaded again sends no code again");
  assert.match(wrong.html, /<input id="code"[^>]*aria-describedby="code-wrong" aria-invalid="true"[^>]*autofocus/);
  await shows(wrong.path, "wrongCode");
  const paid = await shop.ask(`${path}/code`, { code: CODE });
  assert.match(paid.text, SAYS.paid[0]);
  await shows(path, "paid");
  assert.deepEqual((await shop.made("charge")).map(({ status, number }) => [status, number.slice(-8)]), [["success", "76000001"]]);
});

test("a number that cannot be is refused at its field, in both languages, before anything is sent", async () => {
  const path = await shop.order();
  const before = await shop.made("charge");
  for (const [language, said] of [["fr", /numéro/i], ["en", /number/i]] as const) {
    const page = await shop.ask(`${path}/pay`, { attempt: "1", phone: "12 34", provider: "" }, { language });
    assert.equal(page.status, 422);
    assert.match(page.html, /<input id="phone"[^>]*aria-describedby="phone-help phone-wrong" aria-invalid="true" autofocus/);
    assert.match(page.html, /value="12 34"/, "what was typed is there to be mended");
    assert.match(/id="phone-wrong"[^>]*>([^<]*)</.exec(page.html)?.[1] ?? "", said);
  }
  assert.deepEqual(await shop.made("charge"), before);
  assert.equal(await shop.storage.journal.get(opIdOf({ kind: "goods", id: path.slice("/orders/".length) }, 1)), null);
  await pay(path, "76000002");
  await shows(path, "code");
});

test("an operator without codes shows what to do on the phone, and the page changes by itself", async () => {
  const path = await shop.order();
  await pay(path, "76009905");
  await shows(path, "dial");
  const { html } = await shop.ask(path);
  assert.match(html, /<main id="main" tabindex="-1" data-state="dial">/);
  assert.match(html, /<noscript><meta http-equiv="refresh"/);
  await shop.until(path, SAYS.paid[0]);
  await shows(path, "paid");
});

test("a no is told with what to do, and the next number pays", async () => {
  const path = await shop.order();
  const refused = await pay(path, "76009907");
  assert.match(refused.text, SAYS.noAccount[0]);
  await shows(path, "noAccount");
  assert.match(refused.html, /name="attempt" value="2"/);
  await pay(path, "76000003", 2);
  await shop.ask(`${path}/code`, { code: CODE });
  await shows(path, "paid");
});

test("a mistyped number is given up before the code, and another pays", async () => {
  const path = await shop.order();
  await pay(path, "76000004");
  const given = await shop.ask(`${path}/give-up`, {});
  assert.match(given.html, /name="attempt" value="2"/);
  await pay(path, "76000005", 2);
  await shop.ask(`${path}/code`, { code: CODE });
  await shows(path, "paid");
});

test("where the answer was lost, the page says to wait, has no button, and finds the payment", async () => {
  const path = await shop.order();
  await shop.inject("drop-after@charges");
  const page = await pay(path, "76000006");
  assert.match(page.text, SAYS.unknown[0]);
  await shows(path, "unknown");
  assert.doesNotMatch(page.html, /<button/);
  const before = await shop.made("charge");
  // Whoever presses all the same, with the number of a next try or the same, has one payment.
  await pay(path, "76000006", 2);
  await pay(path, "76000006", 1);
  assert.equal((await shop.made("charge")).length, before.length);
  await shows(path, "unknown");
});

test("a payment page of the vendor's: the customer comes back, and a webhook has told", async () => {
  const path = await shop.order({ product: "cloth" });
  const page = await shop.ask(`${path}/checkout`, { attempt: "1" });
  await shows(path, "page");
  const url = /href="(http:\/\/127\.0\.0\.1:\d+\/v1\/checkout_payment\/[^"]+)"/.exec(page.html)?.[1] ?? "";
  const back = await fetch(url, { method: "POST", body: new URLSearchParams({ do: "pay", phone: "76000000" }) });
  assert.equal(new URL(back.url).pathname, path);
  await shop.until(path, SAYS.paid[0]);
  await shows(path, "paid");
});

test("the counter: a bill is found, chosen and paid", async () => {
  await shows("/bills", "counter");
  const id = crypto.randomUUID();
  const found = await shop.ask("/bills", { id, service: "SENELEC_SN_BILL", customer: "210278817", amount: "" });
  assert.equal(found.path, `/bills/${id}`);
  await shows(found.path, "bills");
  const [first = "", second] = [...found.html.matchAll(/name="agreed" value="([^"]*)"/g)].map(([, value]) => value);
  assert(second !== undefined, "two bills to choose from");
  const other = await shop.ask(`${found.path}/pay`, { attempt: "1", agreed: `${first}1` });
  assert.match(other.text, /La facture a changé entre-temps/);
  assert.equal((await shop.made("bill")).length, 0);
  await shop.ask(`${found.path}/pay`, { attempt: "1", agreed: first });
  await shows(found.path, "billPaid");
  const [made, ...more] = await shop.made("bill");
  assert.deepEqual([made?.status, `${made?.amount}`, more], ["SUCCESS", first.split(" ")[1], []]);
  assert.match((await shop.ask("/bills")).text, /Dernières Senelec 210278817 [\d ]+ F CFA payé/);
});

test("the counter: a meter gets its code, at once or later by a callback", async () => {
  for (const meter of ["07061270877", "07061270878"]) {
    const id = crypto.randomUUID();
    const found = await shop.ask("/bills", { id, service: "WOYOFAL_SN_BILL", customer: meter, amount: "1 000" });
    await shows(found.path, "meter");
    const agreed = /name="agreed" value="([^"]*)"/.exec(found.html)?.[1] ?? "";
    await shop.ask(`${found.path}/pay`, { attempt: "1", agreed });
    await shop.until(found.path, SAYS.token[0]);
    await shows(found.path, "token");
  }
});

test("the counter refuses what cannot be, at its field", async () => {
  const wrong = { id: crypto.randomUUID(), service: "WOYOFAL_SN_BILL", customer: "07061270877", amount: "ten" };
  const page = await shop.ask("/bills", wrong);
  assert.equal(page.status, 422);
  assert.match(page.html, /<input id="amount"[^>]*aria-invalid="true"/);
  const short = await shop.ask("/bills", { ...wrong, customer: "1", amount: "1000" });
  assert.match(short.html, /<input id="customer"[^>]*aria-invalid="true"/);
});

test("an address that nobody has", async () => {
  for (const path of ["/nothing", `/orders/${crypto.randomUUID()}`, `/bills/${crypto.randomUUID()}`]) {
    assert.equal((await shop.ask(path)).status, 404);
    await shows(path, "absent");
  }
});
