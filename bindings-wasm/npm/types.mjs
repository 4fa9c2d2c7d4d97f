// Writes the declarations: `dist/types` for ES modules, `dist/types-cjs` the same for CommonJS.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const [esm, cjs] = [join(here, "dist/types"), join(here, "dist/types-cjs")];
for (const folder of [esm, cjs]) rmSync(folder, { recursive: true, force: true });
const tsc = join(here, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [tsc, "-p", here, "--noEmit", "false", "--emitDeclarationOnly", "--declaration", "--outDir", esm], { stdio: "inherit" });
for (const file of ["wasm.d.ts", "sandbox_wasm.d.ts"]) copyFileSync(join(here, "src", file), join(esm, file));
cpSync(esm, cjs, { recursive: true });
writeFileSync(join(cjs, "package.json"), '{"type":"commonjs"}\n');
