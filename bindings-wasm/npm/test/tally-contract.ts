/** What a tally counts and holds, as Python's tests have it. */
import type { Tally } from "xaalis/relay";

export async function tallies(tally: Tally): Promise<void> {
  is(await tally.take("a", 1, 1_000, 0), 1);
  is(await tally.take("a", 1, 1_000, 999), 2);
  is(await tally.take("b", 1, 1_000, 500), 1);
  is(await tally.take("a", -1, 1_000, 999), 1);
  is(await tally.take("a", 1, 1_000, 1_000), 1, "a new window");
  is(await tally.hold("h", "one", 1_000, 0), true);
  is(await tally.hold("h", "two", 1_000, 999), false);
  is(await tally.hold("h", "one", 1_000, 900), true, "renewed");
  is(await tally.hold("h", "two", 1_000, 1_899), false);
  is(await tally.hold("h", "two", 1_000, 1_900), true, "over");
  await tally.free("h", "one");
  is(await tally.hold("h", "three", 1_000, 2_000), false, "another's is not freed");
  await tally.free("h", "two");
  is(await tally.hold("h", "three", 1_000, 2_000), true);
  await tally.free("nothing", "one");
  // What is over is forgotten, now and then; what is not, stays.
  is(await tally.take("long", 1, 10_000_000, 3_000), 1);
  for (let time = 0; time < 1_200; time += 1) await tally.take("many", 1, 10_000_000, 3_000);
  is(await tally.take("long", 1, 10_000_000, 3_001), 2);
  is(await tally.take("many", 0, 10_000_000, 3_001), 1_200);
}

/** Of many at once each counts its own, and one holds. */
export async function ofMany(same: readonly Tally[]): Promise<void> {
  const at = (place: number) => same[place % same.length] as Tally;
  const totals = await Promise.all(Array.from({ length: 200 }, (_, place) => at(place).take("k", 1, 10_000_000, 5)));
  is(JSON.stringify(totals.sort((one, other) => one - other)), JSON.stringify(Array.from({ length: 200 }, (_, place) => place + 1)));
  const held = await Promise.all(Array.from({ length: 40 }, (_, place) => at(place).hold("own", `owner-${place}`, 10_000_000, 5)));
  is(held.filter(Boolean).length, 1);
}

/** As in workerd, which has no `node:assert`. */
function is<T>(got: T, wanted: T, why = ""): void {
  if (got !== wanted) throw new Error(`${got}, not ${wanted} ${why}`);
}
