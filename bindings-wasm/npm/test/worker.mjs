// One worker of `bindings-python/tests/postgres`, as `worker.py` there: reads names of payments, goes a little way with
// each, says how it stands. Python's and these share one journal.
import { createInterface } from "node:readline";
import pg from "pg";
import { Dexchange, FetchTransport, OperationBusy, Senfenico } from "xaalis";
import { PostgresJournal } from "xaalis/postgres";

const told = JSON.parse(process.argv[2]);
/** How many seconds pass in one; how long to stay with a payment, in its own milliseconds. */
const [SPEED, STAY] = [40, 4_000];
const ODD = ["9901", "9902", "9907", "9908"];

/** The library's waits of minutes pass in seconds. */
const clock = {
  of: (real) => told.start + (real - told.start) * SPEED,
  now: () => clock.of(Date.now()),
  sleepUntil: (until) => new Promise((resolve) => setTimeout(resolve, Math.max(until - clock.now(), 0) / SPEED)),
};

/** `fetch`; what the sandbox dates in real time is dated by the clock. */
const over = new FetchTransport();
const transport = {
  clock,
  send: async (request, signal) => {
    const { status, headers, body } = await over.send(request, signal);
    const parts = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
    const bytes = [];
    for await (const part of parts) bytes.push(Buffer.from(part));
    const text = Buffer.concat(bytes).toString();
    const dated = text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, (moment) => new Date(clock.of(Date.parse(moment))).toISOString());
    // The server's `Date` is of a clock that runs slower: none at all is what this world has.
    return { status, headers: headers.filter(({ name }) => name !== "date"), body: dated };
  },
};

const at = Object.fromEntries(told.conninfo.split(" ").map((pair) => pair.split("=")));
const pool = new pg.Pool({ host: at.host, user: at.user, database: at.dbname, max: 2 });
const around = { journal: new PostgresJournal(pool), transport, baseUrl: told.url };
const senfenico = new Senfenico({ apiKey: "sk_test_postgres", ...around });
const dexchange = new Dexchange({ apiKey: "dexchange-key-of-tests", ...around });

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const opId = line.trim();
  console.log(JSON.stringify({ op_id: opId, says: await go(opId.startsWith("bill") ? dexchange : senfenico, opId) }));
}
await pool.end();

async function go(client, opId) {
  try {
    const payment = await client.begin(opId, order(opId));
    for (let times = 0; times < 5; times += 1) {
      const step = await payment.advance({ waitMs: STAY });
      if (step.kind === "otp") payment.submitOtp("123456");
      else if (step.kind === "recipients") payment.giveRecipients(recipients(opId));
      else return step.kind === "done" ? said(step.outcome) : "waiting";
    }
  } catch (error) {
    if (!(error instanceof OperationBusy)) throw error;
    return "busy";
  }
  return "waiting";
}

function said(outcome) {
  if ("kind" in outcome) return outcome.kind;
  // Written as Python writes it: what two workers say is compared.
  return `{${outcome.items.map(({ extId, outcome: { kind } }) => `"${extId}": "${kind}"`).join(", ")}}`;
}

/** What an operation pays, by its name: `payout-7`. As `shop.py` says. */
function order(opId) {
  const [kind, text] = opId.split("-");
  const number = Number(text);
  const phone = phoneOf(number);
  const transfer = { amount: 100 + number, phone, extId: `ext-${opId}` };
  if (kind === "payout") return { kind: "payout", transfer };
  if (kind === "call") return { kind: "create_transfer", transfer };
  if (kind === "collect") return { kind: "collect", charge: { amount: 100 + number, phone } };
  if (kind === "bulk") return { kind: "bulk_payout", transfers: recipients(opId) };
  if (kind === "settle") return { kind: "settle", settlement: { amount: 100_000 + number } };
  const customer = `07${String(number).padStart(8, "0")}1`;
  const payment = { service: "WOYOFAL_SN_BILL", customer, externalTransactionId: `ext-${opId}`, amount: 1_000 + number };
  return { kind: "pay_bill", payment };
}

function recipients(opId) {
  const number = Number(opId.split("-")[1]);
  return Array.from({ length: 5 }, (_, place) => ({
    amount: 200 + place,
    phone: phoneOf(5_000 + number * 10 + place),
    extId: `ext-${opId}-${place}`,
  }));
}

/** Every twentieth ends in an odd way. */
function phoneOf(number) {
  if (number % 20 !== 7) return `7600${String(number).padStart(4, "0")}`;
  const turn = Math.floor(number / 20);
  return `76${String(turn % 100).padStart(2, "0")}${ODD[turn % ODD.length]}`;
}
