/** Bills and top-ups at `<xaalis-pay operation="pay_bill">`, in headless Chromium. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { type State, axe, customer, focused, heading, looksWell, story } from "./customer.js";
import { VIEWS } from "./relay.js";

const { ready, choice, settled, rejected, waiting } = VIEWS as Record<string, Record<string, any>>;
const CEILING = { ...ready, amount: 200_000 };
const offer = choice!["prompt"].bills[0];
const SECOND = { bill: "8000000682", amount: 7_150, due_date: "2019-02-28" };
const owed = (...bills: object[]): object => ({ ...choice, amount: 200_000, prompt: { kind: "bill", bills } });
const TWO = owed({ ...offer, amount: 104_500 }, SECOND);
const TOP_UP = { ...ready, amount: 5_000 };
/** As the sandbox's: twenty digits. */
const CODE = "95189088537725621011";
const bought = { ...settled, amount: 5_000, outcome: { kind: "settled", token: CODE } };
const METER = { svc: "WOYOFAL_SN_BILL", cus: "07061270877" };
const METERS = `token0.${Buffer.from(JSON.stringify(METER)).toString("base64url")}.signed`;
const page = (lang = "fr"): string => `<xaalis-pay src="/xaalis/pay" lang="${lang}" operation="pay_bill"></xaalis-pay>`;
const pays = (page: Page): Promise<string | null> => page.locator("#go").textContent();

test("a bill is chosen and paid, by keyboard alone, without a number", async () => {
  await customer(story(CEILING, { body: TWO }, { body: settled! }), async (page, shop) => {
    await heading(page, "Payer une facture");
    await page.getByText(/^Au plus : 200\s000\sF\sCFA$/).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "go");
    assert.equal(await pays(page), "Voir ce qui est dû");
    await page.keyboard.press("Enter");
    const bills = page.getByRole("group", { name: "Choisissez la facture que vous voulez payer." });
    await bills.waitFor();
    assert.equal(await focused(page), "title");
    const [first, second] = [bills.getByRole("radio", { name: /^104\s500\sF\sCFA\s*Échéance : 31 décembre 2018\s*Facture 8000000680$/ }), bills.getByRole("radio", { name: /^7\s150\sF\sCFA\s*Échéance : 28 février 2019\s*Facture 8000000682$/ })];
    assert.deepEqual([await first.isChecked(), await second.isChecked()], [true, false]);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "bill0");
    assert.match((await pays(page)) ?? "", /^Payer 104\s500\sF\sCFA$/);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "bill1");
    assert(await second.isChecked());
    assert.match((await pays(page)) ?? "", /^Payer 7\s150\sF\sCFA$/);
    assert.deepEqual(await page.getByRole("textbox").count(), 0);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "go");
    await page.keyboard.press("Enter");
    await heading(page, "Payé");
    assert.equal(await focused(page), "title");
    assert.deepEqual(shop.asked, [null, { do: "start", attempt: 1 }, { do: "start", attempt: 1, bill: "8000000682" }]);
  }, { page: page() });
});

test("one that is more than may be paid says so where it was chosen, and another is paid", async () => {
  const relay = story(CEILING, { body: owed({ ...offer, amount: 250_000 }) }, { status: 403, body: { error: "over_limit" } }, { body: TWO }, { status: 403, body: { error: "over_limit" } }, { body: settled! });
  await customer(relay, async (page, shop) => {
    await page.getByRole("button", { name: "See what is owed" }).click();
    await page.getByRole("button", { name: /^Pay CFA\s?250,000|^Pay F\sCFA\s?250,000/ }).click();
    await page.getByText("This bill is more than may be paid here. Choose another one.").first().waitFor();
    assert.equal(await focused(page), "bill0");
    const described = { description: "This bill is more than may be paid here. Choose another one." };
    await page.getByRole("radio", { name: /250,000/, ...described }).waitFor();
    await page.getByRole("button", { name: "See what is owed" }).click();
    await page.getByRole("radio", { name: /104,500/ }).waitFor();
    assert.equal(await page.locator("#error").count(), 0);
    await page.locator("#go").click();
    await page.getByRole("radio", { name: /104,500\s?Due December 31, 2018|104,500/, ...described }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.locator("#go").click();
    await heading(page, "Paid");
    assert.deepEqual(shop.asked.slice(1).map(({ bill }) => bill ?? null), [null, "8000000680", null, "8000000680", "8000000682"]);
  }, { page: page("en") });
});

test("what may be paid is chosen first; what is not owed any more, and nothing that is owed, is told", async () => {
  const dear = { ...offer, amount: 200_001 };
  const relay = story(CEILING, { body: owed(dear, SECOND) }, { status: 422, body: { error: "invalid", field: "bill", allowed: "one of those that are shown" } }, { body: owed() });
  await customer(relay, async (page, shop) => {
    await page.locator("#go").click();
    await page.locator("#bill1:checked").waitFor();
    await page.locator("#go").click();
    await page.getByRole("radio", { description: /^Cette facture n'est plus due\./ }).waitFor();
    assert.equal(await focused(page), "bill1");
    await page.getByRole("button", { name: "Voir ce qui est dû" }).click();
    await page.getByText("Il n'y a pas de facture qui puisse être payée ici.").first().waitFor();
    await page.getByRole("button", { name: "Voir ce qui est dû" }).click();
    assert.deepEqual(shop.asked.slice(1).map(({ bill }) => bill ?? null), [null, "8000000682", null, null]);
  }, { page: page() });
});

test("a bill that is paid already is told in the vendor's words, and asked about once more", async () => {
  const paid = { ...CEILING, state: "done", outcome: { kind: "rejected", code: "ALREADY_PAID", text: "This bill is already paid.", text_fr: "Cette facture est déjà payée." } };
  await customer(story(CEILING, { body: paid }, { body: TWO }), async (page) => {
    await page.locator("#go").click();
    await heading(page, "Pas payé");
    await page.getByText("Cette facture est déjà payée.").first().waitFor();
    await page.getByRole("button", { name: "Voir ce qui est dû" }).click();
    await page.locator("#bill0:checked").waitFor();
  }, { page: page() });
});

test("a choice stays, as it was made, while its page is left and comes back", async () => {
  await customer(story(CEILING, { body: TWO }), async (page, shop) => {
    await page.locator("#go").click();
    await page.locator("#bill1").check();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.evaluate(() => document.querySelector("xaalis-pay")?.setAttribute("lang", "en"));
    await page.getByRole("button", { name: /^Pay .*7,150/ }).waitFor();
    assert(await page.locator("#bill1").isChecked());
    assert.equal(shop.asked.length, 2);
  }, { page: page() });
});

test("a meter is topped up: its code in fours, copied as it came, and shown again", async () => {
  await customer(story(TOP_UP, { body: bought }), async (page, shop) => {
    await heading(page, "Recharger un compteur");
    await page.getByRole("button", { name: /^Recharger 5\s000\sF\sCFA$/ }).click();
    await heading(page, "Payé");
    for (const _ of [1, 2]) {
      await page.getByText("9518 9088 5377 2562 1011", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Copier le code" }).click();
      await page.getByRole("status").filter({ hasText: "Le code est copié." }).waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), CODE);
      await page.reload();
    }
    assert.deepEqual(shop.asked.filter((said) => said !== null), [{ do: "start", attempt: 1 }]);
  }, { page: page(), claims: METER, permissions: ["clipboard-read", "clipboard-write"] });
});

test("where a page may not copy, the code is selected", async () => {
  await customer(story(bought), async (page) => {
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await page.getByRole("button", { name: "Copy the code" }).click();
    await page.getByRole("status").filter({ hasText: "Copy the code by hand." }).waitFor();
    assert.equal(await page.evaluate(() => (document.querySelector("xaalis-pay")?.shadowRoot as never as Document).getSelection()?.toString()), "9518 9088 5377 2562 1011");
  }, { page: page("en"), claims: METER });
});

test("a code that comes later is waited for, and told when it comes", async () => {
  let answer = { ...bought, outcome: { kind: "settled" }, after_ms: 1_000 } as object;
  await customer(() => ({ body: answer }), async (page) => {
    await page.getByText("Le code du compteur n'est pas encore arrivé.").first().waitFor();
    answer = bought;
    await page.getByRole("status").filter({ hasText: "Saisissez ce code sur le compteur : 9518 9088 5377 2562 1011" }).waitFor({ state: "attached" });
  }, { page: page(), claims: METER });
});

test("what bills need is loaded where they are paid alone; where it is lost it is asked for again", async () => {
  const script = `window.begins = async () => {
    await import("/element.js");
    document.querySelector("xaalis-pay").token = () => "token0";
  };`;
  const begins = async (page: Page, operation: string | null, lost = 0): Promise<string[]> => {
    const loaded: string[] = [];
    await page.route("**/bills.js", (route) => (loaded.push(route.request().url()) <= lost ? route.abort() : route.continue()));
    if (operation === null) await page.evaluate(() => document.querySelector("xaalis-pay")?.removeAttribute("operation"));
    await page.evaluate(() => (globalThis as never as { begins(): Promise<void> }).begins());
    await page.locator("#go").waitFor();
    return loaded;
  };
  await customer(story(CEILING), async (page) => assert.deepEqual(await begins(page, null), []), { page: page(), script });
  await customer(story(CEILING), async (page) => assert.equal((await begins(page, "pay_bill")).length, 1), { page: page(), script });
  await customer(story(CEILING), async (page) => {
    assert.equal((await begins(page, "pay_bill", 1)).length, 2);
    await heading(page, "Payer une facture");
  }, { page: page(), script });
});

test("the operation may be said later", async () => {
  await customer(story(CEILING), async (page) => {
    await heading(page, "Payer par mobile money");
    await page.evaluate(() => document.querySelector("xaalis-pay")?.setAttribute("operation", "pay_bill"));
    await heading(page, "Payer une facture");
    assert.deepEqual(await axe(page), []);
  });
});

const asks = async (page: Page): Promise<void> => {
  await page.locator("#go").click();
  await page.locator("#bill0, .plain").first().waitFor();
};

looksWell((): State[] => [
  ["bill", story(CEILING)],
  ["bill-choice", story(CEILING, { body: TWO }), asks],
  ["bill-one", story(CEILING, { body: owed({ ...offer, due_date: undefined }) }), asks],
  ["bill-many", story(CEILING, { body: owed(...Array.from({ length: 12 }, (_, at) => ({ ...SECOND, bill: `80000006${at}`, due_date: "bientôt" }))) }), asks],
  ["bill-long", story(CEILING, { body: owed({ bill: "x".repeat(64), amount: 999_999_999, due_date: "y".repeat(40) }) }), asks],
  ["bill-none", story(CEILING, { body: owed() }), asks],
  ["bill-over", story(CEILING, { body: TWO }, { status: 403, body: { error: "over_limit" } }), async (page) => {
    await asks(page);
    await page.locator("#go").click();
    await page.locator("#error").waitFor();
  }],
  ["bill-sending", story(CEILING, { body: TWO }, "lost"), async (page) => {
    await asks(page);
    await page.locator("#go").click();
  }],
  ["bill-waiting", story({ ...waiting, amount: 104_500 })],
  ["bill-rejected", story(rejected!)],
  ["bill-paid", story(settled!)],
], " of bills", { operation: "pay_bill" });

looksWell((): State[] => [
  ["meter", story(TOP_UP)],
  ["meter-bought", story(bought)],
  ["meter-copied", story(bought), async (page) => {
    await page.locator("#go").click();
    await page.locator("[role=status]:not(.said)").filter({ hasText: /cop/i }).waitFor();
  }],
  ["meter-late", story({ ...bought, outcome: { kind: "settled" }, after_ms: 10_000 })],
  ["meter-rejected", story(rejected!)],
], " of meters", { operation: "pay_bill" }, METERS);
