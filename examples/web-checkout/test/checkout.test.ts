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

const main = (page: Page) => page.locator("xaalis-pay #box");

async function begin(page: Page, phone: string): Promise<void> {
  await page.getByLabel(/Votre numéro|Your number/).fill(phone);
  await main(page).getByRole("button", { name: /^(Payer|Pay) / }).click();
}

async function types(page: Page, code: string): Promise<void> {
  await page.getByLabel(/Code à usage unique|One-time code/).fill(code);
  await page.keyboard.press("Enter");
}

for (const server of ["built", "dev"]) {
  test(`pays with a code, in French, on a small screen (${server})`, async () => {
    await customer(
      async (page) => {
        await page.getByLabel("Votre numéro").waitFor();
        await picture(page, "1-form");
        await begin(page, "+226 76 00 00 00");
        await page.getByRole("heading", { name: "Donnez votre code" }).waitFor();
        assert.match(await main(page).innerText(), /Composez \*144/);
        await picture(page, "2-code");
        await types(page, "000000");
        await main(page).getByText("Ce code n'est pas le bon").first().waitFor();
        await picture(page, "3-wrong-code");
        await types(page, "12 34 56");
        await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
        assert.match(await main(page).innerText(), /12.500.F[^]*order-1/);
        await page.locator("#playground").getByText("success").waitFor();
        await picture(page, "4-receipt");
        await page.getByRole("button", { name: "Nouvel achat" }).click();
        await begin(page, "76 00 00 00");
        await types(page, "123456");
        await main(page).getByText("order-2").waitFor();
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
      await main(page).getByText("Do not pay again").first().waitFor();
      await picture(page, "5-dial");
      await page.getByRole("button", { name: "Français" }).click();
      await page.getByRole("heading", { name: "Confirmez sur votre téléphone" }).waitFor();
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("button", { name: "The payer confirms" }).click();
      await page.getByRole("heading", { name: "Paid", exact: true }).waitFor({ timeout: 40_000 });
      await picture(page, "6-receipt-wide");
    },
    { locale: "en-GB", width: 1_100 },
  );
});

test("is told why not, and tries again", async () => {
  await customer(async (page) => {
    await begin(page, "76 00 99 02");
    await types(page, "123456");
    await page.getByRole("heading", { name: "Pas payé" }).waitFor();
    assert.match(await main(page).innerText(), /argent|solde|compte/i);
    await picture(page, "7-refused");
    await begin(page, "76 00 00 00");
    await types(page, "123456");
    await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
  });
});

test("who mistyped the number gives it up, and begins again", async () => {
  await customer(async (page) => {
    await begin(page, "76 00 00 01");
    await page.getByRole("button", { name: /Mauvais numéro/ }).click();
    await begin(page, "76 00 00 00");
    await page.locator("#known").getByText("76000000").waitFor();
    await types(page, "123456");
    await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
    await page.locator("#known").getByText("success").waitFor();
    assert.match(await page.locator("#known").innerText(), /76000001[^]*send_otp[^]*76000000[^]*success/);
  });
});

test("a number that is none is named, and nothing is sent", async () => {
  await customer(async (page) => {
    await page.getByLabel("Opérateur").selectOption("coris_bf");
    await begin(page, "12");
    await main(page).getByText("Ce numéro de téléphone n'est pas accepté").first().waitFor();
    await picture(page, "8-no-number");
    assert.match(await page.locator("#known").innerText(), /Rien encore/);
  });
});

test("no answer of the vendor's, and there is one payment all the same", async () => {
  await customer(async (page) => {
    await page.getByRole("button", { name: "La prochaine réponse se perd" }).click();
    await begin(page, "76 00 00 00");
    await page.getByRole("heading", { name: /Le paiement est en cours|Donnez votre code/ }).waitFor();
    await page.locator("#known .payment").waitFor();
    assert.equal(await page.locator("#known .payment").count(), 1);
  });
});

test("a button can be reached and pressed by keyboard alone", async () => {
  await customer(async (page) => {
    await page.getByLabel("Votre numéro").waitFor();
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await focused(page)) === "phone") break;
    }
    await page.keyboard.type("76000000");
    await page.keyboard.press("Enter");
    await page.getByLabel("Code à usage unique").waitFor();
    assert.equal(await focused(page), "code");
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
    assert.equal(await focused(page), "title");
  });
});

for (const server of ["built", "dev"]) {
  test(`pays one of two bills (${server})`, async () => {
    await customer(async (page) => {
      await page.getByRole("button", { name: "Facture Senelec" }).click();
      await page.getByRole("button", { name: "Voir ce qui est dû" }).click();
      await page.getByRole("radio", { name: /7.150.F.CFA/, checked: true }).waitFor();
      await picture(page, "9-bills");
      await page.getByRole("radio", { name: /12.300.F.CFA/ }).check();
      await page.getByRole("button", { name: /^Payer 12.300/ }).click();
      await main(page).getByText("Cette facture dépasse ce qui peut être payé ici.").waitFor();
      await picture(page, "10-bill-above");
      await page.getByRole("radio", { name: /7.150.F.CFA/ }).check();
      await page.getByRole("button", { name: /^Payer 7.150/ }).click();
      await page.getByRole("heading", { name: "Payé", exact: true }).waitFor();
      assert.match(await main(page).innerText(), /7.150.F/);
      await page.locator("#known").getByText("SUCCESS").waitFor();
      assert.equal(await page.locator("#known .payment").count(), 1);
    }, { server });
  });

  test(`tops a meter up, and has its code (${server})`, async () => {
    await customer(async (page) => {
      await page.getByRole("button", { name: "Woyofal top-up" }).click();
      await page.getByRole("button", { name: /^Top up / }).click();
      await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
      await main(page).getByText(/^\d{4}( \d{4}){4}$/).waitFor();
      await page.getByRole("button", { name: "Copy the code" }).waitFor();
      await picture(page, "11-meter");
    }, { server, locale: "en-GB" });
  });
}

function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id);
}
