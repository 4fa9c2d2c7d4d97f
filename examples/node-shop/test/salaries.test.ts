/** A thousand salaries: paid once, whatever is stopped, killed or lost; and files that are not paid at all. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { BadFile, readSalaries } from "../src/salaries/csv.js";
import { Process, Shop } from "./shop.js";

let shop: Shop;
let folder: string;
before(async () => {
  shop = await Shop.open({ transferMs: 1_000, answersAfterMs: 100 });
  folder = mkdtempSync(join(tmpdir(), "xaalis-salaries-"));
});
after(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

/** `count` people; the last four digits of some numbers choose another ending at the sandbox. */
function payroll(name: string, count: number, ends: Record<number, string> = {}): string {
  const lines = ["id,name,phone,amount"];
  for (let number = 1; number <= count; number += 1) {
    const end = ends[number] ?? String(1_000 + number);
    lines.push(`E${number},Someone ${number},7${number % 4}11${end},${60_000 + number}`);
  }
  return file(name, lines.join("\r\n"));
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The command as it is, in a time that passes faster: it waits a minute for a request that may be under way. */
function salaries(path: string, period: string, environment: Record<string, string> = {}): Process {
  const fast = { NODE_OPTIONS: `--import ${new URL("fast.mjs", import.meta.url).href}` };
  return Process.run("src/salaries/main.ts", [path, "--period", period, "--yes"], { ...shop.environment, ...fast, ...environment });
}

/** How often each of a period was paid, by the id that we gave. */
async function paidOf(period: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const { clientReference } of await shop.vendor.sandbox.payments()) {
    if (clientReference?.startsWith(`${period}-`)) times.set(clientReference, (times.get(clientReference) ?? 0) + 1);
  }
  return times;
}

test("a thousand, killed in the middle again and again: each once, and the summary is right", async () => {
  const path = payroll("november.csv", 1_000, { 250: "9901", 500: "9907" });
  // The vendor has taken a batch, and its answer is on the way.
  const inFlight = salaries(path, "2026-11");
  while ((await paidOf("2026-11")).size < 300) await new Promise((resolve) => setTimeout(resolve, 2));
  await inFlight.kill("SIGKILL");
  assert((await paidOf("2026-11")).size < 700, "killed in the middle");
  // All are handed over, and not all have arrived.
  const waiting = salaries(path, "2026-11");
  await waiting.until(/handed over 1000, settled \d{1,3},/);
  await waiting.kill("SIGKILL");
  const last = salaries(path, "2026-11");
  assert.equal(await last.ended, 1, last.said);
  const times = await paidOf("2026-11");
  assert.equal(times.size, 999, "the number without an account makes no payment");
  assert.deepEqual([...times].filter(([, count]) => count !== 1), []);
  // 1,000 people, 60,001 to 61,000 francs; less the two that were refused.
  const sum = 1_000 * 60_000 + 500_500 - 60_250 - 60_500;
  assert.match(last.said, new RegExp(`^settled: 998 \\(${sum.toLocaleString("en").replaceAll(",", ".")}.F.CFA\\)$`, "m"));
  assert.match(last.said, /^refused: 2 {3}unknown: 0 {3}not sent: 0$/m);
  assert.match(last.said, /^line 251, E250: /m);
  assert.match(last.said, /^line 501, E500: .*\[.*The phone number is not valid/m);
  assert.doesNotMatch(last.said, /7[0-3]11\d{4}|sk_test_/, "no number, no key");
  // Once more: it only tells.
  const again = salaries(path, "2026-11", { LANG: "fr_BF.UTF-8" });
  assert.equal(await again.ended, 1);
  assert.match(again.said, /^payés : 998 /m);
  assert.equal((await paidOf("2026-11")).size, 999);
});

test("Ctrl-C stops it, and the same command goes on", async () => {
  const path = payroll("december.csv", 350);
  const first = salaries(path, "2026-12");
  await first.until(/handed over [1-9]/);
  assert.equal(await first.kill("SIGINT"), 130, first.said);
  assert.match(first.said, /Stopped\. The same command goes on, and pays nobody twice\./);
  const second = salaries(path, "2026-12");
  assert.equal(await second.ended, 0, second.said);
  assert.match(second.said, /^350\/350: handed over 350, settled 350, refused 0, unknown 0$/m);
  const times = await paidOf("2026-12");
  assert.deepEqual([times.size, Math.max(...times.values())], [350, 1]);
  // Another file under the same period is another payroll.
  const other = salaries(payroll("changed.csv", 351), "2026-12");
  assert.equal(await other.ended, 2);
  assert.match(other.said, /The period 2026-12 was begun with another file\. Nothing was sent/);
  assert.equal((await paidOf("2026-12")).size, 350);
});

test("what the vendor lost is told as unknown, and not paid again", async () => {
  const path = payroll("lost.csv", 3);
  await shop.inject("drop-after@transfers");
  const process = salaries(path, "lost");
  assert.equal(await process.ended, 0, process.said);
  const times = await paidOf("lost");
  assert.deepEqual([times.size, Math.max(...times.values())], [3, 1]);
});

test("a bad file is refused by line and field, all of it at once, in both languages, before anything is sent", async () => {
  const before = await shop.vendor.sandbox.requestsSeen();
  const bad = file("bad.csv", [
    "\uFEFFid;name;phone;amount;wallet", "E1;Awa;70112233;75000;", "E2;Ali;7011;75000;", "E3;Eve;70112234;75 000;", "E1;Ann;70112235;75000;",
    "E5;Bob;70112236;50;", "Été;Zoé;70112237;75000;", "E7;Tom;70112238;75000;orange", 'E8;"Jo; the tall";70112239;75000;',
  ].join("\n"));
  const [english, french] = [salaries(bad, "bad"), salaries(bad, "bad", { LANG: "fr_FR.UTF-8" })];
  assert.deepEqual([await english.ended, await french.ended], [2, 2]);
  const lines = english.said.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => /^line \d+, [a-z]+: /.exec(line)?.[0]), [
    "line 3, phone: ", "line 4, amount: ", "line 5, id: ", "line 6, amount: ", "line 7, id: ", "line 8, wallet: ",
  ]);
  assert.match(english.said, /line 5, id: "E1" is on line 2 already/);
  assert.doesNotMatch(english.said, /7011/, "no number");
  assert.match(french.said, /^ligne 4, amount: pas un nombre entier/m);
  for (const [text, told] of [
    ["id,phone,amount\n", /line 2: the file has nobody to pay/],
    ["id,phone,sum\nE1,70112233,75000\n", /line 1: no column "amount"/],
    ["id,phone,amount\nE1,70112233\n", /line 2: not as many fields as in the heading/],
    ['id,phone,amount\nE1,"70112233,75000\n', /line \d+: not well written/],
    ["", /line 1: |line 2: /],
  ] as const) {
    await assert.rejects(readSalaries(text, "bad", "en"), (error) => error instanceof BadFile && told.test(error.message), text);
  }
  assert.equal(await shop.vendor.sandbox.requestsSeen(), before);
});

test("a journal that forgets pays nobody, and nobody is paid unasked", async () => {
  const path = payroll("two.csv", 2);
  const { SANDBOX_PORT = "" } = shop.environment;
  const run = (args: readonly string[], environment: Record<string, string>) => Process.run("src/salaries/main.ts", args, environment);
  const forgets = run([path, "--period", "two", "--yes"], { SANDBOX_PORT, STORAGE: "memory" });
  const unasked = run([path, "--period", "two"], shop.environment);
  const usage = run([path], shop.environment);
  assert.deepEqual(await Promise.all([forgets.ended, unasked.ended, usage.ended]), [2, 2, 2]);
  assert.match(forgets.said, /A journal in memory: a second start would pay twice\./);
  assert.match(unasked.said, /Pay 2 salaries of two, 120.003.F.CFA\?.*\n.*add --yes/);
  assert.match(usage.said, /--period/);
  assert.equal((await paidOf("two")).size, 0);
});
