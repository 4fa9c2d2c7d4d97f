/** A shop to try things with: PostgreSQL, both vendors' sandbox behind a socket, and the pages. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:net";
import { serve } from "@hono/node-server";
import type { SandboxOptions } from "xaalis/sandbox";
import { Cluster } from "../../../bindings-wasm/npm/test/cluster.js";
import { appOf } from "../src/app.js";
import { configOf } from "../src/config.js";
import { Payments } from "../src/payments.js";
import { type SandboxServer, startSandbox } from "../src/sandbox.js";
import { type Storage, openStorage } from "../src/storage.js";
import type { Language } from "../src/texts.js";

export const root = new URL("..", import.meta.url).pathname;
export const CODE = "123456";

/** What nobody may read in a log: the numbers that payers, meters and recipients have here, codes and keys. */
export const SECRETS = /sk_test_|dx_test_|whk_|123456|76 ?00 ?\d\d ?\d\d|07061270877|\/webhooks\/dexchange\/bill/;

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Without tags, spaces made plain. */
  readonly text: string;
  /** Where the answer came from in the end: the path and its query. */
  readonly path: string;
}

export interface Options extends SandboxOptions {
  readonly answersAfterMs?: number;
  /** Of the shop's environment. */
  readonly more?: Record<string, string>;
}

export class Shop {
  /** What was logged. */
  readonly logs: string[];

  private constructor(
    readonly url: string,
    readonly vendor: SandboxServer,
    readonly storage: Storage,
    readonly payments: Payments,
    readonly environment: Record<string, string>,
    readonly cluster: Cluster,
    readonly server: Server,
    logs: string[],
  ) {
    this.logs = logs;
  }

  static async open({ answersAfterMs = 0, more = {}, ...options }: Options = {}): Promise<Shop> {
    const cluster = await Cluster.start();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const vendor = await startSandbox({ port: 0, shopUrl: url, webhookKey: "whk_sandbox", answersAfterMs, ...options });
    const { host, user, database } = cluster.config;
    const environment = {
      PORT: String(port),
      SANDBOX_PORT: new URL(vendor.url).port,
      DATABASE_URL: `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`,
      ...more,
    };
    const config = configOf(environment);
    const storage = await openStorage(environment);
    const payments = new Payments(config, storage);
    const logs: string[] = [];
    for (const level of ["log", "error"] as const) console[level] = (...said: unknown[]) => void logs.push(said.map(String).join(" "));
    const server = serve({ fetch: appOf(config, storage, payments).fetch, port, hostname: "127.0.0.1" }) as Server;
    await once(server, "listening");
    return new Shop(url, vendor, storage, payments, environment, cluster, server, logs);
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await this.vendor.close();
    await this.storage.close();
    await this.cluster.stop();
  }

  /** A browser's GET, or a POST of a form; redirects are followed within the shop. */
  async ask(path: string, form?: Record<string, string>, { language = "fr", at = this.url }: { language?: Language; at?: string } = {}): Promise<Page> {
    const headers = { "accept-language": language, ...(form === undefined ? {} : { origin: at }) };
    const sent = form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) };
    const answered = await fetch(at + path, { headers, ...sent });
    const html = await answered.text();
    const text = html.replaceAll(/<(script|style|noscript)[^]*?<\/\1>|<[^>]+>/g, " ").replaceAll(/&#39;/g, "'").replaceAll(/[\s\u00a0\u202f]+/g, " ");
    const { pathname, search } = new URL(answered.url);
    return { status: answered.status, html, text, path: pathname + search };
  }

  /** A new order; the path of its page. */
  async order({ id = crypto.randomUUID(), product = "soap" }: { id?: string; product?: string } = {}): Promise<string> {
    const page = await this.ask("/orders", { id, product });
    assert.equal(page.status, 200, page.text);
    assert.equal(page.path, `/orders/${id}`);
    return page.path;
  }

  /** Its page, once it says so. */
  async until(path: string, wanted: RegExp, language: Language = "fr"): Promise<Page> {
    const end = Date.now() + 20_000;
    for (;;) {
      const page = await this.ask(path, undefined, { language });
      if (wanted.test(page.text)) return page;
      assert(Date.now() < end, `never ${wanted}: ${page.text}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** What the vendors did, of one kind. */
  async made(kind: string): Promise<readonly { reference: string; status: string; amount: number; number: string }[]> {
    return (await this.vendor.sandbox.payments()).filter((payment) => payment.kind === kind);
  }
}

/** Another process of the same shop, with the same database. End it by `kill`. */
export class Process {
  said = "";
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => (this.said += part));
    this.ended = once(child, "exit").then(([code]) => code as number | null);
  }

  static run(script: string, args: readonly string[], environment: Record<string, string>): Process {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: root,
      env: { PATH: process.env["PATH"] ?? "", LANG: "en", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new Process(child);
  }

  /** Waits until it has said so. */
  async until(wanted: RegExp): Promise<string> {
    const end = Date.now() + 30_000;
    while (!wanted.test(this.said)) {
      assert(Date.now() < end && this.child.exitCode === null, `never ${wanted}: ${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return this.said;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = Object(server.address()).port as number;
  server.close();
  await once(server, "close");
  return port;
}
