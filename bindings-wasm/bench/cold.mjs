// From the import to the first request, each in a fresh process, or a fresh page of Chromium: `cold.mjs NAME` says the
// milliseconds and the memory.
import { once } from "node:events";
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import * as contenders from "./first.mjs";
import { median, row, started } from "./processes.mjs";

const NAMES = ["xaalis", "byHand", "stripe"];
const HAND = "fetch by hand";

export async function cold({ starts }) {
  const node = await inNode(starts);
  const pages = await inChromium(starts);
  const rows = [];
  for (const [where, figures] of [["Node", node], ["Chromium, one script", pages]]) {
    const measure = `import to first request, ${where}: ms`;
    for (const peer of ["byHand", "stripe"]) {
      const theirs = figures[peer];
      if (theirs !== undefined) rows.push(row(measure, figures.xaalis.ms, peer === "byHand" ? HAND : peer, theirs.ms));
    }
    if (figures.xaalis.mib === undefined) continue;
    rows.push(row(`memory after the first request, ${where}: MiB`, figures.xaalis.mib, HAND, figures.byHand.mib));
  }
  return rows;
}

async function inNode(starts) {
  const found = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let start = 0; start < starts; start++) {
    for (const name of NAMES) {
      const child = await started("cold.mjs", [name]);
      found[name].push(child.first);
      child.stop();
    }
  }
  // The first one read the files from the disk.
  return averaged(found, 1);
}

async function inChromium(starts) {
  const scripts = {};
  for (const name of ["xaalis", "byHand"]) {
    const made = await build({
      stdin: { contents: `import { first, ${name} } from "./first.mjs"; globalThis.sends = () => first(${name});`, resolveDir: import.meta.dirname },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false,
      logLevel: "error",
    });
    scripts[`/${name}.js`] = made.outputFiles[0].contents;
  }
  const server = createServer((request, response) => {
    if (request.url in scripts) return void response.setHeader("content-type", "text/javascript").end(scripts[request.url]);
    response.setHeader("content-type", "text/html").end('<!doctype html><link rel="icon" href="data:,">');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  const found = { xaalis: [], byHand: [] };
  try {
    for (let start = 0; start < starts; start++) {
      for (const name of Object.keys(found)) {
        // A context of its own has no cache of the other's.
        const page = await (await browser.newContext()).newPage();
        await page.goto(`http://127.0.0.1:${server.address().port}/`);
        const ms = await page.evaluate(async (script) => {
          const begun = performance.now();
          await import(script);
          return (await globalThis.sends()) - begun;
        }, `/${name}.js`);
        found[name].push({ ms });
        await page.context().close();
      }
    }
  } finally {
    await browser.close();
    server.close();
  }
  return averaged(found, 1);
}

function averaged(found, skipped) {
  const one = (list) => {
    const rest = list.slice(skipped);
    const mib = rest[0]?.mib === undefined ? undefined : median(rest.map((figure) => figure.mib));
    return { ms: median(rest.map((figure) => figure.ms)), mib };
  };
  return Object.fromEntries(Object.entries(found).map(([name, list]) => [name, one(list)]));
}

if (process.send !== undefined) {
  const ms = await contenders.first(contenders[process.argv[2]]);
  process.on("disconnect", () => process.exit());
  process.send({ ms, mib: process.memoryUsage().rss / (1 << 20) });
}
