import assert from "node:assert/strict";

/** What a promise is rejected with. */
export async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => assert.fail(`no error but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}
