// Bundles `src` into `dist`, a folder for each kind of place: `node` (CommonJS, with ES modules that hand the same
// out), `workerd`, `asset` (the wasm in files of its own: `wasm`, for these three) and `inline` (the wasm within it).
// `pay` has none, and is the same everywhere.
//
// `cargo xtask build wasm` writes the wasm first, and calls this.
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const here = import.meta.dirname;
const WASM = ["wasm_bg.wasm", "sandbox_wasm_bg.wasm"];
/** What can be imported: the name in `exports` and its source. `server`: needs Node. */
const ENTRIES = [
  { name: "index", source: "src/index.ts" },
  { name: "webhooks", source: "src/webhooks.ts" },
  { name: "sandbox", source: "src/sandbox.ts" },
  { name: "relay", source: "src/relay.ts" },
  { name: "postgres", source: "src/journal/postgres.ts" },
  { name: "d1", source: "src/journal/d1.ts" },
  { name: "sqlite", source: "src/journal/sqlite.ts", server: true },
];
const entries = ENTRIES.filter(({ source }) => existsSync(join(here, source)));
const everywhere = entries.filter(({ server }) => !server);

const common = {
  absWorkingDir: here,
  bundle: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  write: true,
};

/** The file of `src/load` for this place. */
function place(name) {
  return {
    name: "place",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/load\.js$/ }, () => ({ path: join(here, `src/load/${name}.ts`) }));
      onResolve({ filter: /\/load_sandbox\.js$/ }, () => ({ path: join(here, `src/load/sandbox/${name}.ts`) }));
      onResolve({ filter: /^\.\.\/wasm\/.*\.wasm$/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^packed:/ }, ({ path }) => ({ path: path.slice("packed:".length), namespace: "packed" }));
      onLoad({ filter: /.*/, namespace: "packed" }, ({ path }) => ({
        contents: gzipSync(readFileSync(join(here, "src", path)), { level: 9 }),
        loader: "binary",
      }));
    },
  };
}

/** ES modules that share what they have in common. */
async function modules(folder, load) {
  await build({
    ...common,
    entryPoints: everywhere.map(({ name, source }) => ({ in: source, out: name })),
    outdir: `dist/${folder}`,
    format: "esm",
    splitting: true,
    chunkNames: "shared-[hash]",
    platform: "neutral",
    minifySyntax: true,
    plugins: [place(load)],
  });
}

/** What pages pay with: no wasm, the same in every place. Small, for it is also loaded as it is, without a bundler. */
async function pages() {
  for (const [format, ending] of [["esm", "js"], ["cjs", "cjs"]]) {
    await build({
      ...common,
      entryPoints: { pay: "src/pay.ts", element: "src/pay/element.ts", bills: "src/pay/bills.ts" },
      outdir: "dist/pay",
      outExtension: { ".js": `.${ending}` },
      format,
      platform: "neutral",
      minify: true,
      plugins: [{
        name: "beside",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^(\.\.\/pay|\.\/bills)\.js$/ }, ({ path }) => ({ path: `./${path.match(/pay|bills/)}.${ending}`, external: true })),
      }],
    });
  }
}

/** One CommonJS file of all, so that a class is the same whichever name it came by; a name's code runs when it is asked for. */
async function common_js(folder, load, names, platform) {
  const parts = names.map(({ name, source }) => `${name}: () => require("./${source}")`);
  await build({
    ...common,
    stdin: { contents: `module.exports = { ${parts.join(", ")} };`, resolveDir: here },
    outfile: `dist/${folder}/all.cjs`,
    format: "cjs",
    platform,
    plugins: [place(load)],
  });
  for (const { name } of names) {
    writeFileSync(join(here, `dist/${folder}/${name}.cjs`), `module.exports = require("./all.cjs").${name}();\n`);
  }
}

/** The same as ES modules, by name. */
async function handed_out(folder, names) {
  for (const { name, source } of names) {
    const { metafile } = await build({
      ...common, entryPoints: [source], format: "esm", platform: "node", metafile: true, write: false, outdir: "dist", plugins: [place("node")],
    });
    const output = Object.values(metafile.outputs).find((made) => made.entryPoint === source);
    const list = output.exports.join(", ");
    const text = `import all from "./${name}.cjs";\nexport const { ${list} } = all;\n`;
    writeFileSync(join(here, `dist/${folder}/${name}.mjs`), text);
  }
}

for (const folder of ["node", "workerd", "asset", "inline", "pay", "wasm"]) {
  rmSync(join(here, "dist", folder), { recursive: true, force: true });
}
mkdirSync(join(here, "dist/wasm"), { recursive: true });
for (const file of WASM) copyFileSync(join(here, "src", file), join(here, "dist/wasm", file));
await Promise.all([
  common_js("node", "node", entries, "node").then(() => handed_out("node", entries)),
  common_js("inline", "inline", everywhere, "neutral"),
  modules("workerd", "workerd"),
  modules("asset", "asset"),
  modules("inline", "inline"),
  pages(),
]);
