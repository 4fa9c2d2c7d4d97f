/** The package as it is published, unpacked where a shop would have it, and what is bundled over it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";

export const here = import.meta.dirname;
const npm = join(here, "../..");

/** A folder that has it in `node_modules`, and nothing else. */
export function shopOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `xaalis-${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: npm });
  const [tarball = ""] = readdirSync(folder);
  execFileSync("tar", ["-xzf", tarball], { cwd: folder });
  mkdirSync(join(folder, "node_modules"));
  renameSync(join(folder, "package"), join(folder, "node_modules/xaalis"));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module", "dependencies": { "xaalis": "*" } }');
  return folder;
}

/** Has what a folder's lock file pins; no package's script runs. */
export function installed(folder: string): void {
  const done = existsSync(join(folder, "node_modules"));
  if (!done) execFileSync("npm", ["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder, stdio: "inherit" });
}

/** A source of this folder as one file of the shop; `xaalis` stays for the place, or its bundler, to find. */
export async function written(shop: string, source: string, format: "esm" | "cjs" = "esm"): Promise<string> {
  const file = join(shop, source.replace(".ts", format === "esm" ? ".mjs" : ".cjs"));
  await build({ ...common, entryPoints: [join(here, source)], outfile: file, format, external: ["xaalis", "xaalis/*", "node:*"] });
  return file;
}

/** A file of the shop with what it imports of the package. */
export async function bundled(file: string, outfile: string, options: BuildOptions = {}): Promise<void> {
  await build({ ...common, entryPoints: [file], outfile, format: "esm", ...options });
}

const common = { bundle: true, platform: "neutral", target: "es2022", logLevel: "error" } as const;
