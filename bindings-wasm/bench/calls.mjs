// One call beside one by hand, paired by turns: whatever else the machine does, it does to both.
import { median, row, started } from "./processes.mjs";

const GOAL = 1.15;

export async function calls(port, { rounds, ms }) {
  const ours = await started("client.mjs", ["xaalis", port]);
  const hand = await started("client.mjs", ["by hand", port]);
  const both = [ours, hand];
  // Until the engine has compiled what is called often.
  for (const one of both) await one.ask(ms * 4);
  const figures = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Who is first changes as well.
    for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) figures[at].push(await both[at].ask(ms));
  }
  for (const one of both) one.stop();
  return ["wall", "cpu"].map((what) => {
    const [our, theirs] = figures.map((list) => median(list.map((figure) => figure[what])));
    return row(`a call over loopback, Node: ${what === "cpu" ? "CPU" : what} us`, our, "fetch + JSON.parse by hand", theirs, GOAL);
  });
}
