// The transports' cases (`transport_cases.rs`), each over each transport, in Node and in headless Chromium.
//
// `cargo xtask test --only transports` builds them, and names their folder: `XAALIS_CASES/<transport>/cases.js`.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Peer } from "./peer.mjs";

// The npm package's own tests have it, in the version that their package-lock.json pins.
const { chromium } = createRequire(new URL("../npm/package.json", import.meta.url))("playwright-core");

const FOLDER = process.env.XAALIS_CASES;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const PAGE = '<!doctype html><link rel="icon" href="data:,"><title>cases</title>';
const TYPES = { js: "text/javascript", wasm: "application/wasm" };

const server = createServer(({ url }, response) => {
  const type = TYPES[url.split(".").pop()];
  if (type === undefined) return response.setHeader("content-type", "text/html").end(PAGE);
  return response.setHeader("content-type", type).end(readFileSync(FOLDER + url));
});
let browser;

before(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
});
after(async () => {
  await browser?.close();
  server.close();
});

/** The cases as Node loads them. */
async function inNode(transport) {
  const cases = await import(pathToFileURL(`${FOLDER}/${transport}/cases.js`).href);
  cases.initSync({ module: readFileSync(`${FOLDER}/${transport}/cases_bg.wasm`) });
  return { names: async () => cases.names(), run: (name, peer) => cases.run(name, peer), wrong: [] };
}

/** The cases as a page loads them. */
async function inChromium(transport) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async (transport) => {
    globalThis.cases = await import(`/${transport}/cases.js`);
    await globalThis.cases.default({ module_or_path: `/${transport}/cases_bg.wasm` });
  }, transport);
  return {
    names: () => page.evaluate(() => globalThis.cases.names()),
    run: (name, peer) => page.evaluate(([name, peer]) => globalThis.cases.run(name, peer), [name, peer]),
    wrong,
  };
}

/** What panicked never answers. */
const CASE = { timeout: 30_000 };

for (const [place, load] of Object.entries({ node: inNode, chromium: inChromium })) {
  for (const transport of ["gloo", "reqwest"]) {
    test(`${transport} in ${place}`, async (context) => {
      const [peer, { names, run, wrong }] = [await Peer.start(), await load(transport)];
      context.after(() => peer.stop());
      for (const name of await names()) {
        await context.test(name, CASE, async () => void (await run(name, peer.url)));
      }
      assert.deepEqual(wrong, []);
    });
  }
}
