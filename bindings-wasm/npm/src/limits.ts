import { InvalidInput } from "./error_base.js";

/** Any number, negative ones too, for a rest may be computed; but no comparison ever ends with a NaN. */
export function checkMs(field: string, value: unknown): void {
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new InvalidInput(field, typeof value === "number" ? "NaN" : `a ${typeof value}`, "milliseconds, a number");
}

export function checkFunction(field: string, value: unknown, allowed: string): void {
  if (value !== undefined && typeof value !== "function") throw new InvalidInput(field, `a ${typeof value}`, allowed);
}
