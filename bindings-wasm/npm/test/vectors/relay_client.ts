/** The lines of `tests/vectors/relay-client.json`: what core's own client of the relay has to keep as well. */
import { Machine, type Happened, type Step } from "../../src/pay/machine.js";
import type { Given, Json } from "./door.js";

/** `as told`, or the first line that was not so. */
export function relayClient({ lines }: Given): Json {
  const machine = new Machine();
  let now = 1_767_600_000_000;
  for (const [place, line] of lines.entries()) {
    now += line.after_ms ?? 0;
    if (line.in === undefined) {
      const told: Given = tell(machine.poll(now), now);
      const same = Object.keys(line).every((name) => JSON.stringify(told[name] ?? null) === JSON.stringify(line[name] ?? null));
      if (!same) return { line: place + 1, wanted: line, got: told };
    } else if (line.in !== "time") {
      machine.handle(event(line), now);
    }
  }
  return "as told";
}

function event(line: Given): Happened {
  switch (line.in) {
    case "token":
      return { kind: "token", token: line.token };
    case "answer": {
      const body = typeof line.body === "string" ? line.body : JSON.stringify(line.body);
      const header = line.headers.find(([name]: [string]) => name.toLowerCase() === "retry-after");
      return { kind: "answered", status: line.status, body, retryAfter: header?.[1] ?? null };
    }
    case "fail":
      return { kind: "failed" };
    case "start":
      return { kind: "start", phone: line.phone, provider: line.provider, bill: line.bill };
    case "code":
      return { kind: "code", code: line.code };
    case "look":
      return { kind: "look" };
    default:
      throw new Error(`no such line: ${line.in}`);
  }
}

function tell(step: Step, now: number): Given {
  switch (step.kind) {
    case "token":
      return { out: "token" };
    case "send":
      return { out: "send", method: step.method, token: step.token, body: step.body === undefined ? null : JSON.parse(step.body) };
    case "wait":
      return { out: "wait", until_ms: step.until - now };
    case "show":
      return { out: "show", state: step.view.state, rev: step.view.rev, problem: step.problem?.word, until_ms: step.until - now };
    case "done":
      return { out: "done", state: step.view.state, kind: step.view.outcome.kind, problem: step.problem?.word };
    case "refused":
      return { out: "refused", word: step.word };
  }
}
