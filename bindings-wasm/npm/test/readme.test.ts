/** The programs of both READMEs and of the relay's page run as they stand. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

const package_ = new URL("..", import.meta.url).pathname;
const text = ["README.md", "docs/relay.md", "../../README.md"].map((name) => readFileSync(join(package_, name), "utf8")).join("\n");
// Within the package, so that its name is found.
const folder = mkdtempSync(join(package_, "test", "readme-"));
after(() => rmSync(folder, { recursive: true }));

// A port of this moment: another program may have the one that is written.
const server = createServer().listen(0, "localhost");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
server.close();

const PROGRAMS = [...text.replaceAll("localhost:3000", `localhost:${port}`).replaceAll("listen(3000", `listen(${port}`).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, program = ""]) => program);
const SAYS = [/^success ch_/, /^$/, /render the form[^]*success/, /^done$/m, /INSUFFICIENT_FUNDS/, /^NotFound \S/, /^100\n$/, /charge\.\w+ order-46\n200/, /^payout salary-1: POST .* -> 200 in [^]*: settled$/m, /^paid: 1500\n$/,
  /^asking\n$/, /^asking done settled\n$/,
  /^8000000681 12300 2019-01-31\n8000000682 7150 2019-02-28\nsettled 7150 true\n$/,
  /^ch_\S+ is paid\n$/];

test("it holds these programs", () => assert.equal(PROGRAMS.length, SAYS.length));

for (const [place, program] of PROGRAMS.entries()) {
  test(`program ${place + 1}`, () => {
    const file = join(folder, `program-${place + 1}.mts`);
    writeFileSync(file, program);
    // What runs in a page is given one, whose shop has a relay.
    const page = program.includes('from "xaalis/pay"') ? ["--import", "./test/page.mjs"] : [];
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
