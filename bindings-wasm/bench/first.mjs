// The first request of a program that has just imported its client: in a process or in a page. No request leaves: `fetch`
// notes the moment.
import { KEY } from "./answers.mjs";

export async function xaalis(fetch) {
  const { Senfenico } = await import("xaalis");
  return new Senfenico({ apiKey: KEY, fetch, dangerouslyAllowBrowser: true }).charges.fetch("ch_1");
}

export async function byHand(fetch) {
  const { ByHand } = await import("./byhand.mjs");
  return new ByHand({ apiKey: KEY, baseUrl: "http://127.0.0.1:1", fetch }).fetchCharge("ch_1");
}

export async function stripe(fetch) {
  const { default: Stripe } = await import("stripe");
  const httpClient = Stripe.createFetchHttpClient(fetch);
  const client = new Stripe("sk_test_1", { httpClient, maxNetworkRetries: 0, telemetry: false }); // pragma: allowlist secret
  return client.charges.retrieve("ch_1");
}

/** Milliseconds from before the import until `fetch` is called. */
export function first(send) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const fetch = async () => {
      resolve(performance.now() - begun);
      return new Response("{}");
    };
    // What comes of it afterwards is nobody's concern.
    send(fetch).catch(reject);
  });
}
