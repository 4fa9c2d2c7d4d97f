/** One worker of a relay: reads orders and their time, and asks for each as a page that was just loaded. */
import { createInterface } from "node:readline";
import pg from "pg";
import { type Clock, FetchTransport, Senfenico, type Transport } from "xaalis";
import { PostgresJournal, PostgresTally } from "xaalis/postgres";
import { Relay } from "xaalis/relay";

const PAGE = "https://shop.example";
const { url, config } = JSON.parse(process.argv[2] ?? "");
let time = 0;
const clock: Clock = {
  now: () => time,
  sleepUntil: async (until) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    time = Math.max(time, until);
  },
};
const fetching = new FetchTransport();
const transport: Transport = { clock, send: (request, signal) => fetching.send(request, signal) };
const pool = new pg.Pool(config);
const senfenico = new Senfenico({ apiKey: "sk_test_postgres", journal: new PostgresJournal(pool), transport, baseUrl: url });
const relay = new Relay(senfenico, {
  url: `${PAGE}/xaalis/pay`,
  keys: { a1: "relay-secret-of-two-tabs-0123456789abcdefgh" },
  origins: [PAGE],
  tally: new PostgresTally(pool),
});
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [number, now] = JSON.parse(line);
  time = now;
  const token = await relay.mint(`tabs-${number}`, { amount: 100 + number });
  const headers = { authorization: `Bearer ${token}`, origin: PAGE, "content-type": "application/json" };
  const body = JSON.stringify({ do: "start", attempt: 1, phone: `7600${String(number).padStart(4, "0")}` });
  const answer = await relay.handle(new Request(`${PAGE}/xaalis/pay`, { method: "POST", headers, body }));
  const said = (await answer.json()) as { error?: string; state?: string; view?: { state: string } };
  console.log(JSON.stringify([answer.status, said.error ?? null, (said.view ?? said).state ?? null]));
}
await pool.end();
