/** What a relay is tried at, file by file, played one after the other. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Attack, NoWay, type Stores, type Way, search } from "./relays.js";
import type { Given } from "./vectors/door.js";

/** A file of cases and the relay's settings in it. */
export interface Played {
  readonly settings: Given;
  readonly cases: readonly Given[];
}

export const ATTACKS = read("relay-attacks");
export const BILLS = read("relay-bills");
const BOTH = [ATTACKS, BILLS];

export interface Kept extends Stores {
  /** All that they hold, as text, when an attack is over. */
  text(): Promise<string>;
}

/** Of each as many runs as it wants, `most` at most; what does not come this way, by id. */
export async function fall(way: Way, most: number, stores?: () => Promise<Kept>): Promise<string[]> {
  return all(most, async ({ settings, test, run }) => {
    const kept = await stores?.();
    await new Attack(settings, way, kept, run).plays(test);
    if (kept !== undefined) search([await kept.text()], settings.canaries);
  });
}

/** The same for whatever plays one. */
export async function all(most: number, play: (one: { settings: Given; test: Given; run: number }) => Promise<void>): Promise<string[]> {
  const [failures, noWay]: [string[], string[]] = [[], []];
  const fell = new Set<string>();
  for (const { settings, cases } of BOTH) {
    for (const test of cases) {
      const runs = Math.min(most, Math.max(...test.input.lines.map((line: Given) => line.runs ?? 1)));
      for (let run = 0; run < runs; run += 1) {
        try {
          await play({ settings, test, run });
          fell.add(test.id);
        } catch (error) {
          if (error instanceof NoWay) noWay.push(test.id);
          else failures.push(`${test.id} ${test.comment}, run ${run}: ${error}`);
          break;
        }
      }
    }
  }
  assert.equal(failures.length, 0, `${failures.length} failed\n${failures.slice(0, 12).join("\n")}`);
  assert.equal(fell.size + noWay.length, BOTH.reduce((sum, { cases }) => sum + cases.length, 0), "all of both files");
  return noWay;
}

/** All of a file: one that holds more than what is played here, or none, is refused. */
function read(name: string): Played {
  const file = JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), "utf8"));
  const of = (isSettings: boolean): Given[] =>
    file.groups.filter(({ type }: Given) => (type === "relay_settings") === isSettings).flatMap(({ tests }: Given) => tests);
  const [[settings], cases] = [of(true), of(false)];
  assert.equal(cases.length + 1, file.cases, name);
  return { settings: settings.input, cases };
}
