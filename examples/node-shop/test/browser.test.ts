/** Customers in headless Chromium, at a small phone and a desk: what they see, without a script and with one. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { type Browser, type Page, chromium } from "playwright-core";
import { CODE, Shop } from "./shop.js";

const pictures = process.env["XAALIS_SCREENSHOTS"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const SIZES = [
  { width: 360, height: 740, locale: "fr-FR" },
  { width: 1280, height: 800, locale: "en-GB" },
] as const;

let browser: Browser | undefined;
let shop: Shop;
before(async () => {
  shop = await Shop.open({ payerMs: 2_000, topUpMs: 1_000 });
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser?.close();
  await shop.close();
});

interface Visit {
  readonly page: Page;
  readonly french: boolean;
  /** A picture; nothing is wider than the screen, and every rule of axe is kept. */
  seen(name: string): Promise<void>;
}

async function visit(size: (typeof SIZES)[number], work: (visit: Visit) => Promise<void>, { script = true } = {}): Promise<void> {
  const { width, height, locale } = size;
  const context = await browser!.newContext({ locale, viewport: { width, height }, javaScriptEnabled: script });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  // The answer to a form that was filled in wrongly is no error of the page's.
  page.on("console", (message) => message.type() === "error" && !/status of 422/.test(message.text()) && wrong.push(message.text()));
  page.on("request", (request) => new URL(request.url()).hostname !== "127.0.0.1" && !request.url().startsWith("data:") && wrong.push(request.url()));
  const seen = async (name: string) => {
    if (script) {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert(wide <= 0, `${name} is ${wide} px too wide`);
    }
    if (script && width === 360) {
      // Into the page by the debugger, which no content policy holds up.
      await page.evaluate(axe);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>("axe.run()");
      assert.deepEqual(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`), []);
    }
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/node-shop-${name}-${width}.png`, fullPage: true });
  };
  await page.goto(shop.url);
  await work({ page, french: locale === "fr-FR", seen });
  assert.deepEqual(wrong, []);
  await context.close();
}

async function order(page: Page, phone: string): Promise<void> {
  await page.getByRole("button", { name: /^(Commander|Order)$/ }).first().click();
  await page.getByLabel(/^(Numéro mobile money|Mobile money number)$/).fill(phone);
  await page.getByRole("button", { name: /^(Payer|Pay) 1/ }).click();
}

const heading = (page: Page, name: RegExp) => page.getByRole("heading", { name }).waitFor();

for (const size of SIZES) {
  const { width } = size;

  test(`pays with a code, by keyboard alone (${width} px)`, async () => {
    await visit(size, async ({ page, seen }) => {
      await seen("1-shop");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("href")), "#main", "first of all: to the content");
      await page.getByRole("button", { name: /^(Commander|Order)$/ }).first().press("Enter");
      await page.getByLabel(/^(Numéro mobile money|Mobile money number)$/).waitFor();
      await seen("2-order");
      await page.getByLabel(/^(Numéro mobile money|Mobile money number)$/).fill("12 34");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), "phone", "what is wrong has the focus");
      await seen("3-wrong-number");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("76 00 00 31");
      await page.keyboard.press("Enter");
      await page.getByLabel(/^(Code à usage unique|One-time code)$/).fill("999999");
      await seen("4-code");
      await page.keyboard.press("Enter");
      await page.getByText(/^(Ce code n'est pas le bon|This code is not the right one)/).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), "code");
      await seen("5-wrong-code");
      await page.keyboard.type(CODE);
      await page.keyboard.press("Enter");
      await heading(page, /^(Payé|Paid)$/);
      await seen("6-paid");
    });
  });

  test(`confirms on the phone; the page changes by itself and says so (${width} px)`, async () => {
    await visit(size, async ({ page, seen }) => {
      await order(page, "76009905");
      await heading(page, /^(Confirmez sur votre téléphone|Confirm on your phone)$/);
      await seen("7-dial");
      await heading(page, /^(Payé|Paid)$/);
      assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
      assert.equal(await page.getByRole("status").count(), 1);
    });
  });

  test(`is told to wait, or why not, in words that fit the screen (${width} px)`, async () => {
    await visit(size, async ({ page, seen }) => {
      await order(page, "76009907");
      await heading(page, /^(Pas payé|Not paid)$/);
      await seen("8-refused");
      await page.goto(shop.url);
      await shop.inject("drop-after@charges");
      await order(page, "76000032");
      await heading(page, /^(Attendez, ne payez pas une deuxième fois|Wait, do not pay again)$/);
      assert.equal(await page.getByRole("button").count(), 0);
      await seen("9-unknown");
    });
  });

  test(`pays on the vendor's page (${width} px)`, async () => {
    await visit(size, async ({ page, seen }) => {
      await page.getByRole("button", { name: /^(Commander|Order)$/ }).nth(1).click();
      await page.getByRole("button", { name: /^(Ouvrir la page de paiement|Open the payment page)$/ }).click();
      await heading(page, /^(Payez sur la page de paiement|Pay on the payment page)$/);
      await seen("10-page");
      await page.getByRole("link", { name: /^(Ouvrir la page de paiement|Open the payment page)$/ }).click();
      await page.getByRole("button", { name: "Payer" }).click();
      await heading(page, /^(Payé|Paid)$/);
    });
  });

  test(`the counter pays a bill and tops a meter up (${width} px)`, async () => {
    await visit(size, async ({ page, seen }) => {
      await page.getByRole("link", { name: /^(Factures|Bills)$/ }).click();
      const number = page.getByLabel(/^(Numéro de client ou de compteur|Customer or meter number)$/);
      await number.fill(width === 360 ? "210278817" : "210278816");
      await page.getByRole("button", { name: /^(Chercher|Look up)$/ }).click();
      await page.getByRole("radio").first().check();
      await seen("11-bills");
      await page.getByRole("button", { name: /^(Payer|Pay)$/ }).click();
      await heading(page, /^(Payé|Paid)$/);
      await page.getByRole("link", { name: /^(Payer une facture|Pay a bill)/ }).click();
      await page.getByLabel("Service").selectOption("WOYOFAL_SN_BILL");
      await number.fill("07061270877");
      await page.getByLabel(/^(Montant en francs|Amount in francs)/).fill("2 000");
      await page.getByRole("button", { name: /^(Chercher|Look up)$/ }).click();
      await seen("12-meter");
      await page.getByRole("button", { name: /^(Payer|Pay) 2/ }).click();
      await heading(page, /^(Code à taper sur le compteur|Code to type into the meter)$/);
      await seen("13-token");
      await page.getByRole("link", { name: /^(Payer une facture|Pay a bill)/ }).click();
      await seen("14-counter");
    });
  });
}

test("pays without any script", async () => {
  await visit(SIZES[0], async ({ page, seen }) => {
    await order(page, "76019905");
    await heading(page, /^Confirmez sur votre téléphone$/);
    await seen("15-no-script");
    // The browser loads it again by itself.
    await heading(page, /^Payé$/);
  }, { script: false });
});

test("the language is the customer's choice, and stays it", async () => {
  await visit(SIZES[1], async ({ page }) => {
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.getByRole("link", { name: "Français" }).click();
    await heading(page, /^Fait ici$/);
    await page.getByRole("button", { name: "Commander" }).first().click();
    await heading(page, /^Votre commande$/);
    assert.equal(await page.getByRole("link", { name: "Français" }).getAttribute("aria-current"), "true");
  });
});
