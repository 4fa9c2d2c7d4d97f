import type { Mode, Record, Stage, Vendor } from "../printed/types.js";

/** The columns of a record, in Python's journals as well. */
export const COLUMNS = [
  "op_id",
  "version",
  "sequence",
  "vendor",
  "mode",
  "operation",
  "stage",
  "reference",
  "our_reference",
  "state",
] as const;

type Column = (typeof COLUMNS)[number];
export type Row = { readonly [column in Column]: string | number | null };

export function rowOf(record: Record): Row {
  const { opId: op_id, ourReference: our_reference, version, sequence, vendor, mode, operation, stage } = record;
  return { op_id, version, sequence, vendor, mode, operation, stage, reference: record.reference, our_reference, state: record.state };
}

/** `row` as a database gives it: numbers may come as text. */
export function recordOf(row: { readonly [column in Column]: unknown }): Record {
  return {
    version: Number(row.version),
    opId: row.op_id as string,
    sequence: Number(row.sequence),
    vendor: row.vendor as Vendor,
    mode: row.mode as Mode,
    operation: row.operation as string,
    stage: row.stage as Stage,
    reference: row.reference as string | null,
    ourReference: row.our_reference as string | null,
    state: row.state as string,
  };
}

/** As Python's `SqliteJournal` makes it. */
export const SQLITE_SCHEMA = `
CREATE TABLE IF NOT EXISTS xaalis_records (
    op_id TEXT PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL, vendor TEXT NOT NULL,
    mode TEXT NOT NULL, operation TEXT NOT NULL, stage TEXT NOT NULL, reference TEXT,
    our_reference TEXT, state TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS xaalis_claims ON xaalis_records (vendor, mode, reference)
    WHERE reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS xaalis_ours ON xaalis_records (vendor, mode, our_reference)
    WHERE our_reference IS NOT NULL;
CREATE INDEX IF NOT EXISTS xaalis_unfinished ON xaalis_records (stage) WHERE stage <> 'closed';
`;
