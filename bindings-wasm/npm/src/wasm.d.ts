// The native half, as `cargo xtask build wasm` writes it beside this file (`wasm.js`, not in the repository).
//
// All text is JSON. What goes in has core's snake_case names. What comes out of an account and its operations has them as
// well, or camelCase ones if its config says `"keys":"camel"`; all else has camelCase names. Values are the same either way. `now` is in milliseconds. What is
// refused is thrown as a string, the JSON of a `Refused`.

/** What a string that is thrown holds. `field` has the names of what goes out: `transfers[3].extId`. */
export interface Refused {
  /** `problem` is the operation's id where it is `busy` or `not_found`. */
  kind: "invalid" | "record" | "webhook" | "busy" | "not_found";
  field?: string;
  problem: string;
  allowed?: string;
  suggestion?: string;
  message: string;
}

export class Account {
  /** `{"vendor":"senfenico"|"dexchange","api_key","base_url"?,"earlier_keys"?:[],"may_abandon"?,"person_age_ms"?,"keys"?:"camel"|"snake"}` */
  constructor(config: string);
  /** `test`, `live` or `unknown`. */
  readonly mode: string;
  /** Its first step is `load` of the id, then of each of `after` (a list of ids); told all, `tell` may throw. */
  begin(order: string, op_id: string, after: string): Operation;
  /** Under an id that nobody else has: the journal is not asked. */
  beginAlone(order: string, op_id: string): Operation;
  /** From its newest record. */
  resume(record: string, now: number): Operation;
  /** The same for who comes back often: the vendor is left alone until a look is due. */
  resumeCalmly(record: string, now: number): Operation;
  /** The same by its id, with what the journal holds under it: a record, or `null`. */
  resumeUnder(op_id: string, held: string, now: number): Operation;
  resumeCalmlyUnder(op_id: string, held: string, now: number): Operation;
  free(): void;
}

export class Operation {
  private constructor();
  /** What to do now: a step. Asking again is safe; a request is handed out once. */
  step(now: number): string;
  /** Any event but an answer's bytes. The next step. Where it throws, nothing has changed. */
  tell(event: string, now: number): string;
  /** The same, without asking for the next step: for what is not gone on from at once, since a request is handed out once. */
  note(event: string, now: number): void;
  /** The whole answer; `headers` is `[[name, value], …]`. The next step. */
  answered(status: number, headers: string, body: Uint8Array, now: number): string;
  /** The head of an answer that comes in parts. */
  begun(status: number, headers: string, now: number): void;
  /** The next bytes. False: no more are wanted, close the connection and ask for the next step. */
  part(bytes: Uint8Array, now: number): boolean;
  /** The body was whole. The next step. */
  ended(now: number): string;
  /** What was read of a list since this was last asked: `{"reply":{…},"unreadable":[…]}`. */
  arrived(): string | undefined;
  /** `{opId, operation, reference, ourReference, canAbandon, progress, alarms, toShow}` */
  view(): string;
  /** How many milliseconds it is waited for when nothing is said. */
  patience(): number;
  /** How far a bulk payout is, once each time that it has changed and no batch is on its way. */
  takeProgress(): string | undefined;
  /** Of one that was resumed calmly: the vendor is asked at the next step. */
  lookNow(): void;
  /** The id that the journal has to be asked for before it begins, if so. */
  opening(): string | undefined;
  /** The payer gives up; the next step is not said, as with `note`. Throws where it may not be given up now. */
  abandon(now: number): void;
  /** From now on it waits until this moment at most, and stops itself rather than wait longer. */
  limit(until: number | undefined): void;
  /** `{status, headers: [{name, value}], body}` */
  lastResponse(): string | undefined;
  free(): void;
}

// Steps: {"kind":"store","record"} {"kind":"load","opId"} {"kind":"send","request":{method,url,headers:[{name,value}],
// body,timeoutMs,maxBody,inParts}} {"kind":"wait","until","why"} {"kind":"ask","prompt"}
// {"kind":"done","reply","unreadable"?:[…]}
// Events: stored, taken, outrun, {"kind":"loaded","record"}, {"kind":"failed","failure":"not_sent"|"maybe_sent"|"too_large"},
// {"kind":"otp","code"}, shown, {"kind":"bill","reference"}, {"kind":"recipients","recipients":[{extId,phone}]},
// {"kind":"notified","notice"}, abandon, stop. What comes before the journal has answered a `load`, or before it is asked for, is kept, and
// heard after.

/** A merchant's relay. One for a process: how many requests wait for the vendor is counted in it. */
export class Gate {
  /** `{"relay_url","relay_keys":[{"kid","secret"}],"origins":[],"operations":[],"success_url"?,"cancel_url"?,"most_at_once"?}` */
  constructor(account: Account, settings: string);
  /** Of `{"order","operation","amount","seconds"?,"origins"?,"phone"?}`. */
  mint(wanted: string, now: number): string;
  /** `target`: path and query, not decoded; `headers` is `[[name, value], …]`; `id` is a random one. */
  visit(method: string, target: string, headers: string, body: Uint8Array, id: string, now: number): Visit;
  free(): void;
}

/** A request of a page or an app. Its steps: `GateStep` of `relay/visit.ts`. */
export class Visit {
  private constructor();
  /** Asking again is safe: a request is handed out once. */
  step(now: number): string;
  /** `{"kind":"counted","total"}`, `{"kind":"held","isOurs"}`, freed, down, `{"kind":"ran","event"}`. The next step. */
  tell(event: string, now: number): string;
  answered(status: number, headers: string, body: Uint8Array, now: number): string;
  begun(status: number, headers: string, now: number): void;
  part(bytes: Uint8Array, now: number): boolean;
  ended(now: number): string;
  free(): void;
}

/** Senfenico's webhook: a notice. `keys`: a list of webhook keys; `signature`: of `X-Webhook-Hash`, "" if missing. */
export function readWebhook(keys: string, raw: Uint8Array, signature: string): string;
/** The hash Senfenico would send: for tests. */
export function signWebhook(raw: Uint8Array, key: string): string;
/** DEXCHANGE's callback: a notice. `secrets`: a list; then the two parts of the address that was called. */
export function readCallback(secrets: string, raw: Uint8Array, ext_id: string, token: string): string;
export function callbackUrl(secrets: string, base: string, ext_id: string): string;
export function customData(secrets: string, ext_id: string, service: string, customer: string, amount?: number): string;
export function verifyHmac(raw: Uint8Array, signature: string, secret: string): void;

/** What a record tells of its operation: core's `Words`. */
export function recordWords(record: string): string;
export function recordProgress(record: string): string | undefined;
/** What the payer has to be shown while it waits for him: a prompt. */
export function recordToShow(record: string): string | undefined;
/** The tries under this id before: a list. */
export function earlierTries(record: string): string;
/** Who sent a webhook. */
export function noticeVendor(notice: string): string;
export function isAbout(record: string, notice: string): boolean;
/** The place, in this list of records, of the one that a webhook is about. */
export function among(records: string, notice: string): number | undefined;

/** Once, before anything else: see `load/`. */
export function initSync(given: { module: BufferSource | WebAssembly.Module }): unknown;
export default function init(given: { module_or_path: unknown }): Promise<unknown>;
