/** Puts as fast as it can, once told to go. */
import { once } from "node:events";
import { SqliteJournal } from "xaalis/sqlite";
import { recordOf } from "../contract.js";

const [, , path = "", name = ""] = process.argv;
const journal = new SqliteJournal(path);
const given = { version: 2, vendor: "senfenico", mode: "test", operation: "collect", stage: "open", reference: null, our_reference: null, state: "{}" };
console.log("ready");
await once(process.stdin, "data");
for (let sequence = 1; sequence <= 30; sequence += 1) {
  console.log(`op ${sequence} ${await journal.put(recordOf({ ...given, op_id: "op", sequence }))}`);
  const claim = { ...given, op_id: `${name}-${sequence}`, sequence: 1, reference: `ch_${sequence}` };
  console.log(`ref ${sequence} ${await journal.put(recordOf(claim))}`);
}
