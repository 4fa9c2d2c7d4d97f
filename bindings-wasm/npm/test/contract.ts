/** The contract of a journal as data, run over any. */
import type { Journal, Record } from "xaalis";
import { agrees } from "./vectors/agrees.js";
import type { Given } from "./vectors/door.js";

type Row = { readonly [column: string]: string | number | null };
type Call = { put: Row } | { get: string } | { find: Row } | { unfinished: true } | { again: true };

/** A row of an open charge, but for its id and number. */
export const ROW = {
  version: 2,
  vendor: "senfenico",
  mode: "test",
  operation: "collect",
  stage: "open",
  reference: null,
  our_reference: null,
  state: "{}",
};

/** Runs every case of `tests/vectors/journal.json`; `open` opens the journal of a case, again where it is asked to. */
export async function contract(file: Given, open: (name: string) => Journal | Promise<Journal>): Promise<void> {
  let ran = 0;
  for (const { type, tests } of file.groups) {
    isTrue(type === "journal", type);
    for (const { id, comment, input, expect } of tests) {
      const answers: unknown[] = [];
      let journal = await open(id);
      for (const call of input.calls as Call[]) {
        if ("again" in call) journal = await open(id);
        answers.push(await answer(journal, call));
      }
      isTrue(agrees(expect, answers), `${id} (${comment}): ${JSON.stringify(answers)}`);
      ran += 1;
    }
  }
  isTrue(ran === file.cases, `${ran} ran of ${file.cases}`);
}

async function answer(journal: Journal, call: Call): Promise<unknown> {
  if ("put" in call) return journal.put(recordOf(call.put));
  if ("get" in call) return rowOf(await journal.get(call.get));
  if ("unfinished" in call) return (await journal.unfinished()).map(rowOf);
  if ("again" in call) return null;
  const { vendor, mode, reference, our_reference } = call.find;
  if (journal.find === undefined) throw new Error("no find");
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

/** As in a page, which has no `node:assert`. */
function isTrue(fact: boolean, otherwise: string): void {
  if (!fact) throw new Error(otherwise);
}
