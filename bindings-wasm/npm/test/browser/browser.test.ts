/** In headless Chromium, under a content policy that allows nothing but the page's own script and wasm. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { launch } from "../chromium.js";
import { type Answer, Loopback, closing, reply } from "../loopback.js";
import type { Tests } from "./page.js";

const package_ = new URL("../..", import.meta.url).pathname;
const vectors = new URL("../../../../tests/vectors/", import.meta.url);

let server: Server;
let browser: Browser;
let page: Page;
let vendor: Loopback;
const wrong: string[] = [];

before(async () => {
  vendor = await Loopback.start();
  const made = await build({
    entryPoints: [`${package_}/test/browser/page.ts`],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  const script = made.outputFiles[0]?.contents ?? new Uint8Array();
  const policy = `default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${vendor.url}`;
  server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (path === "/") {
      response.setHeader("content-type", "text/html").setHeader("content-security-policy", policy);
      return void response.end('<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
    }
    if (path === "/page.js") return void response.setHeader("content-type", "text/javascript").end(script);
    if (path === "/wasm_bg.wasm") {
      return void response.setHeader("content-type", "application/wasm").end(readFileSync(`${package_}/src${path}`));
    }
    response.end(path.startsWith("/vectors/") ? readFileSync(new URL(path.slice("/vectors/".length), vectors)) : "");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await launch();
  page = await browser.newPage();
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => "tests" in globalThis);
});
after(async () => {
  // What a failed start left behind must not keep the suite waiting.
  await browser?.close();
  server?.close();
  await vendor?.stop();
});

declare const tests: Tests;

for (const name of readdirSync(vectors).filter((one) => one.endsWith(".json") && one !== "journal.json")) {
  test(name, async () => {
    const { ran, failures } = await page.evaluate((name) => tests.vectors(name), name);
    assert.equal(failures.length, 0, `${failures.length} of ${ran}\n${failures.slice(0, 6).join("\n")}`);
  });
}

test("memory keeps the contract", () => page.evaluate(() => tests.journal()));

test("a page takes no live key, and a test key only when it is told to", async () => {
  const [live, untold, told] = await page.evaluate(() => tests.keys());
  assert.match(live ?? "", /a live key in a browser/);
  assert.match(untold ?? "", /a secret key in a browser/);
  assert.equal(told, "taken");
});

test("payments settle, a lost answer among them", async () => {
  assert.deepEqual(await page.evaluate(() => tests.flows()), ["success", "success", "2"]);
});

test("over fetch: an answer, a redirect that is not followed, one that is too late to be known", async () => {
  const elsewhere = await Loopback.start();
  const CHARGES = "/v1/payment/charges/";
  const allowed = ["Access-Control-Allow-Origin: *", "Access-Control-Allow-Headers: *", "Access-Control-Allow-Methods: POST"];
  const asked = async (answer: Answer): Promise<string> => {
    vendor.answers.set(CHARGES, (socket) => {
      // The page asks first whether it may.
      if (vendor.requests.at(-1)?.startsWith("OPTIONS")) return reply(200, "", ...allowed)(socket);
      answer(socket);
    });
    return page.evaluate((url) => tests.asks(url), vendor.url);
  };
  assert.equal(await asked(reply(200, undefined, ...allowed)), "settled");
  assert.equal(await asked(reply(302, "", `Location: ${elsewhere.url}/`, ...allowed)), "unknown");
  assert.equal(elsewhere.connections, 0);
  const before = vendor.count(`POST ${CHARGES}`);
  assert.equal(await asked(closing), "unknown");
  // Chromium itself sends a POST again on a connection that it had used before: see the README. Never more than that.
  assert(vendor.count(`POST ${CHARGES}`) - before <= 2);
  await elsewhere.stop();
  assert.deepEqual(wrong.filter((line) => !/net::ERR_|CORS/.test(line)), []);
});
