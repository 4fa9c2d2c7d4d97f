/** What most tests begin with. */
import { type ClientOptions, Dexchange, MemoryJournal, Senfenico } from "xaalis";
import { Sandbox, type SandboxOptions } from "xaalis/sandbox";

export const KEY = "sk_test_sandbox";
export const CHARGE = { amount: 1_000, phone: "76000000" };
export const COLLECT = { kind: "collect", charge: CHARGE } as const;
export const CODE = "123456";

export interface Shop {
  readonly sandbox: Sandbox;
  readonly journal: MemoryJournal;
  readonly senfenico: Senfenico;
  readonly dexchange: Dexchange;
}

export function shop(options: SandboxOptions = {}, client: Partial<ClientOptions> = {}): Shop {
  const sandbox = new Sandbox(options);
  const journal = new MemoryJournal();
  const senfenico = new Senfenico({ apiKey: KEY, transport: sandbox, journal, ...client });
  const dexchange = new Dexchange({ apiKey: "dx_test_sandbox", transport: sandbox, journal, ...client });
  return { sandbox, journal, senfenico, dexchange };
}
