/** The errors, for this package's own files, and what becomes of what the native half throws. */

import { InvalidInput, OperationBusy, OperationNotFound, RecordError, WebhookError } from "./printed/errors.js";

export * from "./printed/errors.js";
export { Told } from "./error_told.js";

/** The error of what the native half throws: the JSON of a refusal. Anything else is an error of this package. */
export function thrown(what: unknown): Error {
  let told: unknown;
  try {
    told = typeof what === "string" ? JSON.parse(what) : undefined;
  } catch {
    told = undefined;
  }
  const refusal = (told ?? {}) as { readonly [name: string]: string | null | undefined };
  const { kind, field = "", problem, allowed = "", suggestion } = refusal;
  if (typeof problem === "string") {
    if (kind === "invalid") return new InvalidInput(field ?? "", problem, allowed ?? "", suggestion);
    if (kind === "record") return new RecordError(problem);
    if (kind === "webhook") return new WebhookError(problem);
    if (kind === "busy") return new OperationBusy(problem);
    if (kind === "not_found") return new OperationNotFound(problem);
  }
  return what instanceof Error ? what : new Error("xaalis: the native half failed");
}
