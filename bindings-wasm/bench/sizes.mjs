// What a user's bundler makes of each entry: with everything in it, minified; raw, gzip and brotli.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { row } from "./processes.mjs";

/** The operations' wasm: at most so many kB gzip. */
const GOAL = 200;

const here = import.meta.dirname;
const installed = join(here, "node_modules/xaalis/dist");

/** Each with the name of the file of wasm that it fetches, where that is not in the script. */
const OURS = [
  { name: "xaalis (Node)", source: 'export * from "xaalis";', platform: "node", wasm: "wasm_quick_bg.wasm" },
  { name: "xaalis (bundlers, pages: wasm within)", source: 'export * from "xaalis";', platform: "browser" },
  { name: "xaalis/asset", source: 'export * from "xaalis/asset";', platform: "browser", wasm: "wasm_bg.wasm" },
  { name: "xaalis/webhooks (Node)", source: 'export * from "xaalis/webhooks";', platform: "node", wasm: "wasm_quick_bg.wasm" },
  { name: "xaalis/sandbox (Node)", source: 'export * from "xaalis/sandbox";', platform: "node", wasm: "sandbox_wasm_bg.wasm" },
  { name: "xaalis/asset, its script alone", source: 'export * from "xaalis/asset";', platform: "browser" },
];
const PEERS = [
  { name: "stripe", source: 'export { default } from "stripe";', platform: "browser" },
  { name: "fetch by hand", source: 'export * from "./byhand.mjs";', platform: "browser" },
];

export async function sizes() {
  const rows = [];
  for (const [name, file, goal] of [["operations", "wasm_bg.wasm", GOAL], ["operations for servers", "wasm_quick_bg.wasm"], ["sandbox", "sandbox_wasm_bg.wasm"]]) {
    const packed = kilobytes([readFileSync(join(installed, "wasm", file))]);
    for (const [how, kB] of Object.entries(packed)) {
      const limit = how === "gzip" ? goal : undefined;
      rows.push({
        ...row(`wasm of the ${name}, ${how}: kB`, kB),
        ...(limit !== undefined && { goal: `at most ${limit} kB`, met: kB <= limit }),
      });
    }
  }
  const peers = {};
  for (const entry of PEERS) peers[entry.name] = await bundled(entry);
  for (const entry of OURS) {
    const ours = await bundled(entry);
    for (const how of ["raw", "gzip", "brotli"]) {
      for (const [peer, theirs] of Object.entries(peers)) rows.push(row(`${entry.name}, ${how}: kB`, ours[how], peer, theirs[how]));
    }
  }
  return rows;
}

async function bundled({ source, platform, wasm }) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: here },
    bundle: true,
    minify: true,
    format: "esm",
    platform,
    target: "es2022",
    write: false,
    outdir: "out",
    logLevel: "error",
    loader: { ".wasm": "file" },
  });
  const files = outputFiles.filter(({ path }) => path.endsWith(".js")).map(({ contents }) => contents);
  if (wasm !== undefined) files.push(readFileSync(join(installed, "wasm", wasm)));
  return kilobytes(files);
}

function kilobytes(files) {
  const sum = (pack) => files.reduce((total, file) => total + pack(file).length, 0) / 1000;
  return {
    raw: sum((file) => file),
    gzip: sum((file) => gzipSync(file, { level: 9 })),
    brotli: sum((file) => brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: file.length } })),
  };
}
