/** How the JSON of an error is read: whoever hands in something else is told which field it was. */

import { a } from "./given.js";
import { InvalidInput } from "./printed/errors.js";

/** Takes what stands in a field, or refuses it. */
export type Reader<T> = (value: unknown, path: string) => T;

/** The fields of an object that came from JSON. */
export class Kept {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InvalidInput(path, a(value), "an object");
    this.#fields = value as Readonly<Record<string, unknown>>;
    this.#path = path;
  }

  /** What stands in this field. */
  get<T>(name: string, read: Reader<T>): T {
    const value = Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined;
    return read(value, `${this.#path}.${name}`);
  }
}

export const text: Reader<string> = (value, path) => {
  if (typeof value !== "string") throw new InvalidInput(path, a(value), "a string");
  return value;
};

export const whole: Reader<number> = (value, path) => {
  if (!Number.isSafeInteger(value)) throw new InvalidInput(path, a(value), "a whole number");
  return value as number;
};

export const flag: Reader<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new InvalidInput(path, a(value), "true or false");
  return value;
};

/** A word: one that this version does not know is kept. */
export function word<T extends string>(): Reader<T> {
  return text as Reader<T>;
}

/** What may be missing. */
export function maybe<T>(read: Reader<T>): Reader<T | null> {
  return (value, path) => (value === undefined || value === null ? null : read(value, path));
}

/** What has fields of its own. */
export function part<T>(make: (kept: Kept) => T): Reader<T> {
  return (value, path) => make(new Kept(value, path));
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = words.find((known) => known === value);
    if (found === undefined) throw new InvalidInput(path, typeof value === "string" ? "unknown" : a(value), words.join(", "));
    return found;
  };
}
