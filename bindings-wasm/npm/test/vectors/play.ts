/** Orders in, steps out: what is sent, how an answer is read, what happens next. */
import type { Operation } from "../../src/wasm.js";
import { DAWN, type Given, type Json, answered, begin, note, said, step } from "./door.js";

/** The first request, or the refusal. */
export function request(given: Given): Json {
  return said(() => {
    const operation = begin(given);
    let stored = false;
    for (;;) {
      const next = step(operation, DAWN);
      if (next.kind === "send") {
        const { method, url, headers, body, timeout_ms, max_body } = next.request;
        const pairs = headers.map(({ name, value }: Given) => [name, value]);
        return { stored_first: stored, request: { method, url, headers: pairs, body, timeout_ms, max_body } };
      }
      if (next.kind !== "store") throw new Error(`neither stored nor sent: ${next.kind}`);
      if (JSON.stringify(next.record).includes("_sandbox")) throw new Error("a key in a record");
      stored = true;
      note(operation, { kind: "stored" }, DAWN);
    }
  });
}

/** The whole reply, when every request is answered so. */
export function parse(given: Given): Json {
  const operation = begin(given);
  for (let count = 0; count < 8; count += 1) {
    const next = step(operation, DAWN);
    if (next.kind === "done") return next.reply;
    if (next.kind === "wait" || next.kind === "ask") return { goes_on: next.kind, why: next.why ?? null };
    goOn(operation, next, () => answered(given), DAWN);
  }
  throw new Error("no end");
}

/** The number of sends, the pauses between them and the outcome. */
export function classify(given: Given): Json {
  const operation = begin(given);
  const answers = [...given.answers];
  let [now, sentAt, sends] = [DAWN, DAWN, 0];
  const waits: Json[] = [];
  const bodies = new Set<string>();
  for (let count = 0; count < 64; count += 1) {
    const next = step(operation, now);
    if (next.kind === "done") {
      if (bodies.size > 1) throw new Error("what is sent again must be the same bytes");
      const told = { sends, waits, outcome: summary(next.reply.outcome) };
      return answers.length === 0 ? told : { answers_left: answers.length, ...told };
    }
    if (next.kind === "wait") {
      waits.push({ why: next.why, ms_after_send: next.until - sentAt });
      now = next.until;
      continue;
    }
    if (next.kind === "send") {
      sends += 1;
      sentAt = now;
      if (next.request.body !== null) bodies.add(next.request.body);
      if (answers.length === 0) return { sends, waits, outcome: "another answer is needed" };
      now += answers[0].after_ms ?? 0;
    }
    goOn(operation, next, () => answered(answers.shift()), now);
  }
  throw new Error("no end");
}

function goOn(operation: Operation, next: Given, answer: () => Given, now: number): void {
  if (next.kind === "store") note(operation, { kind: "stored" }, now);
  else if (next.kind === "load") note(operation, { kind: "loaded", record: null }, now);
  else if (next.kind === "send") note(operation, answer(), now);
  else throw new Error(`it asks: ${next.kind}`);
}

/** What of an outcome the decision table speaks of. */
function summary(outcome: Given): Json {
  const { kind, value, refusal, unsent, unknown } = outcome;
  if (kind === "settled") return { kind, status: value?.status ?? null };
  if (kind === "rejected") return { kind, code: refusal.code };
  if (kind === "not_sent") return { kind, why: unsent.why, doubt: unsent.doubt };
  return { kind, why: unknown.why, plan: unknown.plan, provider_reference: unknown.provider_reference };
}
