/** The relay's server end: its attacks, and its bills, by every way in and over memory and PostgreSQL. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { PostgresJournal, PostgresTally } from "xaalis/postgres";
import { Cluster } from "./cluster.js";
import { ATTACKS, type Kept, fall } from "./relay-file.js";
import { overExpress, overNode } from "./relay-sockets.js";
import { handled } from "./relays.js";

let cluster: Cluster;
let pool: pg.Pool;

before(async () => {
  cluster = await Cluster.start();
  pool = new pg.Pool(cluster.config);
});
after(async () => {
  await pool.end();
  await cluster.stop();
});

/** What comes no way but over a socket: an address with a host in it. */
const ABSOLUTE = "rel-atk-120";
/** What Node's own server refuses: no method, two lengths. */
const NO_HTTP = ["rel-atk-125", "rel-atk-136", "rel-atk-137"];

test("no attack succeeds", async () => {
  assert.equal(new Set(ATTACKS.cases.map(({ input }) => input.attack)).size, 61);
  assert.deepEqual(await fall(handled, 1_000), [ABSOLUTE]);
});

test("no attack succeeds over a socket of Node's", async () => {
  assert.deepEqual(await fall(overNode, 20), NO_HTTP);
});

test("no attack succeeds over Express", async () => {
  assert.deepEqual(await fall(overExpress, 20), NO_HTTP);
});

test("no attack succeeds over PostgreSQL", async () => {
  const [journal, tally] = [new PostgresJournal(pool), new PostgresTally(pool)];
  await Promise.all([journal.createTable(), tally.createTable()]);
  const emptied = async (): Promise<Kept> => {
    await pool.query("TRUNCATE xaalis_records, xaalis_tally");
    return { journal, tally, text: async () => JSON.stringify([await rows("xaalis_records"), await rows("xaalis_tally")]) };
  };
  const rows = async (table: string) => (await pool.query(`SELECT * FROM ${table}`)).rows;
  assert.deepEqual(await fall(handled, 50, emptied), [ABSOLUTE]);
  assert.deepEqual(await fall(overExpress, 3, emptied), NO_HTTP);
});
