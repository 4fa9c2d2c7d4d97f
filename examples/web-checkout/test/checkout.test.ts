/** A customer at the page, in headless Chromium: built, under its content policy, and over Vite's dev server. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { after, before, test } from "node:test";
import { type Browser, type Page, chromium } from "playwright-core";
import { type PreviewServer, type ViteDevServer, build, createServer, preview } from "vite";

const root = new URL("..", import.meta.url).pathname;
const pictures = process.env["XAALIS_SCREENSHOTS"];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

let browser: Browser;
let built: PreviewServer;
let dev: ViteDevServer;

before(async () => {
  await build({ root, logLevel: "error" });
  built = await preview({ root, logLevel: "error", preview: { port: 0, host: "127.0.0.1" } });
  // Its own socket goes by the number, so it is given one.
  dev = await createServer({ root, logLevel: "error", server: { port: await freePort(), host: "127.0.0.1", strictPort: true } });
  await dev.listen();
  browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await browser.close();
  await built.close();
  await dev.close();
});

async function freePort(): Promise<number> {
  const server = createNetServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function customer(work: (page: Page) => Promise<void>, { locale = "fr-FR", width = 360, server = "built" } = {}): Promise<void> {
  const context = await browser.newContext({ locale, viewport: { width, height: 740 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).hostname));
  const urls = server === "built" ? built.resolvedUrls : dev.resolvedUrls;
  await page.goto(urls?.local[0] ?? "");
  await work(page);
  assert.deepEqual(wrong, []);
  assert.deepEqual([...new Set(asked)].filter((host) => host !== "127.0.0.1" && host !== ""), [], "the page asks nobody else");
  await context.close();
}

async function picture(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert(wide <= 0, `${name} is ${wide} px too wide`);
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

const main = (page: Page) => page.locator("#checkout");

async function begin(page: Page, phone: string): Promise<void> {
  await page.getByLabel(/Votre numéro|Your number/).fill(phone);
  await main(page).getByRole("button", { name: /^(Payer|Pay) / }).click();
}

for (const server of ["built", "dev"]) {
  test(`pays with a code, in French, on a small screen (${server})`, async () => {
    await customer(
      async (page) => {
        await picture(page, "1-form");
        await page.getByLabel("Votre numéro").fill("+226 76 00 00 00");
        assert.equal(await page.getByLabel("Opérateur").inputValue(), "orange_bf");
        await page.getByLabel("Votre numéro").fill("70");
        assert.equal(await page.getByLabel("Opérateur").inputValue(), "moov_bf");
        await begin(page, "76000000");
        await page.getByLabel("Code reçu").waitFor();
        assert.match(await main(page).innerText(), /Composez \*144/);
        await picture(page, "2-code");
        await page.getByLabel("Code reçu").fill("000000");
        await page.keyboard.press("Enter");
        await page.getByRole("alert").waitFor();
        assert.match(await page.getByRole("alert").innerText(), /pas bon/);
        await picture(page, "3-wrong-code");
        await page.getByLabel("Code reçu").fill("12 34 56");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
        assert.match(await main(page).innerText(), /12.500 F CFA[^]*ch_[^]*76 00 00 00/);
        await page.locator("#playground").getByText("success").waitFor();
        await picture(page, "4-receipt");
      },
      { server },
    );
  });
}

test("confirms on the phone, in English", async () => {
  await customer(
    async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
      await begin(page, "76 00 99 05");
      await page.getByRole("heading", { name: "Confirm on your phone" }).waitFor();
      await page.getByRole("status").getByText("Do not pay a second time").waitFor();
      await picture(page, "5-dial");
      await page.getByRole("button", { name: "Français" }).click();
      await page.getByRole("heading", { name: "Confirmez sur votre téléphone" }).waitFor();
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: "The payer confirms" }).click();
      await page.getByRole("heading", { name: "Thank you, it is paid" }).waitFor();
      await picture(page, "6-receipt-wide");
    },
    { locale: "en-GB", width: 1_100 },
  );
});

test("is told why not, and tries again", async () => {
  await customer(async (page) => {
    await begin(page, "76 00 99 02");
    await page.getByLabel("Code reçu").fill("123456");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Le paiement n'a pas été fait" }).waitFor();
    assert.match(await page.getByRole("alert").innerText(), /argent|solde|compte/i);
    await picture(page, "7-refused");
    await page.getByRole("button", { name: "Essayer encore" }).click();
    await begin(page, "76 00 00 00");
    await page.getByLabel("Code reçu").fill("123456");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
  });
});

test("who mistyped the number gives it up, and begins again", async () => {
  await customer(async (page) => {
    await begin(page, "76 00 00 01");
    await page.getByRole("button", { name: /Mauvais numéro/ }).click();
    await page.getByLabel("Votre numéro").waitFor();
    await begin(page, "76 00 00 00");
    await page.getByLabel("Code reçu").fill("123456");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
    await page.locator("#known").getByText("success").waitFor();
    assert.match(await page.locator("#known").innerText(), /76000001[^]*send_otp[^]*76000000[^]*success/);
  });
});

test("a number that is none is named, and nothing is sent", async () => {
  await customer(async (page) => {
    await page.getByLabel("Opérateur").selectOption("coris_bf");
    await begin(page, "12");
    await page.getByRole("alert").waitFor();
    await picture(page, "8-no-number");
    assert.match(await page.locator("#known").innerText(), /Rien encore/);
  });
});

test("a button can be reached and pressed by keyboard alone", async () => {
  await customer(async (page) => {
    assert.equal(await page.evaluate(() => document.activeElement?.id), "phone", "the first field has the focus");
    await page.keyboard.type("76000000");
    await page.keyboard.press("Enter");
    await page.getByLabel("Code reçu").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), "code");
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Merci, c'est payé" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  });
});
