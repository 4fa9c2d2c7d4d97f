/** What runs inside every place: nothing here is of Node. */
import { InvalidInput, MemoryJournal, Senfenico, WebhookError } from "xaalis";
import { Sandbox } from "xaalis/sandbox";
import { SenfenicoWebhooks } from "xaalis/webhooks";

export type Call = "create" | "fetch" | "transfer" | "create twice" | "fetch, create" | "create, transfer" | "aborted" | "bare";

export interface Job {
  readonly name: string;
  readonly url: string;
  readonly call: Call;
}

export interface Report {
  readonly name: string;
  /** `value` and the status, or the name of the error. */
  readonly said: string;
  readonly seconds: number;
}

const KEY = "sk_test_misbehave";
const EXT_ID = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064";

/** All at once: it takes as long as the longest deadline. */
export function drive(jobs: readonly Job[]): Promise<Report[]> {
  return Promise.all(jobs.map(driven));
}

export async function driven({ name, url, call }: Job): Promise<Report> {
  const begun = performance.now();
  const said = await CALLS[call](url).then((status) => `value ${status}`, nameOf);
  return { name, said, seconds: (performance.now() - begun) / 1_000 };
}

/** The package as a shop uses it: a charge, a payout whose answer is lost, a webhook, errors of one class. */
export async function smoke(): Promise<string[]> {
  const sandbox = new Sandbox({ webhookUrl: "https://shop.example/hook", webhookKey: "whk_of_a_test" });
  const journal = new MemoryJournal();
  const senfenico = new Senfenico({ apiKey: "sk_test_sandbox", transport: sandbox, journal, dangerouslyAllowBrowser: true });
  const charge = await senfenico.collect("order-1", { amount: 1_000, phone: "76000000" }, { onPrompt: () => "123456" });
  await sandbox.inject("drop-after@1");
  const paid = await senfenico.payout("salary-1", { amount: 200, phone: "70000000", extId: EXT_ID });
  const refused = await senfenico.collect("order-2", { amount: -5, phone: "76000000" }).catch((error: unknown) => error);
  const hooks = new SenfenicoWebhooks("whk_of_a_test");
  const [delivery] = await sandbox.deliveries();
  const signature = delivery?.headers.find((header) => header.name.toLowerCase() === "x-webhook-hash")?.value;
  const notice = await hooks.read(delivery?.body ?? "", signature ?? "");
  const forged = await hooks.read(`${delivery?.body} `, signature ?? "").catch((error: unknown) => error);
  return [
    charge.status,
    paid.status,
    String((await sandbox.payments()).length),
    `refused ${refused instanceof InvalidInput}`,
    notice.event,
    `forged ${forged instanceof WebhookError}`,
  ];
}

/** What `smoke` must say. */
export const SMOKE = ["success", "success", "2", "refused true", "charge.success", "forged true"];

const client = (url: string) => new Senfenico({ apiKey: KEY, baseUrl: url, dangerouslyAllowBrowser: true });
const charge = { amount: 1_000, phone: "76000000", provider: "orange_bf" } as const;
const created = (senfenico: Senfenico) => senfenico.charges.create(charge, { opId: "charge-1" }).then(({ status }) => status);
const fetched = (senfenico: Senfenico) => senfenico.charges.fetch("ch_45a408fd483a4d66b98aeea97aa7c2e2").then(({ status }) => status);
const transferred = (senfenico: Senfenico) =>
  senfenico.transfers.create({ amount: 1_000, phone: "76000000", extId: EXT_ID }, { opId: "transfer-1" }).then(({ status }) => status);

const CALLS: Record<Call, (url: string) => Promise<string | number>> = {
  create: (url) => created(client(url)),
  fetch: (url) => fetched(client(url)),
  transfer: (url) => transferred(client(url)),
  /** As a caller does who got no answer. */
  "create twice": async (url) => {
    const senfenico = client(url);
    await created(senfenico).catch(nameOf);
    return created(senfenico);
  },
  "fetch, create": async (url) => {
    const senfenico = client(url);
    await fetched(senfenico);
    await settled();
    return created(senfenico);
  },
  "create, transfer": async (url) => {
    const senfenico = client(url);
    await created(senfenico);
    await settled();
    return transferred(senfenico);
  },
  aborted: async (url) => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 10_000);
    return (await client(url).charges.create(charge, { opId: "charge-1", signal: control.signal })).status;
  },
  bare: async (url) => {
    const headers = { "x-api-key": KEY, "content-type": "application/json" };
    return (await fetch(`${url}/v1/payment/charges/`, { method: "POST", headers, body: "{}" })).status;
  },
};

/** Time for a connection that the server closed to be seen closed, on a machine that is busy as well. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 200));
}

function nameOf(error: unknown): string {
  return String(Object(error).name);
}
