/** The attacks, played one after the other. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Attack, NoWay, type Stores, type Way, search } from "./relays.js";
import type { Given } from "./vectors/door.js";

export const FILE = JSON.parse(readFileSync(new URL("../../../tests/vectors/relay-attacks.json", import.meta.url), "utf8"));
const of = (type: string): Given[] => FILE.groups.filter((group: Given) => group.type === type).flatMap((group: Given) => group.tests);
export const SETTINGS: Given = of("relay_settings")[0].input;
export const ATTACKS: readonly Given[] = of("relay_attack");

export interface Kept extends Stores {
  /** All that they hold, as text, when an attack is over. */
  text(): Promise<string>;
}

/** Of each as many runs as it wants, `most` at most; what does not come this way, by id. */
export async function fall(way: Way, most: number, stores?: () => Promise<Kept>): Promise<string[]> {
  const [failures, noWay]: [string[], string[]] = [[], []];
  for (const test of ATTACKS) {
    const runs = Math.min(most, Math.max(...test.input.lines.map((line: Given) => line.runs ?? 1)));
    for (let run = 0; run < runs; run += 1) {
      try {
        const kept = await stores?.();
        await new Attack(SETTINGS, way, kept, run).plays(test);
        if (kept !== undefined) search([await kept.text()], SETTINGS.canaries);
      } catch (error) {
        if (error instanceof NoWay) noWay.push(test.id);
        else failures.push(`${test.id} ${test.comment}, run ${run}: ${error}`);
        break;
      }
    }
  }
  assert.equal(failures.length, 0, `${failures.length} of ${ATTACKS.length}\n${failures.slice(0, 12).join("\n")}`);
  assert.equal(ATTACKS.length, 212);
  return noWay;
}
