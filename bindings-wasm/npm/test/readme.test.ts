/** The README's programs run as they stand. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

const package_ = new URL("..", import.meta.url).pathname;
const text = readFileSync(join(package_, "README.md"), "utf8");
// Within the package, so that its name is found.
const folder = mkdtempSync(join(package_, "test", "readme-"));
after(() => rmSync(folder, { recursive: true }));

const PROGRAMS = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program = ""]) => program);
const SAYS = [/^success ch_/, /^$/, /render the form[^]*success/, /^done$/m, /INSUFFICIENT_FUNDS/, /^NotFound \S/, /^100\n$/, /charge\.\w+ order-46\n200/, /^payout salary-1: POST .* -> 200 in [^]*: settled$/m, /^paid: 1500\n$/];

test("it holds these programs", () => assert.equal(PROGRAMS.length, SAYS.length));

for (const [place, program] of PROGRAMS.entries()) {
  test(`program ${place + 1}`, () => {
    const file = join(folder, `program-${place + 1}.mts`);
    writeFileSync(file, program);
    // What runs in a page is given one, whose shop has a relay.
    const page = program.includes("xaalis/pay") ? ["--import", "./test/page.mjs"] : [];
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", ...page, file], { cwd: package_, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.match(stdout, SAYS[place] ?? /^$/);
  });
}

test("they are TypeScript", () => {
  PROGRAMS.forEach((program, place) => writeFileSync(join(folder, `program-${place + 1}.mts`), program));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", include: ["."] }));
  const tsc = join(package_, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
