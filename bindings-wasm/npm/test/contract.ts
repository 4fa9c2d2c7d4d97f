/** The contract of a journal as data, run over any. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Journal, Record } from "xaalis";
import { agrees } from "./vectors/agrees.js";

type Row = { readonly [column: string]: string | number | null };
type Call = { put: Row } | { get: string } | { find: Row } | { unfinished: true } | { again: true };

/** Runs every case; `open` opens the journal of a case, again where it is asked to. */
export async function keepsTheContract(open: (name: string) => Journal | Promise<Journal>): Promise<void> {
  const file = JSON.parse(readFileSync(new URL("../../../tests/vectors/journal.json", import.meta.url), "utf8"));
  let ran = 0;
  for (const { type, tests } of file.groups) {
    assert.equal(type, "journal");
    for (const { id, comment, input, expect } of tests) {
      const answers: unknown[] = [];
      let journal = await open(id);
      for (const call of input.calls as Call[]) {
        if ("again" in call) journal = await open(id);
        answers.push(await answer(journal, call));
      }
      assert(agrees(expect, answers), `${id} (${comment}): ${JSON.stringify(answers)}`);
      ran += 1;
    }
  }
  assert.equal(ran, file.cases);
}

async function answer(journal: Journal, call: Call): Promise<unknown> {
  if ("put" in call) return journal.put(recordOf(call.put));
  if ("get" in call) return rowOf(await journal.get(call.get));
  if ("unfinished" in call) return (await journal.unfinished()).map(rowOf);
  if ("again" in call) return null;
  const { vendor, mode, reference, our_reference } = call.find;
  assert(journal.find !== undefined);
  return rowOf(await journal.find(vendor as "senfenico", mode as "test", reference as string | null, our_reference as string | null));
}

export function recordOf({ op_id, our_reference, ...rest }: Row): Record {
  return { ...rest, opId: op_id, ourReference: our_reference } as unknown as Record;
}

function rowOf(record: Record | null | undefined): Row | null {
  if (record === null || record === undefined) return null;
  const { opId: op_id, ourReference: our_reference, ...rest } = record;
  return { ...rest, op_id, our_reference };
}
