/** A customer at a page with `<xaalis-pay>`, in headless Chromium, and how all its screens have to be. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launch } from "../chromium.js";
import { type Answer, type Relay, Shop, VIEWS } from "./relay.js";

const pictures = process.env["XAALIS_SCREENSHOTS"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** The page's own script. */
const SCRIPT = `
import "/element.js";
window.events = [];
for (const name of ["xaalis-view", "xaalis-done"]) {
  addEventListener(name, ({ detail }) => window.events.push([name, detail.kind ?? detail.view.state]));
}
for (const element of document.querySelectorAll("xaalis-pay")) {
  element.token = async (signal) => (await fetch("/token", { method: "POST", signal })).text();
}`;

let browser: Browser;
before(async () => {
  browser = await launch();
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
after(() => browser?.close());

/** A customer at a page whose relay says this. */
export async function customer(
  relay: Relay,
  work: (page: Page, shop: Shop) => Promise<void>,
  { page: html, script = SCRIPT, claims, ...options }: BrowserContextOptions & { page?: string; script?: string; claims?: object } = {},
): Promise<void> {
  const shop = await Shop.open();
  Object.assign(shop, { relay, script, claims, page: html ?? shop.page });
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await page.goto(shop.url);
    await work(page, shop);
    assert.deepEqual(errors.filter((line) => !/net::ERR_|status of 4|status of 5/.test(line)), []);
    // The token is in memory only.
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.documentElement.outerHTML]));
    assert.doesNotMatch(kept, /token\d/);
  } finally {
    await context.close();
    shop.close();
  }
}

/** Says these one after the other to what a person does; a look hears the last one said. */
export function story(first: object, ...answers: Answer[]): Relay {
  let now: Answer = { body: first };
  return (said) => {
    if (said === null) return now;
    const answer = answers.shift() ?? now;
    if (typeof answer === "object" && answer.status === undefined) now = answer;
    return answer;
  };
}

export const heading = (page: Page, text: string) => page.getByRole("heading", { name: text, level: 2 }).waitFor();
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement;
    return inner?.id ?? "";
  });

export type State = readonly [name: string, relay: Relay, act?: (page: Page) => Promise<unknown>];

/** axe finds nothing in any of them, and none is too wide: in both languages, on phones and desks. */
export function looksWell(states: () => readonly State[], what = "", attributes: Record<string, string> = {}, token = "token0"): void {
  for (const language of ["fr", "en"]) {
    for (const width of [360, 1_280]) {
      test(`nothing for axe to say, in any state${what}: ${language}, ${width} px`, async () => {
        await customer(story(VIEWS["ready"] ?? {}), async (page, shop) => {
          for (const [name, relay, act] of states()) {
            shop.relay = relay;
            await page.evaluate(({ language, attributes, token }) => {
              const element = document.createElement("xaalis-pay");
              for (const [name, value] of Object.entries({ src: "/xaalis/pay", ...attributes })) element.setAttribute(name, value);
              element.lang = language;
              document.querySelector("main")?.replaceChildren(document.querySelector("h1") ?? "", element);
              Object.assign(element, { token });
            }, { language, attributes, token });
            await page.waitForFunction(() => !/Un instant|One moment/.test(document.querySelector("xaalis-pay")?.shadowRoot?.textContent ?? "…Un instant"));
            await act?.(page);
            assert.deepEqual(await axe(page), [], name);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert(wide <= 0, `${name} is ${wide} px too wide`);
            if (pictures !== undefined) await page.screenshot({ path: `${pictures}/pay-${language}-${width}-${name}.png` });
          }
        }, { viewport: { width, height: 740 } });
      });
    }
  }
}

/** What axe finds, with what. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as never as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}
