/** What workerd runs: the journal on its own D1. */
import { type D1, D1Journal } from "xaalis/d1";
import { ROW, contract, recordOf } from "./contract.js";

const asked: Record<string, (database: D1, given: unknown) => Promise<unknown>> = {
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
