/** Both vendors' sandbox behind a socket of this machine, with the page where a checkout is paid: `npm run sandbox`. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { type HttpBindings, createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { Sandbox, type SandboxOptions } from "xaalis/sandbox";
import { configOf } from "./config.js";

export interface SandboxServer {
  readonly url: string;
  /** To look at what really happened, and to let things go wrong. */
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

export interface Settings extends SandboxOptions {
  readonly port: number;
  /** Where the shop is: no webhook and no callback goes anywhere else. */
  readonly shopUrl: string;
  /** How long each answer takes; 150 when left out. */
  readonly answersAfterMs?: number;
}

/** Starts it. Throws `EADDRINUSE` when something listens there already: another shop's, most likely. */
export async function startSandbox({ port, shopUrl, answersAfterMs = 150, ...options }: Settings): Promise<SandboxServer> {
  const sandbox = new Sandbox({ webhookUrl: `${shopUrl}/webhooks/senfenico`, realTime: true, ...QUICK, ...options });
  const server = createAdaptorServer({ fetch: serverOf(sandbox, answersAfterMs).fetch }) as Server;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const tick = setInterval(() => void deliver(sandbox, shopUrl).catch(() => {}), 100);
  const close = async () => {
    clearInterval(tick);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    sandbox.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sandbox, close };
}

/** So that a newcomer waits for nothing, and a thousand salaries find money. */
const QUICK = { payerMs: 8_000, transferMs: 4_000, topUpMs: 6_000, transferBalance: 1_000_000_000 };

/** The part of a payment page's address that does not name the vendor's host. */
const PAGE = "/v1/checkout_payment/payment_page/";

function serverOf(sandbox: Sandbox, answersAfterMs: number): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  /** Where customers come back to, by checkout. */
  const ways = new Map<string, { success: string; cancel: string }>();

  app.use(async (c, next) => {
    // Pages of other sites must not pay here, by whatever name they call this machine.
    const isHere = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(c.req.header("host") ?? "");
    if (!isHere || c.req.header("sec-fetch-site") === "cross-site") return c.body(null, 403);
    await next();
  });

  app.get(`${PAGE}:reference/`, (c) => (ways.has(c.req.param("reference")) ? c.html(FORM) : c.notFound()));
  app.post(`${PAGE}:reference/`, async (c) => {
    const reference = c.req.param("reference");
    const way = ways.get(reference);
    if (way === undefined) return c.notFound();
    const form = await c.req.formData();
    const isPaid = form.get("do") === "pay";
    if (isPaid) await sandbox.checkoutPaid(reference, String(form.get("phone")), "orange_bf");
    else await sandbox.checkoutFailed(reference);
    return c.redirect(isPaid ? way.success : way.cancel, 303);
  });

  app.all("*", async (c) => {
    const asked = await c.req.raw.clone().text();
    const answered = await sandbox.fetch(c.req.raw).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, answersAfterMs));
    if (answered === null) {
      // A fault that was injected: the connection breaks.
      c.env.outgoing.destroy();
      return c.body(null, 502);
    }
    const text = await answered.text();
    const [page, reference] = new RegExp(`https://[^"/]+${PAGE}([^"/]+)/`).exec(text) ?? [];
    if (page === undefined || reference === undefined) return new Response(text, answered);
    // Customers are sent to this machine, not to the vendor's.
    const { success_url, cancel_url } = JSON.parse(asked) as Record<string, string>;
    ways.set(reference, { success: success_url ?? "/", cancel: cancel_url ?? "/" });
    return new Response(text.replace(page, `${new URL(c.req.url).origin}${PAGE}${reference}/`), answered);
  });
  return app;
}

const FORM = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Page de paiement (bac à sable)</title><link rel="icon" href="data:,">
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:2rem auto;padding:0 1rem}
input,button{font:inherit;padding:.6rem;margin:.25rem 0 1rem;width:100%;box-sizing:border-box}</style>
<main><h1>Page de paiement</h1><p>Ici, chez le vrai prestataire, le client paie. Le bac à sable n'en montre que l'issue.
<form method="post"><label>Numéro <input name="phone" value="76000000" inputmode="tel"></label>
<button name="do" value="pay">Payer</button> <button name="do" value="fail">Échouer</button></form></main></html>`;

async function deliver(sandbox: Sandbox, shopUrl: string): Promise<void> {
  for (const delivery of await sandbox.deliveries()) {
    if (!delivery.url.startsWith(`${shopUrl}/`)) {
      await sandbox.acknowledge(delivery);
      continue;
    }
    const headers = delivery.headers.map(({ name, value }): [string, string] => [name, value]);
    const sent = { method: "POST", body: delivery.body, headers, redirect: "manual", signal: AbortSignal.timeout(5_000) } as const;
    void fetch(delivery.url, sent)
      .then((answered) => (answered.status === 200 ? sandbox.acknowledge(delivery) : undefined))
      .catch(() => {});
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { sandboxUrl, publicUrl, senfenico } = configOf();
  const port = Number(new URL(sandboxUrl ?? "http://127.0.0.1:8077").port);
  const { url } = await startSandbox({ port, shopUrl: publicUrl, webhookKey: senfenico.webhookKey });
  console.log(`both vendors' sandbox on ${url}; webhooks go to ${publicUrl}`);
}
