// What `cargo xtask bench relay` measures in Node: prints its address and serves the relay over a journal in memory (Node 20
// has no SQLite), tokens for anybody, and a constant. The vendor's sandbox is inside it.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { MemoryJournal, Senfenico } from "xaalis";
import { Relay } from "xaalis/relay";
import { Sandbox } from "xaalis/sandbox";

const PRICE = 1_500;
const CONSTANT = JSON.stringify({ order: "r1-1", rev: "0.0", amount: PRICE, currency: "XOF", state: "ready", next_attempt: 1 });

const server = createServer((request, response) => void served(request, response));
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const senfenico = new Senfenico({ apiKey: "sk_test_bench", journal: new MemoryJournal(), transport: new Sandbox() });
const relay = new Relay(senfenico, {
  url: `${origin}/xaalis/pay`,
  keys: { b1: randomBytes(32).toString("base64url") },
  origins: [origin],
});
console.log(origin);

async function served(request, response) {
  if (request.url === "/constant") {
    response.setHeader("Content-Type", "application/json");
    response.end(CONSTANT);
  } else if (request.url?.startsWith("/token/")) {
    response.end(await relay.mint(request.url.slice("/token/".length), { amount: PRICE }));
  } else {
    await relay.node(request, response);
  }
}
