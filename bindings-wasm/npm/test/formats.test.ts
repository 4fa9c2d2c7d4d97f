import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const require = createRequire(import.meta.url);

for (const name of ["xaalis", "xaalis/sandbox", "xaalis/webhooks", "xaalis/postgres", "xaalis/d1"]) {
  test(`${name} is one whether it is imported or required`, async () => {
    const [imported, required] = [await import(name), require(name)];
    assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
    assert(Object.keys(imported).length > 0);
    for (const key of Object.keys(imported)) assert.equal(imported[key], required[key], key);
  });
}

for (const name of ["xaalis/pay", "xaalis/pay/element"]) {
  test(`${name} loads without a page, imported or required`, async () => {
    const names = Object.keys(await import(name)).sort();
    assert.deepEqual(names, name === "xaalis/pay" ? ["pay"] : ["XaalisPay"]);
    assert.deepEqual(Object.keys(require(name)), names);
  });
}

test("an error is of one class, whichever way it came", async () => {
  const { WebhookError } = require("xaalis");
  const { SenfenicoWebhooks } = await import("xaalis/webhooks");
  await assert.rejects(new SenfenicoWebhooks("whk_1").read("{}", "00"), (error) => error instanceof WebhookError);
});

test("a worker thread has its own", async () => {
  const source = `
    const { Senfenico } = require("xaalis");
    const { Sandbox } = require("xaalis/sandbox");
    const { parentPort } = require("node:worker_threads");
    const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: new Sandbox() });
    senfenico.balances.fetch().then(({ collection }) => parentPort.postMessage(collection.currency));`;
  const worker = new Worker(source, { eval: true });
  const said = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  assert.equal(said, "XOF");
});
