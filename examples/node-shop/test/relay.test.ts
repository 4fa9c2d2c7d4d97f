/** A page that holds no key pays through the shop's relay, in headless Chromium; and the key is looked for everywhere. */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import { configOf } from "../src/config.js";
import { CODE, SECRETS, Shop, freePort } from "./shop.js";

const checkout = new URL("../../web-checkout/", import.meta.url).pathname;
const pictures = process.env["XAALIS_SCREENSHOTS"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const PHONE = "76000031";

let shop: Shop;
let pages: ChildProcess;
let origin: string;
let browser: Browser;

before(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  shop = await Shop.open({ payerAutoConfirms: false, more: { PUBLIC_URL: origin, CHECKOUT_PAGE: "/shop.html" } });
  const vite = `${checkout}node_modules/vite/bin/vite.js`;
  execFileSync(process.execPath, [vite, "build", "--logLevel", "error"], { cwd: checkout });
  pages = spawn(process.execPath, [vite, "preview", "--host", "127.0.0.1", "--port", String(port), "--strictPort"], {
    cwd: checkout,
    env: { ...process.env, SHOP: shop.url },
    stdio: "ignore",
  });
  while (!(await fetch(origin).then(({ ok }) => ok, () => false))) {
    assert.equal(pages.exitCode, null, "the pages are not served");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  if (pages !== undefined) {
    const gone = once(pages, "exit");
    pages.kill();
    await gone;
  }
  await shop.close();
});

/** Everything that the browser sent, and was sent. */
interface Heard {
  readonly sent: string[];
  readonly got: string[];
  readonly wrong: string[];
}

async function customer(): Promise<{ context: BrowserContext; page: Page; heard: Heard }> {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const heard: Heard = { sent: [], got: [], wrong: [] };
  page.on("pageerror", (error) => heard.wrong.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) heard.wrong.push(request.url());
    heard.sent.push(`${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`);
  });
  page.on("response", (response) => {
    const got = `${response.url()} ${JSON.stringify(response.headers())}`;
    void response.text().then((text) => heard.got.push(`${got} ${text}`), () => heard.got.push(got));
  });
  return { context, page, heard };
}

const number = (page: Page) => page.getByLabel("Votre numéro");
const code = (page: Page) => page.getByLabel("Code à usage unique");

async function opened(page: Page, id: string): Promise<void> {
  await page.goto(`${origin}/orders/${id}`);
  await page.getByRole("link", { name: "Payer sur notre page" }).click();
  await page.waitForURL(`${origin}/shop.html?order=${id}`);
}

async function pays(page: Page, phone: string): Promise<void> {
  await number(page).fill(phone);
  await page.getByRole("button", { name: /^Payer / }).click();
  await code(page).fill(CODE);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
}

test("an order is paid on a page without a key, and the key is nowhere but in the backend", async () => {
  const { context, page, heard } = await customer();
  const id = crypto.randomUUID();
  await shop.order({ id, product: "honey" });
  await opened(page, id);
  await number(page).waitFor();
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/node-shop-relay-form.png`, fullPage: true });
  await pays(page, PHONE);
  await page.reload();
  await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/node-shop-relay-paid.png`, fullPage: true });
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, state: history.state, referrer: document.referrer,
    caches: await caches.keys(), databases: await indexedDB.databases(), html: document.documentElement.outerHTML,
    shown: [...document.querySelectorAll("*")].map((one) => one.shadowRoot?.innerHTML ?? "").join(),
    loaded: performance.getEntries().map(({ name }) => name),
  }));
  await page.getByRole("link", { name: "Voir la commande" }).click();
  await page.getByText("Payé").first().waitFor();
  assert.deepEqual(heard.wrong, []);

  const order = await shop.storage.orders.get(id);
  assert.equal(order?.paidBy, `relay-${id}-1`);
  const [charge, ...others] = (await shop.made("charge")).filter((payment) => payment.number === PHONE);
  assert.deepEqual([charge?.status, charge?.amount, others.length], ["success", 4_500, 0]);

  const cookies = await context.cookies();
  const records = JSON.stringify(await shop.storage.journal.get(`relay-${id}-1`));
  const files = readdirSync(`${checkout}dist/assets`).filter((name) => !name.startsWith("index-"));
  const bundle = [`${checkout}dist/shop.html`, ...files.map((name) => `${checkout}dist/assets/${name}`)].map((name) => readFileSync(name, "utf8"));
  const { senfenico, dexchange, relayKey } = configOf(shop.environment);
  const keys = [senfenico.apiKey, senfenico.webhookKey, dexchange.apiKey, dexchange.callbackSecret, String(relayKey)];
  const places: Record<string, string> = {
    page: JSON.stringify(kept), sent: heard.sent.join("\n"), got: heard.got.join("\n"), bundle: bundle.join("\n"),
    cookies: JSON.stringify(cookies), logs: shop.logs.join("\n"), records,
  };
  assert(heard.sent.length > 8 && heard.got.length > 8 && files.length >= 3, "there is something to search");
  for (const [name, text] of Object.entries(places)) {
    for (const key of keys) assert(!text.includes(key), `a key stands in ${name}`);
  }
  // The token and what the customer typed are where they are needed, and stay nowhere.
  const [, token = ""] = /authorization":"Bearer ([^"]+)/.exec(places["sent"] ?? "") ?? [];
  assert.match(token, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  const addresses = heard.sent.map((line) => line.split(" ")[1]).join("\n");
  for (const [name, text] of Object.entries({ ...places, sent: addresses, got: "" })) {
    for (const secret of [token, PHONE, CODE]) assert(!text.includes(secret), `a token, a number or a code stands in ${name}`);
  }
  assert.doesNotMatch(places["logs"] ?? "", SECRETS);
  assert.match(places["logs"] ?? "", new RegExp(`paid: relay-${id}-1`));
  // Where it belongs: with another one, the vendor says no.
  const asked = (key: string) => fetch(`${shop.vendor.url}/v1/payment/charges/`, { headers: { "x-api-key": key } });
  assert.deepEqual([(await asked(senfenico.apiKey)).status, (await asked("sk_wrong")).status === 200], [200, false]);
  await context.close();
});

test("two pages of one order: one payment; what the one begins, the other goes on with", async () => {
  const id = crypto.randomUUID();
  await shop.order({ id });
  const [first, second] = await Promise.all([customer(), customer()]);
  await Promise.all([first, second].map(async ({ page }) => {
    await page.goto(`${origin}/shop.html?order=${id}`);
    await number(page).fill("76000032");
  }));
  await Promise.all([first, second].map(({ page }) => page.getByRole("button", { name: /^Payer / }).click()));
  await Promise.all([first, second].map(({ page }) => code(page).waitFor()));
  await code(second.page).fill(CODE);
  await second.page.keyboard.press("Enter");
  await Promise.all([first, second].map(({ page }) => page.getByRole("heading", { name: "Payé", exact: true }).waitFor({ timeout: 30_000 })));
  assert.equal((await shop.made("charge")).filter((payment) => payment.number === "76000032").length, 1);
  await first.context.close();
  await second.context.close();
});

test("a form and the page do not both pay; who comes first has the order", async () => {
  const { context, page } = await customer();
  const id = crypto.randomUUID();
  const path = await shop.order({ id });
  await opened(page, id);
  await number(page).waitFor();
  for (const attempt of ["1", "2", "0", "10000", "10001"]) await shop.ask(`${path}/pay`, { attempt, phone: "76000033" });
  assert.equal((await shop.made("charge")).filter((payment) => payment.number === "76000033").length, 0);
  assert.doesNotMatch((await shop.ask(path)).html, /name="phone"/);
  await pays(page, "76000034");
  assert.match((await shop.ask(path)).text, /Payé/);
  await context.close();

  const other = crypto.randomUUID();
  const begun = await shop.order({ id: other });
  await shop.ask(`${begun}/pay`, { attempt: "1", phone: "76000035" });
  const refused = await fetch(`${shop.url}${begun}/token`, { method: "POST", headers: { origin: shop.url } });
  assert.equal(refused.status, 409);
  assert.equal((await fetch(`${shop.url}/orders/${crypto.randomUUID()}/token`, { method: "POST", headers: { origin: shop.url } })).status, 404);
  assert.equal((await fetch(`${shop.url}${begun}/token`, { method: "POST", headers: { origin: "https://evil.example" } })).status, 403);
});

test("an order whose payment ended as its process was killed is told by the worker", async () => {
  const id = crypto.randomUUID();
  await shop.order({ id });
  const { context, page } = await customer();
  await page.goto(`${origin}/shop.html?order=${id}`);
  const { journal, orders } = shop.storage;
  const ended = journal.ended;
  // As if it had been killed between the two.
  journal.ended = () => {};
  await pays(page, "76000036");
  await context.close();
  assert.equal((await orders.get(id))?.paidBy, null);
  if (ended !== undefined) journal.ended = ended;
  await shop.payments.lookAgain();
  assert.equal((await orders.get(id))?.paidBy, `relay-${id}-1`);
});
