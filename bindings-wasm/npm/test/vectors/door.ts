/** The native half as the vectors speak to it: with core's own names, and whatever it refuses as they write it. */
import { Account, type Operation } from "../../src/wasm.js";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
// The files are data: what stands where is said in their README.
export type Given = any;

export const DAWN = 1_767_600_000_000;
export const KEYS = { senfenico: "sk_test_sandbox", dexchange: "dx_test_sandbox" } as const;
const BILLS = ["inquire_bills", "pay_bill_once", "fetch_transaction", "pay_bill"];

export function vendorOf(given: Given): "senfenico" | "dexchange" {
  return given.vendor ?? (BILLS.includes(given.order.kind) ? "dexchange" : "senfenico");
}

export function accountOf(given: Given): Account {
  const vendor = vendorOf(given);
  return new Account(
    JSON.stringify({
      vendor,
      api_key: given.key === undefined ? KEYS[vendor] : text(given.key),
      base_url: given.base_url === undefined ? undefined : text(given.base_url),
      earlier_keys: given.earlier_keys ?? [],
      may_abandon: given.people?.may_abandon,
      person_age_ms: given.people?.age_ms,
      keys: "snake",
    }),
  );
}

/** An operation of an account of its own, whose journal holds nothing. */
export function begin(given: Given): Operation {
  const operation = accountOf(given).begin(JSON.stringify(given.order), text(given.op_id ?? "op-1"), "[]");
  note(operation, { kind: "loaded", record: null }, DAWN);
  return operation;
}

export function note(operation: Operation, event: Given, now: number): void {
  operation.note(JSON.stringify(event), now);
}

export function step(operation: Operation, now: number): Given {
  return JSON.parse(operation.step(now));
}

/** What came of a request: an event. */
export function answered(answer: Given): Given {
  if (answer.failure !== undefined) return { kind: "failed", failure: answer.failure };
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => ({ name, value }));
  return { kind: "answered", response: { status: answer.status, headers, body: text(answer.body) } };
}

/** Text, whole or in parts. */
export function text(value: Given): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(text).join("");
  const [part, times] = value.repeat;
  return text(part).repeat(times);
}

export function bytes(value: Given): Uint8Array {
  if (typeof value?.hex !== "string") return encoder.encode(text(value));
  return Uint8Array.from(value.hex.match(/../g) ?? [], (byte: string) => Number.parseInt(byte, 16));
}

export const encoder = new TextEncoder();

/** The answer, or the refusal as the vectors write it. */
export function said<T>(ask: () => T): T | Json {
  try {
    return ask();
  } catch (error) {
    if (typeof error !== "string") throw error;
    return refusal(error);
  }
}

/** What comes out of the functions that belong to no account has JavaScript's names. */
export function snake(value: Given): Given {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [snakeName(name), snake(one)]));
}

/** And takes them. */
export function camel(record: Given): Given {
  const name = (core: string) => core.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(record).map(([core, value]) => [name(core), value]));
}

export function snakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function refusal(error: string): Json {
  const { kind, field, problem, allowed, suggestion } = JSON.parse(error);
  if (kind !== "invalid") return { [kind]: problem };
  // DEXCHANGE's own name, which is nobody's style.
  const name = field === "callBackURL" ? field : snakeName(field);
  const likely = suggestion === undefined ? {} : { suggestion };
  // As core calls them, where the config has another name.
  const own = ({ api_key: "key", person_age_ms: "age_ms" } as Record<string, string>)[name] ?? name;
  return { invalid: { field: own, problem, allowed, ...likely } };
}
