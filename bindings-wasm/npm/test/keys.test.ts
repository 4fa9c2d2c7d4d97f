import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { Dexchange, InvalidInput, Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { modeOf } from "../src/keys.js";

/** As in a page. */
function inBrowser(context: TestContext, globals: object = { window: { document: {} } }): void {
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    context.after(() => {
      if (before === undefined) delete (globalThis as Record<string, unknown>)[name];
      else Object.defineProperty(globalThis, name, before);
    });
  }
}

function refused(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    assert(error instanceof InvalidInput && error.field === "apiKey", String(error));
    assert(!JSON.stringify(error).includes("abcdef"), "the key is shown");
    return error.problem;
  }
  return "";
}

test("a server takes keys of any mode", () => {
  for (const apiKey of ["sk_test_abcdef", "sk_live_abcdef", "dx_live_abcdef"]) {
    assert.equal(refused(() => new Senfenico({ apiKey })), "");
    assert.equal(refused(() => new Dexchange({ apiKey })), "");
  }
});

test("a page takes no live key, and a test key only when it is told to", (context) => {
  inBrowser(context);
  const transport = new Sandbox();
  for (const dangerouslyAllowBrowser of [false, true, "yes" as never]) {
    assert.match(refused(() => new Senfenico({ apiKey: "sk_live_abcdef", transport, dangerouslyAllowBrowser })), /a live key in a browser/);
  }
  assert.match(refused(() => new Senfenico({ apiKey: "sk_test_abcdef" })), /a secret key in a browser/);
  assert.match(refused(() => new Senfenico({ apiKey: "sk_test_abcdef", dangerouslyAllowBrowser: "yes" as never })), /secret key/);
  assert.equal(refused(() => new Senfenico({ apiKey: "sk_test_abcdef", dangerouslyAllowBrowser: true })), "");
  assert.match(refused(() => new Dexchange({ apiKey: "dx_abcdef123", dangerouslyAllowBrowser: true })), /maybe a live key/);
  assert.equal(refused(() => new Dexchange({ apiKey: "dx_abcdef123", dangerouslyAllowBrowser: true, transport })), "");
});

test("a worker of a page is a page, and a server's worker is none", (context) => {
  inBrowser(context, { importScripts: () => {}, navigator: { userAgent: "Mozilla/5.0" } });
  assert.match(refused(() => new Senfenico({ apiKey: "sk_live_abcdef" })), /in a browser/);
  inBrowser(context, { navigator: { userAgent: "Cloudflare-Workers" } });
  assert.equal(refused(() => new Senfenico({ apiKey: "sk_live_abcdef" })), "");
  inBrowser(context, { navigator: undefined });
  assert.match(refused(() => new Senfenico({ apiKey: "sk_live_abcdef" })), /in a browser/, "when in doubt, a page");
});

test("what a key says of itself is what core reads", () => {
  const { groups } = JSON.parse(readFileSync(new URL("../../../tests/vectors/keys.json", import.meta.url), "utf8"));
  let seen = 0;
  for (const { input, expect } of groups.flatMap(({ tests }: { tests: object[] }) => tests)) {
    if (expect.mode === undefined) continue;
    seen += 1;
    const senfenico = new Senfenico({ apiKey: input });
    assert.deepEqual([modeOf(input), senfenico.mode], [expect.mode, expect.mode]);
  }
  assert(seen > 10);
});
