import { InvalidInput } from "../error_base.js";
import type { RelayOptions } from "../relay.js";
import type { Tally } from "../tally.js";
import type { Codes } from "./codes.js";

export type Operation = "collect" | "checkout" | "pay_bill";

export interface Settings {
  readonly url: string;
  readonly tally: Tally | undefined;
  readonly codes: Codes | undefined;
  /** What a page's payment is when a token says nothing. */
  readonly usual: Operation;
  /** All of it as it crosses; secrets are in it. */
  readonly settings: string;
}

/** What kind each is; what is wrong with one of the right kind is for core to say. */
export function settingsOf(options: RelayOptions, vendor: "senfenico" | "dexchange"): Settings {
  if (typeof options !== "object" || options === null) throw new InvalidInput("options", "none", "{ url: …, keys: …, origins: … }");
  const ofSenfenico = vendor === "senfenico";
  const { url, keys, origins, collect = ofSenfenico, checkout, bills = false, callbacks, codes, tally, atOnce = 8 } = options;
  const secrets = pairsOf(keys).map(([kid, secret]) => ({ kid, secret }));
  if (typeof collect !== "boolean") throw wrong("collect", collect, "true or false");
  if (checkout !== undefined && !(areTexts(checkout) && checkout.length === 2)) throw wrong("checkout", checkout, PAGES);
  if (typeof bills !== "boolean") throw wrong("bills", bills, "true or false");
  // What else would it do?
  if (!bills && !ofSenfenico) throw new InvalidInput("bills", "missing", "true, of a Dexchange");
  const areCallbacks = typeof Object(callbacks).base === "string" && areTexts(Object(callbacks).secrets);
  if (callbacks !== undefined && !areCallbacks) throw wrong("callbacks", callbacks, CALLBACKS);
  if (codes !== undefined && !can(codes, "keep", "recall")) throw wrong("codes", codes, "an object with `keep` and `recall`");
  for (const [name, value] of Object.entries({ callbacks, codes })) {
    if (value !== undefined && !bills) throw new InvalidInput(name, "given without bills", "bills: true, of a Dexchange");
  }
  if (tally !== undefined && !can(tally, "take", "hold", "free")) throw wrong("tally", tally, "an object with `take`, `hold` and `free`");
  if (!Number.isSafeInteger(atOnce)) throw wrong("atOnce", atOnce, AT_ONCE);
  if (atOnce < 1) throw new InvalidInput("atOnce", "out of range", AT_ONCE);
  if (typeof url !== "string") throw wrong("url", url, "https://host/path");
  if (!areTexts(origins)) throw wrong("origins", origins, "an array of strings");
  const settings = JSON.stringify({
    relay_url: url,
    relay_keys: secrets,
    origins,
    operations: [...(collect ? ["collect"] : []), ...(checkout === undefined ? [] : ["checkout"]), ...(bills ? ["pay_bill"] : [])],
    success_url: checkout?.[0],
    cancel_url: checkout?.[1],
    callback_base: callbacks?.base,
    callback_keys: callbacks?.secrets,
    keeps_codes: codes !== undefined,
    most_at_once: atOnce,
  });
  return { url, tally, codes, usual: bills ? "pay_bill" : collect ? "collect" : "checkout", settings };
}

const PAIRS = "an object of names and secrets, the one that mints first";
const AT_ONCE = "1, 2, …";
const PAGES = "two addresses: where customers come back to, paid and not";
const CALLBACKS = "{ base: …, secrets: […] }";

function pairsOf(keys: unknown): readonly (readonly [string, string])[] {
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) throw wrong("keys", keys, PAIRS);
  const pairs: (readonly [unknown, unknown])[] = keys instanceof Map ? [...keys] : Object.entries(keys);
  for (const [name, value] of pairs) {
    if (typeof name !== "string") throw wrong("keys", name, PAIRS);
    if (typeof value !== "string") throw wrong("keys", value, PAIRS);
  }
  // An object has names that are numbers first, whichever way they were written: another secret would mint.
  if (!(keys instanceof Map) && pairs.length > 1 && pairs.some(([name]) => /^\d+$/.test(name as string))) {
    throw new InvalidInput("keys", "a number as a name", "names that begin with a letter, or a Map");
  }
  return pairs as [string, string][];
}

function can(value: unknown, ...names: string[]): boolean {
  return names.every((name) => typeof Object(value)[name] === "function");
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** The kind alone: a secret may have come in another's place. */
function wrong(field: string, value: unknown, allowed: string): InvalidInput {
  return new InvalidInput(field, kindOf(value), allowed);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "number" && !Number.isInteger(value)) return "a fraction";
  return `a ${typeof value}`;
}
