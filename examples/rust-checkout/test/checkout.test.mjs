// A customer at the page, in headless Chromium, under a content policy: `cargo xtask test --only rust-checkout`, which
// builds the page (`XAALIS_PAGE`) and starts a sandbox (`XAALIS_SANDBOX`).
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

// The npm package's own tests have it, in the version that their package-lock.json pins.
const { chromium } = createRequire(new URL("../../../bindings-wasm/npm/package.json", import.meta.url))("playwright-core");

const { XAALIS_PAGE: folder, XAALIS_SANDBOX: sandbox, XAALIS_SCREENSHOTS: pictures } = process.env;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", wasm: "application/wasm" };
const POLICY = "default-src 'none'; img-src data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** The shop's own server: the page, and a way to the vendor, which a page of another origin would not have. */
const asked = [];
const server = createServer((incoming, response) => {
  const { url, method, headers } = incoming;
  if (url.startsWith("/v1/")) {
    asked.push(`${method} ${url}`);
    const outgoing = ask(sandbox + url, { method, headers }, (answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)));
    outgoing.on("error", () => response.destroy());
    return incoming.pipe(outgoing);
  }
  const name = url.split("?")[0].slice(1) || "index.html";
  const type = TYPES[name.split(".").pop()];
  return response.setHeader("content-type", type).setHeader("content-security-policy", POLICY).end(readFileSync(`${folder}/${name}`));
});
let browser;

before(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  server.close();
});

const origin = () => `http://127.0.0.1:${server.address().port}`;

async function customer(work, { locale = "fr-FR", width = 360, query = "" } = {}) {
  const context = await browser.newContext({ locale, viewport: { width, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const [wrong, hosts] = [[], new Set()];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`${origin()}/${query}`);
  await work(page);
  assert.deepEqual(wrong, []);
  hosts.delete("null");
  assert.deepEqual([...hosts], [origin()], "the page asks nobody else");
  await context.close();
}

async function picture(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(wide <= 0, `${name} is ${wide} px too wide`);
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/rust-${name}.png`, fullPage: true });
}

async function begin(page, phone) {
  await page.getByLabel(/Votre numéro|Your number/).fill(phone);
  await page.getByRole("button", { name: /^(Payer|Pay) / }).click();
}

async function enter(page, code) {
  await page.getByLabel(/Code reçu|Code you received/).fill(code);
  await page.keyboard.press("Enter");
}

test("pays with a code, in French, on a small screen", async () => {
  await customer(async (page) => {
    await page.getByRole("heading", { name: "Payer par mobile money" }).waitFor();
    await picture(page, "1-form");
    await begin(page, "+226 76 00 00 00");
    await page.getByLabel("Code reçu").waitFor();
    assert.match(await page.locator("main").innerText(), /Composez \*144/);
    await picture(page, "2-code");
    await enter(page, "000000");
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /pas bon/);
    await picture(page, "3-wrong-code");
    await enter(page, "12 34 56");
    await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
    assert.match(await page.locator("main").innerText(), /12.500.F.CFA[^]*ch_[^]*76 00 00 00/);
    await picture(page, "4-receipt");
  });
});

test("confirms on the phone, in English; what was typed stays when the language changes", async () => {
  await customer(
    async (page) => {
      await page.getByRole("heading", { name: "Pay by mobile money" }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
      await page.getByLabel("Your number").fill("76 00 99 05");
      await page.getByRole("button", { name: "Français" }).click();
      assert.equal(await page.getByLabel("Votre numéro").inputValue(), "76 00 99 05");
      assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: /^Pay / }).click();
      await page.getByRole("heading", { name: "Confirm on your phone" }).waitFor();
      await picture(page, "5-dial");
      await page.getByRole("button", { name: "Sandbox: the payer confirms" }).click();
      await page.getByRole("heading", { name: "Thank you, it is paid" }).waitFor();
      await picture(page, "6-receipt-wide");
      await page.getByRole("button", { name: "Buy again" }).click();
      await page.getByLabel("Your number").waitFor();
    },
    { locale: "en-GB", width: 1_100 },
  );
});

test("is told why not, gives a wrong number up, and pays at last", async () => {
  await customer(async (page) => {
    await begin(page, "12");
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByLabel("Votre numéro").inputValue(), "12", "what was typed stays");
    await picture(page, "7-no-number");
    await begin(page, "76 00 99 02");
    await enter(page, "123456");
    await page.getByRole("heading", { name: "Le paiement n'a pas été fait" }).waitFor();
    assert.match(await page.getByRole("alert").innerText(), /argent|solde|compte/i);
    await picture(page, "8-refused");
    await page.getByRole("button", { name: "Essayer encore" }).click();
    await begin(page, "76 00 00 01");
    await page.getByRole("button", { name: /Mauvais numéro/ }).click();
    await begin(page, "76 00 00 00");
    await enter(page, "123456");
    await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
  });
});

test("pays over the crate's transport, by keyboard alone", async () => {
  await customer(
    async (page) => {
      await page.waitForFunction(() => document.activeElement?.id === "phone");
      await page.keyboard.type("70000000");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.id === "code");
      await page.keyboard.type("123456");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    },
    { query: `?vendor=${origin()}` },
  );
  const money = asked.filter((one) => one.startsWith("POST"));
  assert.deepEqual(money, ["POST /v1/payment/charges/", "POST /v1/payment/charges/submit"], "each arrives once");
});
