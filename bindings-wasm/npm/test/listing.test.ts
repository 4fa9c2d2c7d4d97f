import assert from "node:assert/strict";
import { test } from "node:test";
import { OutcomeUnknown, PaymentNotSent, Senfenico, type Transport } from "xaalis";
import { caught } from "./caught.js";
import { KEY } from "./shop.js";

const charge = (at: number) => JSON.stringify({ reference: `ch_${at}`, status: "success", amount: at });

/** Answers each request with these parts, and notes how many were taken and whether it was closed. */
function inParts(parts: readonly string[], end?: Error) {
  const noted = { taken: 0, closed: 0, requests: 0 };
  async function* body() {
    try {
      for (const part of parts) {
        noted.taken += 1;
        yield new TextEncoder().encode(part);
      }
      if (end !== undefined) throw end;
    } finally {
      noted.closed += 1;
    }
  }
  const transport: Transport = {
    send: async () => {
      noted.requests += 1;
      return { status: 200, headers: [], body: body() };
    },
  };
  return { noted, senfenico: new Senfenico({ apiKey: KEY, transport }) };
}

test("items come before the list is whole, and no more is read than is asked for", async () => {
  const parts = ['{"status":true,"data":[', ...Array.from({ length: 500 }, (_, at) => `${at ? "," : ""}${charge(at)}`), "]}"];
  const { noted, senfenico } = inParts(parts);
  for await (const { reference } of senfenico.charges.iter()) if (reference === "ch_9") break;
  assert(noted.taken < 20, `${noted.taken}`);
  assert.equal(noted.closed, 1);
  const all: string[] = [];
  for await (const { reference } of senfenico.charges.iter()) all.push(reference);
  assert.equal(all.length, 500);
});

test("an item that cannot be read hides no other", async () => {
  const { senfenico } = inParts([`{"status":true,"data":[${charge(1)},{"reference":7},`, `${charge(2)}]}`]);
  const listing = senfenico.charges.iter();
  const seen: string[] = [];
  for await (const { reference } of listing) seen.push(reference);
  assert.deepEqual(seen, ["ch_1", "ch_2"]);
  assert.equal(listing.unreadableCount, 1);
  assert.equal(listing.unreadable[0]?.index, 1);
  const whole = await senfenico.charges.list();
  assert.equal(whole.length, 2);
  assert.equal(whole.unreadable.length, 1);
});

test("a list that breaks off is no whole list", async () => {
  const { senfenico } = inParts(['{"status":true,"data":[', charge(1)], new Error("reset"));
  const seen: string[] = [];
  const error = await caught((async () => {
    for await (const { reference } of senfenico.charges.iter()) seen.push(reference);
  })());
  assert(error instanceof PaymentNotSent || error instanceof OutcomeUnknown, String(error));
});
