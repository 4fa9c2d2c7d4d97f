/**
 * What callers hand in, as it crosses: what is wrong with it is for core to say, by the field, and never with what it
 * held.
 */

/**
 * The JSON of a value. What JSON has no value for crosses as an object with one name, an empty one, that says what it
 * was: `{"": "a Date"}`.
 */
export function handed(value: unknown): string {
  return JSON.stringify(seen(value, []));
}

/** Deeper than anything that core takes. */
const DEEPEST = 8;

/** `around`: what it stands in. */
function seen(value: unknown, around: readonly object[]): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return number(value);
    case "undefined":
      return odd("missing");
    case "object":
      return value === null ? null : object(value, around);
    default:
      return odd(`a ${typeof value}`);
  }
}

function number(value: number): unknown {
  if (Number.isNaN(value)) return odd("NaN");
  if (Number.isFinite(value) && !Number.isInteger(value)) return odd("a fraction");
  return Number.isSafeInteger(value) ? value : odd("out of range");
}

function object(value: object, around: readonly object[]): unknown {
  if (value instanceof Date) return odd("a Date");
  if (typeof (value as { then?: unknown }).then === "function") return odd("a Promise: await it");
  if (around.length >= DEEPEST || around.includes(value)) return odd("nested too deeply");
  const within = [...around, value];
  // By its places: an array may have holes.
  if (Array.isArray(value)) return Array.from(value, (entry: unknown) => seen(entry, within));
  const entries = namesOf(value).flatMap((name): [string, unknown][] => {
    const entry = (value as Record<string, unknown>)[name];
    return entry === undefined ? [] : [[name, seen(entry, within)]];
  });
  return entries.length === 1 && entries[0]?.[0] === "" ? odd("an object") : Object.fromEntries(entries);
}

/** Its own names, and those for which its class has a getter. */
function namesOf(value: object): string[] {
  const names = new Set(Object.keys(value));
  for (let of = Object.getPrototypeOf(value); of !== null && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(of))) if (get !== undefined) names.add(name);
  }
  return [...names];
}

function odd(word: string): object {
  return { "": word };
}
