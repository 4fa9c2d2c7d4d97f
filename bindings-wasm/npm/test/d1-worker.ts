/** What workerd runs: the journal and a relay on its own D1. */
import { type D1, D1Journal, D1Tally } from "xaalis/d1";
import { ROW, contract, recordOf } from "./contract.js";
import { Attack, NoWay, handled, search } from "./relays.js";
import { ofMany, tallies } from "./tally-contract.js";
import type { Given } from "./vectors/door.js";

const asked: Record<string, (database: D1, given: any) => Promise<unknown>> = {
  "/contract": async (database, file) => {
    const journal = new D1Journal(database);
    await journal.createTable();
    await journal.createTable();
    const seen = new Set<string>();
    await contract(file, async (name) => {
      if (!seen.has(name)) await emptied(database);
      seen.add(name);
      return new D1Journal(database);
    });
  },
  "/races": async (database) => {
    await emptied(database);
    const journal = new D1Journal(database);
    const put = (op_id: string, sequence: number, reference: string | null = null) =>
      journal.put(recordOf({ ...ROW, op_id, sequence, reference }));
    const told: string[][][] = [];
    for (let sequence = 1; sequence <= 10; sequence += 1) {
      const same = await Promise.all(Array.from({ length: 8 }, () => put("a", sequence)));
      const claims = await Promise.all(Array.from({ length: 8 }, (_, at) => put(`own-${at}-${sequence}`, 1, `ch_${sequence}`)));
      told.push([same.sort(), claims.sort()]);
    }
    return told;
  },
  "/tally": async (database) => {
    const tally = new D1Tally(database);
    await tally.createTable();
    await tally.createTable();
    await tallies(tally);
    await ofMany([tally, new D1Tally(database)]);
  },
  /** One attack; whether it came this way. */
  "/attack": async (database, { settings, attack, run }: Given) => {
    const [journal, tally] = [new D1Journal(database), new D1Tally(database)];
    await emptied(database);
    await database.prepare("DELETE FROM xaalis_tally").all();
    const noWay = await new Attack(settings, handled, { journal, tally }, run).plays(attack).then(
      () => false,
      (error: unknown) => (error instanceof NoWay ? true : Promise.reject(error)),
    );
    for (const table of ["xaalis_records", "xaalis_tally"]) {
      search([JSON.stringify((await database.prepare(`SELECT * FROM ${table}`).all()).results)], settings.canaries);
    }
    return noWay;
  },
  "/missing": async (database) => {
    await database.prepare("DROP TABLE xaalis_records").all();
    return new D1Journal(database).get("a").then(String, String);
  },
};

async function emptied(database: D1): Promise<void> {
  await database.prepare("DELETE FROM xaalis_records").all();
}

export default {
  async fetch(request: Request, { DB }: { DB: D1 }): Promise<Response> {
    const ask = asked[new URL(request.url).pathname];
    try {
      return Response.json({ told: (await ask?.(DB, await request.json())) ?? null });
    } catch (error) {
      return Response.json({ failed: String(error) });
    }
  },
};
