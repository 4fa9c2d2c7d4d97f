/** Reads the file of a payroll. What is wrong is told by line and field, all at once, before anything is sent. */
import { parse } from "csv-parse/sync";
import { InvalidInput, MemoryJournal, type NewTransfer, Senfenico } from "xaalis";
import type { Language } from "../texts.js";

export interface Salary {
  /** Where it stands in the file; 1 is the heading. */
  readonly line: number;
  /** The employee's number in your books. */
  readonly id: string;
  readonly transfer: NewTransfer;
}

/** A file that is not paid. `complaints`: one line each, without a phone number. */
export class BadFile extends Error {
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(complaints.join("\n"));
    this.complaints = complaints;
  }
}

/**
 * The salaries of `period`. Columns: `id`, `phone`, `amount` (whole francs), and `wallet` if you like (`orange_bf`, …; left
 * out, the number says it); others are left alone. Commas or semicolons, with a byte order mark or without.
 *
 * Throws `BadFile`.
 */
export async function readSalaries(text: string, period: string, language: Language): Promise<Salary[]> {
  const say = (french: string, english: string) => (language === "fr" ? french : english);
  const rows = rowsOf(text, say);
  const complaints: string[] = [];
  const complain = (line: number, field: string, what: string) => complaints.push(`${say("ligne", "line")} ${line}, ${field}: ${what}`);
  const salaries: Salary[] = [];
  const lines = new Map<string, number>();
  // Begins, and never advances: the rules for numbers and amounts are the library's.
  const checking = new Senfenico({ apiKey: "sk_test_check", journal: new MemoryJournal() });
  for (const { line, row } of rows) {
    const { id = "", phone = "", amount = "", wallet = "" } = row;
    const before = lines.get(id);
    if (before !== undefined) complain(line, "id", say(`« ${id} » est déjà à la ligne ${before}`, `"${id}" is on line ${before} already`));
    lines.set(id, line);
    if (!/^[A-Za-z0-9_-]{1,40}$/.test(id)) {
      complain(line, "id", say("permis : lettres sans accent, chiffres, - et _, 40 au plus", "allowed: letters without accents, digits, - and _, at most 40"));
      continue;
    }
    if (!/^\d{1,9}$/.test(amount)) {
      complain(line, "amount", say("pas un nombre entier ; permis : des francs en chiffres seuls, comme 75000", "not a whole number; allowed: francs in digits alone, such as 75000"));
      continue;
    }
    const transfer = { amount: Number(amount), phone, wallet: wallet || undefined, extId: `${period}-${id}` };
    try {
      (await checking.begin(`check-${line}`, { kind: "payout", transfer })).close();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      complain(line, error.field.split(".").at(-1) ?? error.field, language === "fr" ? error.merchantTextFr : error.merchantText);
      continue;
    }
    salaries.push({ line, id, transfer });
  }
  if (rows.length === 0) complaints.push(say("ligne 2 : le fichier n'a aucune ligne à payer", "line 2: the file has nobody to pay"));
  if (complaints.length > 0) throw new BadFile(complaints);
  return salaries;
}

type Row = Readonly<Record<string, string>>;

function rowsOf(text: string, say: (french: string, english: string) => string): { line: number; row: Row }[] {
  try {
    const options = { bom: true, columns: headings, delimiter: [",", ";"], info: true as const, skip_empty_lines: true, trim: true };
    const parsed = parse(text, options) as unknown as { info: { lines: number }; record: Row }[];
    return parsed.map(({ info, record }) => ({ line: info.lines, row: record }));
  } catch (error) {
    if (error instanceof MissingColumn) {
      throw new BadFile([say(`ligne 1 : la colonne « ${error.message} » manque ; il faut id, phone, amount`, `line 1: no column "${error.message}"; needed: id, phone, amount`)]);
    }
    const { lines, code } = Object(error) as { lines?: number; code?: string };
    if (lines === undefined) throw error;
    const many = code === "CSV_RECORD_INCONSISTENT_COLUMNS" || code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH";
    const what = many ? say("pas autant de champs qu'en tête", "not as many fields as in the heading") : say("mal écrite (guillemets ?)", "not well written (quotation marks?)");
    throw new BadFile([`${say("ligne", "line")} ${lines}: ${what}`]);
  }
}

class MissingColumn extends Error {}

function headings(names: string[]): string[] {
  const small = names.map((name) => name.toLowerCase());
  for (const name of ["id", "phone", "amount"]) if (!small.includes(name)) throw new MissingColumn(name);
  return small;
}
