// A process of its own for each contender: `client.mjs NAME PORT`. Told how long, it makes calls for that long and says how
// many, and what they cost; a call is a charge created and another one read.
import { FETCHED, KEY, NEW_CHARGE } from "./answers.mjs";
import { ByHand } from "./byhand.mjs";

const [name, port] = process.argv.slice(2);
const options = { apiKey: KEY, baseUrl: `http://127.0.0.1:${port}` };

async function turns() {
  if (name === "by hand") {
    const client = new ByHand(options);
    return async () => [await client.createCharge(NEW_CHARGE), await client.fetchCharge(FETCHED)];
  }
  const { Senfenico, MemoryJournal } = await import("xaalis");
  // The default journal keeps all that it is told: of a million calls that would be measured as well.
  let journal = new MemoryJournal();
  let left = 1000;
  const client = new Senfenico({
    ...options,
    journal: {
      put: (record) => journal.put(record),
      get: (opId) => journal.get(opId),
      unfinished: () => journal.unfinished(),
    },
  });
  return async () => {
    if (left-- === 0) [journal, left] = [new MemoryJournal(), 1000];
    return [await client.charges.create(NEW_CHARGE), await client.charges.fetch(FETCHED)];
  };
}

const turn = await turns();
const [made, read] = await turn();
if (made.status !== "send_otp" || read.amount !== 1000) throw new Error(`${name}: ${JSON.stringify([made, read])}`);

process.on("message", async (ms) => {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  let count = 0;
  while (performance.now() - begun < ms) {
    await turn();
    count += 2;
  }
  const { user, system } = process.cpuUsage(cpu);
  process.send({ wall: ((performance.now() - begun) * 1000) / count, cpu: (user + system) / count });
});
process.on("disconnect", () => process.exit());
process.send("ready");
