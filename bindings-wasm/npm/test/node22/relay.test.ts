/** The relay's attacks over SQLite, and its tally there. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { InvalidInput } from "xaalis";
import { SqliteJournal, SqliteTally } from "xaalis/sqlite";
import { type Kept, fall } from "../relay-file.js";
import { handled } from "../relays.js";
import { ofMany, tallies } from "../tally-contract.js";

function folder(context: { after(end: () => void): void }): string {
  const made = mkdtempSync(join(tmpdir(), "xaalis-js-"));
  context.after(() => rmSync(made, { recursive: true }));
  return made;
}

test("no attack succeeds over SQLite", async (context) => {
  const places = folder(context);
  let place = 0;
  let open: { close(): void }[] = [];
  const fresh = async (): Promise<Kept> => {
    open.forEach((one) => one.close());
    place += 1;
    const path = join(places, `${place}.db`);
    const [journal, tally] = [new SqliteJournal(path), new SqliteTally(path)];
    open = [journal, tally];
    const files = () => readdirSync(places).filter((name) => name.startsWith(`${place}.db`));
    return { journal, tally, text: async () => files().map((name) => readFileSync(join(places, name), "latin1")).join() };
  };
  assert.deepEqual(await fall(handled, 20, fresh), ["rel-atk-120"]);
  open.forEach((one) => one.close());
});

test("SQLite counts and holds, for this process and others", async (context) => {
  const path = join(folder(context), "tally.db");
  const tally = new SqliteTally(path);
  await tallies(tally);
  await ofMany([tally, new SqliteTally(path)]);
  assert.throws(() => new SqliteTally(":memory:"), InvalidInput);
});
