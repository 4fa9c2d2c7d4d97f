/** What Chromium runs: the package as a bundler takes it, and the vectors through the door. */
import { MemoryJournal, Senfenico } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import init from "../../src/wasm.js";
import { contract } from "../contract.js";
import type { Given } from "../vectors/door.js";
import { type Tally, run } from "../vectors/run.js";

const tests = {
  async vectors(name: string): Promise<Tally> {
    await init({ module_or_path: "/wasm_bg.wasm" });
    return run(name, await json(name));
  },

  async journal(): Promise<void> {
    const journals = new Map<string, MemoryJournal>();
    await contract(await json("journal.json"), (name) => {
      const journal = journals.get(name) ?? new MemoryJournal();
      journals.set(name, journal);
      return journal;
    });
  },

  /** A key in a page, and what comes of it. */
  keys(): string[] {
    return [
      ["sk_live_abcdef", true],
      ["sk_test_abcdef", false],
      ["sk_test_abcdef", true],
    ].map(([apiKey, dangerouslyAllowBrowser]) => {
      try {
        new Senfenico({ apiKey: String(apiKey), dangerouslyAllowBrowser: dangerouslyAllowBrowser === true });
        return "taken";
      } catch (error) {
        return (error as Error).message;
      }
    });
  },

  /** Flows, with a lost answer. */
  async flows(): Promise<string[]> {
    const sandbox = new Sandbox();
    await sandbox.inject("drop-after@1");
    const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", dangerouslyAllowBrowser: true, transport: sandbox });
    const paid = await senfenico.payout("salary-1", { amount: 200, phone: "70000000", extId: "e-1" });
    const charge = await senfenico.collect("order-1", { amount: 1_000, phone: "76000000" }, { onPrompt: () => "123456" });
    return [paid.status, charge.status, String((await sandbox.payments()).length)];
  },

  /** Over `fetch`, as a page asks another machine. */
  async asks(baseUrl: string): Promise<string> {
    const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", dangerouslyAllowBrowser: true, baseUrl });
    const payment = await senfenico.begin("order-1", { kind: "create_charge", charge: { amount: 1_000, phone: "76000000" } });
    await payment.advance();
    payment.stop();
    await payment.advance();
    return payment.outcome !== null && "kind" in payment.outcome ? payment.outcome.kind : "open";
  },
};

async function json(name: string): Promise<Given> {
  return (await fetch(`/vectors/${name}`)).json();
}

Object.assign(globalThis, { tests });
export type Tests = typeof tests;
