/**
 * What callers hand in: checked before anything happens, and written with core's names. Whoever gives the wrong
 * thing is told which field it was, what was wrong with it and what is allowed; never what it held.
 */

import { InvalidInput } from "./error_base.js";
import { SHAPES } from "./printed/shapes.js";

interface Field {
  /** In JavaScript. */
  readonly name: string;
  /** In core. */
  readonly snake: string;
  readonly optional: boolean;
  readonly list: boolean;
  /** `$`, `#`, `!`, or the name of a shape. */
  readonly holds: string;
}

/**
 * The value with core's names, for JSON. What is `undefined` or `null` is as if left out.
 *
 * @param shape - A line of `printed/shapes.ts`, or what stands before the dot of some: `Order`, `Record`.
 * @param path - What it is called in errors.
 */
export function given(shape: string, value: unknown, path = shape.toLowerCase()): Record<string, unknown> {
  if (!isObject(value)) throw new InvalidInput(path, a(value), "an object");
  const kinds = shapes().kinds.get(shape);
  if (kinds === undefined) return checked(shape, value, path, {});
  const { kind } = value;
  const allowed = kinds.join(", ");
  if (typeof kind !== "string") throw new InvalidInput(within(path, "kind"), a(kind), allowed);
  if (!kinds.includes(kind)) {
    throw new InvalidInput(within(path, "kind"), "unknown", allowed, likely(kind, kinds));
  }
  return checked(`${shape}.${kind}`, value, path, { kind });
}

/** Wrong kinds of things, as they are told: with the article, and never with what they hold. */
export function a(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Date) return "a Date";
  if (isObject(value) && typeof value["then"] === "function") return "a Promise: await it";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The word that was likely meant: the same but for capitals and dashes, or one slip of the hand away. */
export function likely(word: string, words: readonly string[]): string | null {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const meant = bare(word.slice(0, 64));
  const same = words.filter((known) => bare(known) === meant);
  const near = same.length > 0 ? same : words.filter((known) => isASlipAway(meant, bare(known)));
  return near.length === 1 ? (near[0] ?? null) : null;
}

/** What this library itself gave out: a newer version may have given more. */
const OURS = ["Record", "Notice"];
/** A name that a program has; anything else may be a value in the place of one. */
const NAME = /^[A-Za-z_$][\w$]{0,47}$/;

/** Of each struct and variant its fields, and of each enum its kinds. */
interface Shapes {
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  readonly kinds: ReadonlyMap<string, readonly string[]>;
}

let read: Shapes | undefined;

function shapes(): Shapes {
  if (read === undefined) {
    const [fields, kinds] = [new Map<string, Field[]>(), new Map<string, string[]>()];
    for (const line of SHAPES.split("\n")) {
      const [shape = "", ...texts] = line.split(" ");
      fields.set(shape, texts.map(field));
      const [of = "", kind] = shape.split(".");
      if (kind !== undefined) kinds.set(of, [...(kinds.get(of) ?? []), kind]);
    }
    read = { fields, kinds };
  }
  return read;
}

function field(text: string): Field {
  const [, snake = "", optional, list, holds = ""] = /^(\w+)(\?)?(\*)?:?(.+)$/.exec(text) ?? [];
  const name = snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { name, snake, optional: optional !== undefined, list: list !== undefined, holds };
}

function checked(
  shape: string,
  value: Readonly<Record<string, unknown>>,
  path: string,
  out: Record<string, unknown>,
): Record<string, unknown> {
  const fields = shapes().fields.get(shape) ?? [];
  const isKnown = (key: string) => Object.hasOwn(out, key) || fields.some(({ name }) => name === key);
  const unknown = OURS.includes(shape) ? undefined : Object.keys(value).find((key) => !isKnown(key));
  if (unknown !== undefined) {
    const names = fields.map(({ name }) => name);
    const name = NAME.test(unknown) ? unknown : "";
    const meant = likely(unknown, names);
    throw new InvalidInput(within(path, name), "unknown", names.join(", ") || "nothing", meant);
  }
  for (const field of fields) {
    const entry = value[field.name];
    const place = within(path, field.name);
    if (entry !== undefined && entry !== null) out[field.snake] = filled(field, entry, place);
    else if (!field.optional) throw new InvalidInput(place, "missing", allowed(field, place));
  }
  return out;
}

function filled(field: Field, value: unknown, path: string): unknown {
  const { list, holds } = field;
  if (!list) return one(holds, value, path);
  if (!Array.isArray(value)) throw new InvalidInput(path, a(value), allowed(field, path));
  // By its places: an array may have holes.
  return Array.from(value, (entry: unknown, place) => one(holds, entry, `${path}[${place}]`));
}

function one(holds: string, value: unknown, path: string): unknown {
  const wrong = (problem: string) => new InvalidInput(path, problem, allowed({ holds, list: false }, path));
  switch (holds) {
    case "$":
      if (typeof value !== "string") throw wrong(a(value));
      if (/\p{Surrogate}/u.test(value)) throw wrong("not valid Unicode");
      return value;
    case "#":
      if (typeof value !== "number") throw wrong(a(value));
      if (Number.isNaN(value)) throw wrong("NaN");
      if (Number.isFinite(value) && !Number.isInteger(value)) throw wrong("a fraction");
      if (!Number.isSafeInteger(value)) throw wrong("out of range");
      return value;
    case "!":
      if (typeof value !== "boolean") throw wrong(a(value));
      return value;
    default:
      return given(holds, value, path);
  }
}

function allowed({ holds, list }: Pick<Field, "holds" | "list">, path: string): string {
  if (holds === "$") return list ? "an array of strings" : "a string";
  if (holds === "#") return /amount$/i.test(path) ? "whole francs (XOF), a number" : "a whole number";
  if (holds === "!") return "true or false";
  return list ? "an array of objects" : "an object";
}

/** What stands in a list is named with its place, anything else by its name alone: `transfers[3].phone`, `phone`. */
function within(path: string, name: string): string {
  return path.endsWith("]") || name === "" ? [path, name].filter(Boolean).join(".") : name;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One letter too many, too few or wrong, or two that changed places. */
function isASlipAway(given: string, word: string): boolean {
  let before = 0;
  while (before < word.length && given[before] === word[before]) before++;
  let after = 0;
  const most = Math.min(given.length, word.length) - before;
  while (after < most && given[given.length - 1 - after] === word[word.length - 1 - after]) after++;
  const [left, right] = [given, word].map((text) => text.slice(before, text.length - after));
  if (left === undefined || right === undefined) return false;
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return (left.length <= 1 && right.length <= 1) || swapped;
}
