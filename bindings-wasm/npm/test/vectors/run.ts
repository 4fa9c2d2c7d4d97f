/** Every vector of a file, verbatim: run, or counted as one that has no door here. */
import { agrees } from "./agrees.js";
import type { Given } from "./door.js";
import { classify, parse, request } from "./play.js";
import { NoWay } from "../relays.js";
import { relayClient } from "./relay_client.js";
import { relayAttack, relayPin, relaySettings, relayToken } from "./relay_server.js";
import { story } from "./story.js";
import { NoDoor, shown, value } from "./values.js";

const WHOLE: Record<string, (given: Given, expect: Given) => unknown> = {
  request,
  parse,
  classify,
  story,
  relay_client: relayClient,
  relay_settings: relaySettings,
  relay_attack: relayAttack,
  relay_bill: relayAttack,
  relay_token: relayToken,
  relay_pin: relayPin,
};

/** So that none gets lost among those that cannot be asked: tables and sums behind the operations. */
const UNREACHABLE: Record<string, number> = {
  "amounts.json": 14,
  "codes.json": 2,
  "percent.json": 8,
  "phones.json": 6,
  // An address with a host in it: no `Request` has one.
  "relay-attacks.json": 1,
  "transitions.json": 582,
  "urls.json": 14,
};

export interface Tally {
  readonly ran: number;
  readonly unreachable: number;
  readonly failures: readonly string[];
}

export async function run(name: string, file: Given): Promise<Tally> {
  const failures: string[] = [];
  let [ran, unreachable] = [0, 0];
  if (file.schema !== "xaalis-vectors-1") failures.push(`another schema: ${file.schema}`);
  for (const { type, tests } of file.groups) {
    for (const { id, comment, input, expect, disputed } of tests) {
      let actual: unknown;
      try {
        actual = type in WHOLE ? await WHOLE[type]?.(input, expect) : value(type, input);
      } catch (error) {
        if (!(error instanceof NoDoor || error instanceof NoWay)) throw new Error(`${id}: ${String(error)}`, { cause: error });
        unreachable += 1;
        continue;
      }
      ran += 1;
      const wanted = type in WHOLE ? expect : shown(type, expect, actual);
      if (agrees(wanted, actual) !== (disputed !== undefined)) continue;
      failures.push(`${id} (${comment})\n  input    ${cut(input)}\n  expected ${cut(wanted)}\n  actual   ${cut(actual)}`);
    }
  }
  if (ran + unreachable !== file.cases) failures.push(`${ran} ran of ${file.cases}`);
  if (unreachable !== (UNREACHABLE[name] ?? 0)) failures.push(`${unreachable} have no door`);
  return { ran, unreachable, failures };
}

function cut(given: unknown): string {
  return (JSON.stringify(given) ?? "nothing").slice(0, 600);
}
