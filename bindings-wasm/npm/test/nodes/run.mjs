// Runs the tests in other Nodes, those that need `node:sqlite` among them.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const npm = join(here, "../..");
if (!existsSync(join(here, "node_modules"))) execFileSync("npm", ["ci", "--silent"], { cwd: here, stdio: "inherit" });
const files = ["test", "test/node22"].flatMap((folder) =>
  readdirSync(join(npm, folder)).filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`),
);
const env = { ...process.env, XAALIS_TABS: "100" };
for (const name of ["node-22", "node-24"]) {
  const node = join(here, "node_modules", name, "bin/node");
  console.log(execFileSync(node, ["--version"]).toString().trim());
  const { status } = spawnSync(node, ["--import", "tsx", "--test", ...files], { cwd: npm, stdio: "inherit", env });
  if (status !== 0) process.exit(1);
}
