/** What people are told of errors: core's texts, put together as core does it (`core/src/texts.rs`). */

import { STRANGE, TEXTS } from "./printed/texts.js";
import { SAID } from "./said.js";
import type { Code, Excess, NotSentReason, UnknownOutcome } from "./printed/types.js";

type Pair = readonly [english: string, french: string];

/** What to tell two people, in two languages. */
export interface Texts {
  /** For who pays, in English: what happened and what to do, without a word from inside. */
  readonly buyer: string;
  /** The same in French. */
  readonly buyerFr: string;
  /** For the shop and its operator, in English: what happened and what to do. */
  readonly merchant: string;
  /** The same in French. */
  readonly merchantFr: string;
}

/** What is said of a code, besides what people are told. */
export interface CodeTexts extends Texts {
  /** What happened, in English: the vendor's own text where its pages have one. */
  readonly description: string;
  /** What happened, in French. */
  readonly descriptionFr: string;
  /** What to do next, in English. */
  readonly nextStep: string;
  /** What to do next, in French. */
  readonly nextStepFr: string;
}

/** What is said of a code; of one that this version does not know, what is said of such. */
export function codeTexts(code: string): CodeTexts {
  const block = known(`code ${code}`) ? `code ${code}` : "code";
  const [description, descriptionFr] = pair(block, "t");
  const [nextStep, nextStepFr] = pair(block, "n");
  const [merchant, merchantFr] = sentence(find(block, "m") ?? [description, descriptionFr], [nextStep, nextStepFr]);
  const [buyer, buyerFr] = pair(block, "b");
  return { buyer, buyerFr, merchant, merchantFr, description, descriptionFr, nextStep, nextStepFr };
}

/** Of what has one text whatever happened. */
export function textsOf(block: string, ...values: string[]): Texts {
  return told(pair(block, "b"), fill(pair(block, "m"), values, values));
}

/** A value that is refused. */
export function invalid(field: string, problem: string, allowed: string, suggestion: string | null): Texts {
  const last = /[^.[]*(?:\[[^.]*)?$/.exec(field)?.[0].replace(/\[.*/, "") ?? field;
  const block = `field ${last}`;
  const [name, nameFr] = find(block, "a") ?? pair("field", "a");
  const merchant = fill(
    pair("invalid", "m"),
    [name, field, problem, allowed],
    [nameFr, field, inFrench(problem), inFrench(allowed)],
  );
  const likely = suggestion === null ? NOTHING : fill(pair("invalid", "k"), [suggestion], [suggestion]);
  return told(find(block, "b") ?? pair("invalid", "b"), sentence(merchant, likely));
}

/** A record or a webhook that is refused. */
export function refused(block: "record" | "webhook", problem: string): Texts {
  return told(pair(block, "b"), fill(pair(block, "m"), [problem], [inFrench(problem)]));
}

/** The vendor said no; `refund`: a debit was made first and is due back. */
export function rejected(code: string, refund: boolean): Texts {
  const texts = codeTexts(code);
  const merchant: Pair = [texts.merchant, texts.merchantFr];
  return refund
    ? told(pair("refund", "b"), sentence(merchant, pair("refund", "m")))
    : told([texts.buyer, texts.buyerFr], merchant);
}

/** Nothing happened at the vendor. */
export function notSent({ why, doubt, excess }: NotSentReason): Texts {
  const block = `unsent ${why}`;
  const strange = doubt === null ? NOTHING : doubtful(doubt, excess);
  const said = doubt === null ? NOTHING : fill(pair("not_sent", "x"), [strange[0]], [strange[1]]);
  const happened = find(block, "m") ?? pair("not_sent", "m");
  return told(pair("not_sent", "b"), sentence(happened, said, pair(block, "n")));
}

/** Money may have moved. */
export function unknown({ opId, why, excess, plan, billPaid }: UnknownOutcome): Texts {
  const [doubt, doubtFr] = doubtful(why, excess);
  const happened = fill(pair("unknown", "m"), [opId, doubt], [opId, doubtFr]);
  const paid = billPaid === true ? "unknown bill_paid" : "";
  const buyer = find(paid, "b") ?? pair("unknown", "b");
  return told(buyer, sentence(happened, pair(paid, "m"), pair(`plan ${plan}`, "n")));
}

/** The payment waits for a person. */
export function prompted(kind: string, problem: string | null): Texts {
  const block = `prompt ${kind}`;
  return told(find(`again ${problem}`, "b") ?? pair(block, "b"), sentence(pair(block, "m"), pair(block, "n")));
}

/** What is doubtful, as a phrase, with the number and the limit that it passed. */
export function doubtful(doubt: string, excess: Excess | null): Pair {
  const block = `doubt ${doubt}`;
  const why = find(block, "w") ?? [doubt, doubt];
  const unit = find(block, "u");
  if (excess === null || unit === undefined) return why;
  const { seen, limit } = excess;
  const values = (place: 0 | 1, comma: string) =>
    seen === null
      ? [why[place], grouped(limit, comma), unit[place]]
      : [why[place], grouped(seen, comma), unit[place], grouped(limit, comma)];
  return fill(pair("excess", seen === null ? "l" : "s"), values(0, ","), values(1, "\u202f"));
}

/** The same of a doubt about an answer that came; `null` for the others, which a message says by their word. */
export function strange(doubt: string | null, excess: Excess | null): Pair | null {
  return doubt !== null && STRANGE.includes(doubt) ? doubtful(doubt, excess) : null;
}

/** A code as it may be shown: one that nobody knows is a text of the vendor's, and may hold a number. */
export function masked<T extends Code | null>(code: T): T {
  const isTheirs = code !== null && !known(`code ${code}`);
  return isTheirs ? (code.replace(/\d(?:[\s.-]?\d){5,}/g, "•") as T) : code;
}

/** Whether there is a text of this kind. */
export function known(block: string): boolean {
  return blocks().has(block);
}

const NOTHING: Pair = ["", ""];
let read: Map<string, Map<string, Pair>> | undefined;

/** Read when the first text is asked for: most programs never do. */
function blocks(): Map<string, Map<string, Pair>> {
  if (read === undefined) {
    read = new Map();
    let block = new Map<string, Pair>();
    for (const line of TEXTS.split("\n")) {
      const [name = "", english, french = ""] = line.split("\t");
      if (english === undefined) read.set(name, (block = new Map<string, Pair>()));
      // Sentences have no name: they are found by their English.
      else block.set(name || english, [english, french]);
    }
  }
  return read;
}

function find(block: string, name: string): Pair | undefined {
  return blocks().get(block)?.get(name);
}

function pair(block: string, name: string): Pair {
  return find(block, name) ?? NOTHING;
}

function told([buyer, buyerFr]: Pair, [merchant, merchantFr]: Pair): Texts {
  return { buyer, buyerFr, merchant, merchantFr };
}

/** One after the other. */
function sentence(...pairs: Pair[]): Pair {
  const joined = (place: 0 | 1) => pairs.map((pair) => pair[place]).filter((text) => text !== "").join(" ");
  return [joined(0), joined(1)];
}

function fill([english, french]: Pair, values: readonly string[], valuesFr: readonly string[]): Pair {
  return [filled(english, values), filled(french, valuesFr)];
}

function filled(template: string, values: readonly string[]): string {
  let place = 0;
  return template.replace(/\{\}/g, () => values[place++] ?? "");
}

/** A sentence about a value, as a French one. One that nobody has translated stays as it is. */
function inFrench(english: string): string {
  const core = blocks().get("say")?.values() ?? [];
  for (const [pattern, french] of [...SAID, ...core]) {
    const values = matched(pattern, english);
    if (values !== undefined) return filled(french, values);
  }
  return english;
}

/** What stands in the text where the pattern has `{}`. */
function matched(pattern: string, text: string): string[] | undefined {
  const [first = "", ...parts] = pattern.split("{}");
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let rest = text.slice(first.length);
  for (const part of parts) {
    const end = part === "" ? rest.length : rest.indexOf(part);
    if (end < 0) return undefined;
    values.push(rest.slice(0, end));
    rest = rest.slice(end + part.length);
  }
  return rest === "" ? values : undefined;
}

/** A number with its thousands apart. */
function grouped(number: number, comma: string): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, comma);
}
