/** Where the package has to run: each is started with the packed one, and told what to do. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";
import type { Browser, Page } from "playwright-core";
import { launch } from "../chromium.js";
import type { Job, Report } from "./driven.js";
import { bundled, here, installed, written } from "./packed.js";
import type { Place as PagePlace } from "./page.js";

export interface Place {
  readonly name: string;
  drive(jobs: readonly Job[]): Promise<Report[]>;
  /** What `smoke` says in each way that the place knows. */
  smoke(): Promise<Record<string, string[]>>;
  stop(): Promise<void>;
}

const tools = join(here, "tools");
const nodesOf = join(here, "../nodes");

export const NAMES = ["node", "node-22", "node-24", "bun", "deno", "workerd", "chromium"];

/** All of them. One that is not there is a failure: nothing may go unproven. */
export async function places(shop: string): Promise<Place[]> {
  for (const folder of [tools, nodesOf]) installed(folder);
  await Promise.all([written(shop, "driven.ts", "cjs"), written(shop, "worker.ts")]);
  const cli = await written(shop, "cli.ts");
  const modules = join(tools, "node_modules");
  const deno = ["run", "--allow-net", "--allow-read", "--no-lock", "--no-remote", "--node-modules-dir=manual"];
  return [
    command("node", process.execPath, [cli]),
    ...["node-22", "node-24"].map((name) => command(name, join(nodesOf, "node_modules", name, "bin/node"), [cli])),
    command("bun", join(modules, "bun/bin/bun"), ["run", "--no-install", cli]),
    command("deno", join(modules, "deno/deno"), [...deno, cli], { DENO_DIR: join(shop, "deno"), DENO_NO_UPDATE_CHECK: "1" }),
    await workerd(shop),
    await page(shop),
  ];
}

function command(name: string, program: string, args: readonly string[], env: Record<string, string> = {}): Place {
  const told = async (order: object): Promise<unknown> => {
    const surroundings = Object.entries(process.env).filter(([key]) => !/_proxy$/i.test(key) && !key.startsWith("NODE_"));
    const options = { env: { ...Object.fromEntries(surroundings), ...env }, timeout: 120_000, maxBuffer: 1 << 24 };
    const { stdout } = await promisify(execFile)(program, [...args, JSON.stringify(order)], options);
    return JSON.parse(stdout);
  };
  return {
    name,
    drive: (jobs) => told({ jobs }) as Promise<Report[]>,
    smoke: () => told({}) as Promise<Record<string, string[]>>,
    stop: async () => {},
  };
}

async function workerd(shop: string): Promise<Place> {
  const script = join(shop, "workerd/index.mjs");
  const wasm = new Set<string>();
  await bundled(await written(shop, "workerd.ts"), script, {
    conditions: ["workerd"],
    // A worker imports them compiled.
    plugins: [{
      name: "wasm",
      setup: ({ onResolve }) =>
        onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
          wasm.add(join(resolveDir, path));
          return { path: `./${basename(path)}`, external: true };
        }),
    }],
  });
  const worker = new Miniflare({
    modulesRoot: "/",
    modules: [
      { type: "ESModule", path: "/index.mjs", contents: readFileSync(script, "utf8") },
      ...[...wasm].map((file) => ({ type: "CompiledWasm" as const, path: `/${basename(file)}`, contents: readFileSync(file) })),
    ],
    compatibilityDate: "2025-06-01",
  });
  await worker.ready;
  const told = async (job: Job | null): Promise<unknown> => {
    const answer = await worker.dispatchFetch("http://localhost/", { method: "POST", body: JSON.stringify(job) });
    return answer.json();
  };
  return {
    name: "workerd",
    drive: (jobs) => Promise.all(jobs.map(told)) as Promise<Report[]>,
    smoke: () => told(null) as Promise<Record<string, string[]>>,
    stop: () => worker.dispose(),
  };
}

/** Nothing but the page's own scripts, and wasm. */
const POLICY = "default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';";

async function page(shop: string): Promise<Place> {
  for (const name of ["page", "worker"]) {
    await bundled(await written(shop, `${name}.ts`), join(shop, "page", `${name}.mjs`), { platform: "browser", external: ["node:*"] });
  }
  const served = await serve(join(shop, "page"), '<script type="module" src="/page.mjs"></script>', "*");
  const browser = await launch();
  const opened = await open(browser, served.url);
  await opened.waitForFunction(() => "place" in globalThis);
  return {
    name: "chromium",
    drive: (jobs) => opened.evaluate((given) => place.drive(given), jobs),
    smoke: () => opened.evaluate(async () => ({ module: await place.smoke(), worker: await place.worked() })),
    stop: async () => {
      await browser.close();
      served.stop();
    },
  };
}

declare const place: PagePlace;

export interface Served {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  stop(): void;
}

/** A folder of scripts with a page of its own, which may ask only its own server, or any. */
export async function serve(folder: string, html: string, asks: "*" | "'self'"): Promise<Served> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    response.setHeader("content-security-policy", `${POLICY} connect-src ${asks}`);
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(pathname);
    if (pathname === "/") {
      return void response.setHeader("content-type", "text/html").end(`<!doctype html><link rel="icon" href="data:,">${html}`);
    }
    const file = join(folder, pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    const type = file.endsWith(".wasm") ? "application/wasm" : "text/javascript";
    response.setHeader("content-type", type).end(readFileSync(file));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked, stop: () => void server.close() };
}

/** What the page finds wrong is said among the test's lines. */
export async function open(browser: Browser, url: string): Promise<Page> {
  const opened = await browser.newPage();
  opened.on("pageerror", (error) => console.error(`page: ${error}`));
  await opened.goto(url);
  return opened;
}
