// Compiles the type tests against the declarations that the package ships, with each TypeScript that is promised:
// `node types/check.mjs`. None may need Node's types, nor skip the check of the declarations themselves.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, rmSync, readdirSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const modules = join(here, "../node_modules");
const out = join(here, "out");
rmSync(out, { recursive: true, force: true });
const newest = join(modules, "typescript/bin/tsc");
const emit = ["-p", join(here, ".."), "--noEmit", "false", "--emitDeclarationOnly", "--declaration", "--outDir", out];
execFileSync(process.execPath, [newest, ...emit], { stdio: "inherit" });
for (const file of readdirSync(join(here, "../src")).filter((name) => name.endsWith(".d.ts"))) {
  copyFileSync(join(here, "../src", file), join(out, file));
}

const wanted = process.argv.slice(2);
let failed = 0;
for (const name of ["typescript", "typescript-6", "typescript-5.0"].filter((one) => !wanted.length || wanted.includes(one))) {
  const tsc = join(modules, name, "bin/tsc");
  const version = execFileSync(process.execPath, [tsc, "--version"], { encoding: "utf8" }).trim();
  for (const project of ["tsconfig.json", "tsconfig.loose.json"]) {
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", join(here, project)], { encoding: "utf8" });
    console.log(`${version}, ${project}: ${status === 0 ? "clean" : `\n${stdout}`}`);
    failed += status === 0 ? 0 : 1;
  }
}
process.exitCode = failed === 0 ? 0 : 1;
