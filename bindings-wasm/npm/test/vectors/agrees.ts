import type { Given } from "./door.js";

/** Whether an answer is the expected one, with the matchers of `tests/vectors/README.md`. */
export function agrees(expect: Given, actual: Given): boolean {
  if (Array.isArray(expect)) {
    return Array.isArray(actual) && expect.length === actual.length && expect.every((one, at) => agrees(one, actual[at]));
  }
  if (typeof expect !== "object" || expect === null) return expect === actual;
  if ("contains" in expect) return typeof actual === "string" && actual.includes(expect.contains);
  if ("absent" in expect) return typeof actual === "string" && !actual.includes(expect.absent);
  if ("at_least" in expect && typeof actual === "number") return expect.at_least <= actual && actual <= expect.at_most;
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return false;
  const names = Object.keys(expect);
  return names.length === Object.keys(actual).length && names.every((name) => name in actual && agrees(expect[name], actual[name]));
}

/** Does it hold all that is wanted? Objects may hold more. */
export function holds(got: Given, wanted: Given): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(got) && got.length === wanted.length && wanted.every((one, at) => holds(got[at], one));
  }
  if (typeof wanted !== "object" || wanted === null) return got === wanted;
  if (typeof got === "string") return "contains" in wanted && got.includes(wanted.contains);
  if (typeof got !== "object" || got === null || Array.isArray(got)) return false;
  return Object.entries(wanted).every(([name, value]) => name in got && holds(got[name], value));
}

export function same(one: Given, other: Given): boolean {
  return agrees(one, other) && agrees(other, one);
}
