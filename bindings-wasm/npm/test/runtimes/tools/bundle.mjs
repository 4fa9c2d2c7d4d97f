// Bundles pages of a shop as the bundler's manual has it, and says what became of each: `node bundle.mjs BUNDLER SHOP OUT NAME…`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const [bundler = "", shop = "", out = "", ...names] = process.argv.slice(2);
const entries = Object.fromEntries(names.map((name) => [name, join(shop, `${name}.mjs`)]));

const BUNDLERS = { "vite-7": vite, "vite-8": vite, webpack, esbuild };

async function vite() {
  const { build } = await import(bundler);
  const pages = names.map((name) => join(shop, `${name}.html`));
  names.forEach((name, at) => writeFileSync(pages[at], `<!doctype html><script type="module" src="/${name}.mjs"></script>`));
  const { output } = await build({
    root: shop,
    configFile: false,
    logLevel: "warn",
    build: { outDir: out, target: "es2022", rollupOptions: { input: pages } },
  });
  return Object.fromEntries(output.filter((made) => made.isEntry).map(({ name, fileName }) => [name, fileName]));
}

async function webpack() {
  const { default: run } = await import("webpack");
  const config = { mode: "production", context: shop, entry: entries, output: { path: out, publicPath: "/" }, performance: { hints: false } };
  const stats = await new Promise((resolve, reject) => run(config, (error, made) => (error ? reject(error) : resolve(made))));
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
  return Object.fromEntries(names.map((name) => [name, `${name}.js`]));
}

async function esbuild() {
  const { build } = await import("esbuild");
  await build({ entryPoints: entries, bundle: true, minify: true, format: "esm", outdir: out, logLevel: "warning" });
  return Object.fromEntries(names.map((name) => [name, `${name}.js`]));
}

console.log(JSON.stringify(await BUNDLERS[bundler]()));
