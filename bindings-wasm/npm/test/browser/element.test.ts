/** `<xaalis-pay>` in headless Chromium, as it is shipped, under a policy without `unsafe-inline`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type State, axe, customer, focused, heading, looksWell, story } from "./customer.js";
import { type Answer, VIEWS } from "./relay.js";

const { ready, asking, working, waiting, settled, rejected, unknown } = VIEWS as Record<string, object>;
const dial = { ...waiting, why: "payer", prompt: { kind: "dial", text: "Composez *144*4*6*1500# puis entrez votre code secret." } };
const redirect = { ...waiting, why: "payer", prompt: { kind: "redirect", url: "https://pay.example/ch_1" } };
const wrong = (problem: string, more: object = {}): object => ({
  ...asking, rev: "1.1", codes_left: 3, prompt: { kind: "otp", text: "Composez *144#", problem }, ...more,
});

test("pays with a code, by keyboard alone", async () => {
  await customer(story(ready!, { body: asking! }, { body: settled! }), async (page, shop) => {
    await heading(page, "Payer par mobile money");
    for (const id of ["phone", "provider", "go"]) {
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), id);
    }
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.type("76 00 00 00");
    await page.keyboard.press("Enter");
    await heading(page, "Donnez votre code");
    assert.equal(await focused(page), "code");
    const code = page.getByRole("textbox", { name: "Code à usage unique", description: "4 à 10 chiffres" });
    assert.equal(await code.getAttribute("autocomplete"), "one-time-code");
    assert.equal(await page.getByRole("link", { name: "Composer *144#" }).getAttribute("href"), "tel:*144%23");
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Payé");
    assert.equal(await focused(page), "title");
    assert.match((await page.locator("dl").textContent()) ?? "", /Montant1\s500\sF\sCFACommande42/);
    assert.deepEqual(shop.asked, [null, { do: "start", attempt: 1, phone: "76 00 00 00" }, { do: "code", rev: "1.0", code: "123456" }]);
    assert.deepEqual([...new Set(shop.tokens)], ["token1"]);
    assert.deepEqual(await page.evaluate(() => (window as never as { events: unknown }).events), [
      ["xaalis-view", "ready"], ["xaalis-view", "asking"], ["xaalis-done", "settled"],
    ]);
  });
});

test("a wrong code is told at its field, in the words of core", async () => {
  const relay = story(asking!, { body: wrong("invalid") }, { body: wrong("repeated", { rev: "1.2", codes_left: 2 }) }, { body: settled! });
  await customer(relay, async (page, shop) => {
    const code = page.getByLabel("One-time code");
    await code.fill("12");
    await page.getByRole("button", { name: "Confirm the payment" }).click();
    await page.getByText("The code has 4 to 10 digits. Check it and type it again.").waitFor();
    assert.equal(shop.asked.length, 1, "what cannot be right is not sent");
    await code.fill("000000");
    await page.keyboard.press("Enter");
    await page.getByText("This code is not the right one. Check it and type it again.").waitFor();
    await page.getByText("Tries left: 3").waitFor();
    assert.equal(await focused(page), "code");
    assert.equal(await code.getAttribute("aria-invalid"), "true");
    await page.getByRole("textbox", { name: "One-time code", description: "This code is not the right one. Check it and type it again. 4 to 10 digits" }).waitFor();
    // It is selected: typing replaces it.
    await page.keyboard.type("000000");
    await page.keyboard.press("Enter");
    await page.getByText("This is the code that was just refused.").waitFor();
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Paid");
    assert.deepEqual(shop.asked.slice(1).map(({ rev, code }) => [rev, code]), [["1.0", "000000"], ["1.1", "000000"], ["1.2", "123456"]]);
  }, { page: '<xaalis-pay src="/xaalis/pay" lang="en"></xaalis-pay>' });
});

test("a wrong number is told at its field; an operator that no number tells", async () => {
  const relay = story(ready!, { status: 422, body: { error: "invalid", field: "provider", allowed: "x" } }, { body: asking! });
  await customer(relay, async (page, shop) => {
    const phone = page.getByLabel("Votre numéro");
    await phone.fill("7600");
    await page.keyboard.press("Enter");
    await page.getByText("Ce numéro de téléphone n'est pas accepté.").waitFor();
    assert.equal(await focused(page), "phone");
    assert.equal(shop.asked.length, 1);
    await phone.fill("+226 68 00 00 00");
    await page.keyboard.press("Enter");
    await page.getByText("Choisissez votre opérateur mobile.").waitFor();
    assert.equal(await phone.inputValue(), "+226 68 00 00 00", "what was typed stays");
    await page.getByRole("combobox", { name: "Opérateur", description: "Choisissez votre opérateur mobile." }).selectOption("coris_bf");
    await page.getByRole("button", { name: /^Payer 1\s500\sF\sCFA$/ }).click();
    await heading(page, "Donnez votre code");
    assert.deepEqual(shop.asked.at(-1), { do: "start", attempt: 1, phone: "+226 68 00 00 00", provider: "coris_bf" });
  });
});

test("a mistyped number is given up for another", async () => {
  await customer(story(asking!, { body: { ...asking, rev: "2.0", next_attempt: 3 } }), async (page, shop) => {
    await page.getByRole("button", { name: "Mauvais numéro ? En donner un autre" }).click();
    assert.equal(await focused(page), "phone");
    await page.getByRole("button", { name: "Revenir au code" }).click();
    assert.equal(await focused(page), "code");
    await page.getByRole("button", { name: "Mauvais numéro ? En donner un autre" }).click();
    await page.keyboard.type("70 00 00 00");
    await page.keyboard.press("Enter");
    await heading(page, "Donnez votre code");
    assert.deepEqual(shop.asked.at(-1), { do: "start", attempt: 2, phone: "70 00 00 00" });
    assert.equal(await focused(page), "code");
  });
});

test("dials, and is told when it is paid without losing its place", async () => {
  let paid = false;
  await customer(() => ({ body: paid ? settled! : dial }), async (page) => {
    await heading(page, "Confirmez sur votre téléphone");
    await page.getByText("Composez *144*4*6*1500# puis").waitFor();
    const link = page.getByRole("link", { name: "Composer *144*4*6*1500#" });
    assert.equal(await link.getAttribute("href"), "tel:*144*4*6*1500%23");
    await page.getByRole("status").filter({ hasText: "Confirmez sur votre téléphone" }).waitFor({ state: "attached" });
    await link.focus();
    paid = true;
    await page.getByRole("status").filter({ hasText: "Payé. Merci, votre paiement est arrivé." }).waitFor({ state: "attached" });
    assert.equal(await focused(page), "title");
  });
});

test("a payment page: opened, and come back from", async () => {
  await customer(story(ready!, { body: redirect }), async (page, shop) => {
    await page.getByRole("button", { name: /^Payer 1/ }).click();
    await heading(page, "Payez sur la page de paiement");
    assert.equal(await page.getByRole("link", { name: "Ouvrir la page de paiement" }).getAttribute("href"), "https://pay.example/ch_1");
    assert.deepEqual(shop.asked.at(-1), { do: "start", attempt: 1 });
    await page.reload();
    await heading(page, "Payez sur la page de paiement");
    assert.equal(shop.asked.filter((said) => said !== null).length, 1);
  }, { page: '<xaalis-pay src="/xaalis/pay" operation="checkout"></xaalis-pay>' });
});

test("lost answers: said again, and paid once", async () => {
  const relay = story(ready!, "lost", { body: asking! }, "lost", { status: 409, body: { error: "rev", view: settled } });
  await customer(relay, async (page, shop) => {
    await page.getByLabel("Votre numéro").fill("76000000");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Un instant…" }).waitFor({ state: "attached" });
    await heading(page, "Donnez votre code");
    await page.keyboard.type("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Payé");
    assert.deepEqual(shop.asked.map((said) => said?.do ?? "look"), ["look", "start", "start", "code", "code"]);
    assert.deepEqual(shop.asked.map((said) => said?.rev).slice(3), ["1.0", "1.0"]);
  });
});

test("a page that is loaded again goes on where the order stands", async () => {
  await customer(story(ready!, { body: asking! }, { body: settled! }), async (page, shop) => {
    await page.getByLabel("Votre numéro").fill("76000000");
    await page.keyboard.press("Enter");
    await heading(page, "Donnez votre code");
    await page.reload();
    await heading(page, "Donnez votre code");
    await page.getByLabel("Code à usage unique").fill("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Payé");
    assert.deepEqual(shop.asked.map((said) => said?.do ?? "look"), ["look", "start", "look", "code"]);
    assert.equal(shop.tokensMinted, 2);
  });
});

test("two on one page, for one order", async () => {
  await customer(story(ready!, { body: { ...asking, after_ms: 1_000 } }, { body: settled! }), async (page) => {
    const [first, second] = [page.locator("xaalis-pay").first(), page.locator("xaalis-pay").last()];
    await first.getByLabel("Votre numéro").fill("76000000");
    await page.keyboard.press("Enter");
    await first.getByRole("heading", { name: "Donnez votre code" }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await second.getByRole("heading", { name: "Donnez votre code" }).waitFor();
    assert.deepEqual(await axe(page), []);
    await second.getByLabel("Code à usage unique").fill("123456");
    await page.keyboard.press("Enter");
    await second.getByRole("heading", { name: "Payé" }).waitFor();
    await first.getByRole("heading", { name: "Payé" }).waitFor();
  }, { page: '<xaalis-pay src="/xaalis/pay"></xaalis-pay><xaalis-pay src="/xaalis/pay"></xaalis-pay>' });
});

test("a refused token stops it; one that is too old is made anew; a page that was open too long goes on", async () => {
  await customer(() => ({ status: 401, body: { error: "token_invalid" } }), async (page) => {
    await heading(page, "Cette page ne peut pas continuer");
    await page.getByText("Ne payez pas une seconde fois : contactez-nous.").first().waitFor();
  });
  const old = ["token1"];
  await customer((_, token) => (old.includes(token) ? { status: 401, body: { error: "token_expired" } } : { body: asking! }), async (page, shop) => {
    await heading(page, "Donnez votre code");
    old.push("token2", "token3");
    await page.getByLabel("Code à usage unique").fill("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Cette page est restée ouverte longtemps");
    await page.getByRole("button", { name: "Reprendre" }).click();
    await heading(page, "Donnez votre code");
    assert.equal(shop.tokensMinted, 4);
  });
});

test("what is typed stays while the page looks; what is set before it is defined is taken", async () => {
  const script = `
    const element = document.querySelector("xaalis-pay");
    element.token = "token0";
    await import("/element.js");`;
  let views = 0;
  await customer(() => ({ body: { ...asking, codes_left: 5 - (views += 1), after_ms: 1_000 } }), async (page) => {
    await page.getByLabel("Code à usage unique").fill("1234");
    await page.getByText("Essais restants : 3").waitFor();
    assert.equal(await page.getByLabel("Code à usage unique").inputValue(), "1234");
    assert.equal(await focused(page), "code");
    await page.evaluate(() => document.querySelector("xaalis-pay")?.setAttribute("lang", "en"));
    await heading(page, "Give your code");
    await page.evaluate(() => document.querySelector("xaalis-pay")?.remove());
  }, { script });
});

test("on a slow line it says so, and asks again by itself", async () => {
  let answer: Answer = "never";
  await customer(() => answer, async (page, shop) => {
    await page.clock.install();
    await page.evaluate(async () => {
      await import("/element.js" as string);
      Object.assign(document.querySelector("xaalis-pay") ?? {}, { token: "token0" });
    });
    const slow = page.getByText("La connexion est lente. Laissez cette page ouverte").first();
    while (shop.asked.length === 0) await new Promise((done) => setTimeout(done, 10));
    assert.equal(await slow.count(), 0);
    await page.clock.fastForward(8_000);
    await slow.waitFor();
    answer = { body: asking! };
    await page.clock.fastForward(12_000);
    await page.clock.fastForward(1_000);
    await heading(page, "Donnez votre code");
    assert.equal(await slow.count(), 0);
  }, { script: "" });
});

test("a shop's own colours", async () => {
  await customer(story(ready!), async (page) => {
    const button = page.getByRole("button", { name: /^Payer/ });
    await button.waitFor();
    await page.evaluate(() => document.querySelector<HTMLElement>("xaalis-pay")?.style.setProperty("--xaalis-accent", "rgb(1, 2, 3)"));
    assert.equal(await button.evaluate((element) => getComputedStyle(element).backgroundColor), "rgb(1, 2, 3)");
  });
});

test("the README's page", async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, html = "", script = ""] = /^```html\n(.*?)<script type="module">\n(.*?)<\/script>\n```$/ms.exec(readme) ?? [];
  const said: string[] = [];
  await customer(story(asking!, { body: settled! }), async (page) => {
    page.on("console", (message) => said.push(message.text()));
    await page.getByLabel("Code à usage unique").fill("123456");
    await page.keyboard.press("Enter");
    await heading(page, "Payé");
    assert.deepEqual(said, ["settled"]);
  }, { page: html, script: script.replace("xaalis/pay/element", "/element.js") });
});

/** Each way it can stand: by what the relay says, and what a person does then. */
const states = (): State[] => [
  ["ready", story(ready!)],
  ["phone-wrong", story(ready!), async (page) => {
    await page.locator("#phone").focus();
    await page.keyboard.press("Enter");
  }],
  ["payer-busy", story(ready!, { status: 429, body: { error: "payer_busy" } }), async (page) => {
    await page.locator("#phone").fill("76000000");
    await page.locator("#phone").press("Enter");
    await page.locator("#error").waitFor();
  }],
  ["asking", story(asking!)],
  ["code-wrong", story(wrong("expired"))],
  ["another-number", story(asking!), (page) => page.locator("#change").click()],
  ["codes-spent", story({ ...asking, codes_left: 0 })],
  ["sending", story(asking!, "lost"), async (page) => {
    await page.locator("#code").fill("123456");
    await page.locator("#code").press("Enter");
  }],
  ["dial", story(dial)],
  ["redirect", story(redirect)],
  ["working", story(working!)],
  ["waiting", story(waiting!)],
  ["newer", story({ ...waiting, state: "levitating", why: "weather" })],
  ["settled", story(settled!)],
  ["rejected", story({ ...rejected, outcome: { kind: "rejected", code: "INSUFFICIENT_FUNDS", text: "There is not enough money.", text_fr: "Le solde ne suffit pas." } })],
  ["not-sent", story({ ...rejected, outcome: { kind: "not_sent" } })],
  ["over", story({ ...rejected, next_attempt: null })],
  ["unknown", story(unknown!)],
  ["refused", () => ({ status: 403, body: { error: "origin" } })],
  ["too-old", () => ({ status: 401, body: { error: "token_expired" } })],
];

looksWell(states);
