/**
 * A server that misbehaves, in every runtime: each payment arrives once, deadlines hold, no redirect is followed.
 *
 * The deadlines are the real ones, a minute for money: all scenarios run at once, in all places at once.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Report } from "./driven.js";
import { shopOf } from "./packed.js";
import { NAMES, type Place, places } from "./places.js";
import { SCENARIOS, Stage, expected } from "./scenarios.js";

/** In which time what has no deadline ends: far from any, and enough for waits of seconds on a busy machine. */
const SOON = [0, 25] as const;

interface Run {
  readonly report: Report | undefined;
  readonly stage: Stage;
}

let all: Place[] = [];
const runs = new Map<string, Run[]>();

before(async () => {
  all = await places(shopOf("misbehave"));
  await Promise.all(
    all.map(async (place) => {
      const stages = await Promise.all(SCENARIOS.map((scenario) => Stage.of(scenario)));
      const jobs = SCENARIOS.map(({ name, call }, at) => ({ name, call, url: stages[at]?.vendor.url ?? "" }));
      const reports = await place.drive(jobs);
      runs.set(place.name, stages.map((stage, at) => ({ stage, report: reports[at] })));
    }),
  );
  // What a runtime sends behind its caller's back would come now.
  await new Promise((resolve) => setTimeout(resolve, 500));
});
after(() => Promise.all([...all.map((place) => place.stop()), ...[...runs.values()].flat().map(({ stage }) => stage.stop())]));

for (const place of NAMES) {
  test(`${place}: as many as the file holds`, () => {
    const ran = runs.get(place)?.map(({ report }) => report?.name);
    assert.deepEqual(ran, SCENARIOS.map(({ name }) => name));
  });

  for (const [at, scenario] of SCENARIOS.entries()) {
    test(`${place}: ${scenario.name}`, () => {
      const { report, stage } = runs.get(place)?.[at] ?? assert.fail("it did not run");
      const { said, posts, requests, elsewhere = false, ends = SOON } = expected(scenario, place);
      assert.equal(report?.said, said);
      assert.equal(stage.posts, posts, stage.vendor.requests.join(", "));
      if (requests !== undefined) assert.equal(stage.requests.length, requests, stage.vendor.requests.join(", "));
      assert.equal(stage.elsewhere.connections > 0, elsewhere, "at the other host");
      assert(report.seconds >= ends[0] && report.seconds <= ends[1], `${report.seconds} s`);
    });
  }
}
