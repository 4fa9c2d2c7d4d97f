/**
 * Your signal was aborted: the waiting is over, and nothing is undone. `name` is `AbortError`, as of whatever else a
 * signal ends; the signal's reason is its `cause`.
 *
 * What was under way may have been carried out. Its record says so: `resume(error.opId)` finds out.
 */
export class OperationAborted extends Error {
  override readonly name = "AbortError";
  readonly code = "ABORT_ERR";
  readonly opId: string;

  constructor(opId: string, reason?: unknown) {
    super(`${opId}: no longer waited for. If it moves money, it may have been sent: resume("${opId}") finds out`, {
      cause: reason,
    });
    this.opId = opId;
  }
}
