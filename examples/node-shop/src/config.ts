/** Everything that is set from outside, in one place. Without keys the shop talks to the sandbox on this machine. */
import { createHash } from "node:crypto";

export interface Config {
  readonly port: number;
  /** Where customers and vendors reach the shop. */
  readonly publicUrl: string;
  readonly senfenico: { readonly apiKey: string; readonly webhookKey: string };
  readonly dexchange: { readonly apiKey: string; readonly callbackSecret: string };
  /** Where the sandbox listens; `null` when the vendors' own servers are asked. */
  readonly sandboxUrl: string | null;
  /** What signs the relay's tokens, a secret of its own; `null` lets no page pay through it. */
  readonly relayKey: string | null;
  /** A page that pays through the relay, `/shop.html`: orders lead there as well. `null`: there is none. */
  readonly checkoutPage: string | null;
  /** What the staff says to pay bills; `null` lets everybody, which is for the sandbox alone. */
  readonly counterPassword: string | null;
  /** Between two looks at what has not ended, in milliseconds. */
  readonly lookEveryMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an `Error` that names the variable that is missing or wrong. */
export function configOf(environment: Environment = process.env): Config {
  const port = number(environment, "PORT", 3000);
  const publicUrl = (environment["PUBLIC_URL"] ?? `http://127.0.0.1:${port}`).replace(/\/$/, "");
  const lookEveryMs = number(environment, "LOOK_EVERY_MS", 5_000);
  const counterPassword = environment["COUNTER_PASSWORD"] ?? null;
  const checkoutPage = environment["CHECKOUT_PAGE"] ?? null;
  const isReal = environment["SENFENICO_KEY"] !== undefined || environment["DEXCHANGE_KEY"] !== undefined;
  if (!isReal) {
    const sandboxUrl = `http://127.0.0.1:${number(environment, "SANDBOX_PORT", 8077)}`;
    return { port, publicUrl, ...SANDBOX, sandboxUrl, checkoutPage, counterPassword, lookEveryMs };
  }
  const needed = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === "") throw new Error(`${name} is not set; see README.md, "For real"`);
    return value;
  };
  needed("COUNTER_PASSWORD");
  needed("PUBLIC_URL");
  return {
    port,
    publicUrl,
    senfenico: { apiKey: needed("SENFENICO_KEY"), webhookKey: needed("SENFENICO_WEBHOOK_KEY") },
    dexchange: { apiKey: needed("DEXCHANGE_KEY"), callbackSecret: needed("DEXCHANGE_CALLBACK_SECRET") },
    relayKey: environment["XAALIS_RELAY_KEY"] ?? null,
    sandboxUrl: null,
    checkoutPage,
    counterPassword,
    lookEveryMs,
  };
}

/** What opens the sandbox, and nothing else. */
const SANDBOX = {
  senfenico: { apiKey: "sk_test_sandbox", webhookKey: "whk_sandbox" },
  dexchange: { apiKey: "dx_test_sandbox", callbackSecret: createHash("sha256").update("sandbox").digest("hex") },
  relayKey: createHash("sha256").update("sandbox relay").digest("hex"),
};

function number(environment: Environment, name: string, usual: number): number {
  const text = environment[name] ?? String(usual);
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name}: not a whole number; allowed: such as ${usual}`);
  return Number(text);
}
