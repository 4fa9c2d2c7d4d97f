/** Pages that each bundler makes of the packed package pay at the sandbox, under a policy that lets wasm run and no more. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { launch } from "../chromium.js";
import { here, installed, shopOf } from "./packed.js";
import { open, serve } from "./places.js";

/** `asset`: also with the wasm in a file beside the script, which esbuild has no way to find. */
const BUNDLERS = [
  { bundler: "vite-7", pages: ["checkout", "asset"] },
  { bundler: "vite-8", pages: ["checkout", "asset"] },
  { bundler: "webpack", pages: ["checkout", "asset"] },
  { bundler: "esbuild", pages: ["checkout"] },
];

const tools = join(here, "tools");
let shop: string;
let browser: Browser;

before(async () => {
  installed(tools);
  shop = shopOf("bundlers");
  const page = readFileSync(join(here, "checkout.mjs"), "utf8");
  writeFileSync(join(shop, "checkout.mjs"), page);
  writeFileSync(join(shop, "asset.mjs"), page.replace('"xaalis"', '"xaalis/asset"').replace('"xaalis/sandbox"', '"xaalis/asset/sandbox"'));
  browser = await launch();
});
after(() => browser?.close());

for (const { bundler, pages } of BUNDLERS) {
  test(`${bundler}: ${pages.join(", ")}`, async () => {
    const out = join(shop, bundler);
    const { stdout } = await promisify(execFile)(process.execPath, [join(tools, "bundle.mjs"), bundler, shop, out, ...pages]);
    const scripts = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    for (const name of pages) {
      const served = await serve(out, `<script type="module" src="/${scripts[name]}"></script>`, "'self'");
      try {
        const page = await open(browser, served.url);
        await page.waitForFunction(() => document.title !== "", undefined, { timeout: 20_000 });
        assert.equal(await page.title(), "success, true");
        assert.equal(served.asked.some((path) => path.endsWith(".wasm")), name === "asset");
      } finally {
        served.stop();
      }
    }
  });
}
