// Processes of this folder, and what is made of their figures.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A script of this folder, and what it says first. */
export async function started(script, args = [], execArgv = []) {
  const child = fork(join(import.meta.dirname, script), args.map(String), { execArgv });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ${args.join(" ")} ended: ${code}`);
  });
  gone.catch(() => {});
  const heard = async () => (await Promise.race([once(child, "message"), gone]))[0];
  const first = await heard();
  return {
    first,
    ask(message) {
      const answer = heard();
      child.send(message);
      return answer;
    },
    stop: () => child.disconnect(),
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A row of `cargo xtask bench`; a cost, of which ours may be at most `goal` times the peer's. */
export function row(measure, ours, peer, theirs, goal) {
  const ratio = theirs === undefined ? null : ours / theirs;
  return {
    measure,
    ours,
    peer: peer ?? null,
    peer_value: theirs ?? null,
    ratio,
    goal: goal === undefined ? null : `ratio at most ${goal}`,
    met: goal === undefined ? null : ratio <= goal,
  };
}
