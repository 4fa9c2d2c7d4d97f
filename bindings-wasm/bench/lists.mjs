// 1,000 transfers to objects, each of which three fields are read: `lists.mjs MS` says the CPU of one list, ours beside
// `JSON.parse` and zod. No socket: what a `fetch` gave is there.
import * as z from "zod";
import { KEY, transfers } from "./answers.mjs";
import { row, started, median } from "./processes.mjs";

const Transfer = z.object({
  reference: z.string().min(1),
  amount: z.number().int().nonnegative(),
  fees: z.string().regex(/^\d+(\.\d+)?$/),
  currency: z.string(),
  status: z.union([z.enum(["pending", "success", "failed"]), z.string()]),
  live_mode: z.boolean(),
  recipient_wallet: z.string(),
  recipient_phone: z.string(),
  ext_id: z.string().nullable(),
  created_at: z.iso.datetime({ offset: true }),
});
const List = z.object({ status: z.literal(true), message: z.string(), data: z.array(Transfer) });

const body = new TextEncoder().encode(transfers());

async function contender(name) {
  if (name === "zod") return async () => List.parse(JSON.parse(new TextDecoder().decode(body))).data;
  if (name === "JSON.parse") return async () => JSON.parse(new TextDecoder().decode(body)).data;
  const { Senfenico } = await import("xaalis");
  const head = { status: 200, headers: [{ name: "content-type", value: "application/json" }] };
  const transport = { send: async () => ({ ...head, body }) };
  const client = new Senfenico({ apiKey: KEY, transport });
  return () => client.transfers.list();
}

export async function lists({ rounds, ms }) {
  const names = ["xaalis", "zod", "JSON.parse"];
  const all = [];
  for (const name of names) all.push(await started("lists.mjs", [name]));
  for (const one of all) await one.ask(ms * 4);
  const figures = names.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, one] of all.entries()) figures[at].push(await one.ask(ms));
  }
  for (const one of all) one.stop();
  const [ours, zod, bare] = figures.map(median);
  const measure = "1,000 transfers to objects, Node: CPU us";
  return [row(measure, ours, "JSON.parse + zod", zod, 1), row(measure, ours, "JSON.parse, nothing checked", bare)];
}

if (process.send !== undefined) {
  const list = await contender(process.argv[2]);
  process.on("message", async (ms) => {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    let count = 0;
    for (; performance.now() - begun < ms; count++) {
      const items = await list();
      let sum = 0;
      for (const item of items) sum += item.amount + item.reference.length + (item.status === "success" ? 1 : 0);
      if (items.length !== 1000 || sum < 1000) throw new Error("not the list");
    }
    const { user, system } = process.cpuUsage(cpu);
    process.send((user + system) / count);
  });
  process.on("disconnect", () => process.exit());
  process.send("ready");
}
