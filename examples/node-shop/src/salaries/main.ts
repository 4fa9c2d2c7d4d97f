/** `npm run salaries -- november.csv --period 2026-11` */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import { InvalidInput, OperationAborted, OperationBusy, type Progress, Senfenico, type Why } from "xaalis";
import { configOf } from "../config.js";
import { openStorage } from "../storage.js";
import { type Language, francs } from "../texts.js";
import { BadFile, type Salary, readSalaries } from "./csv.js";
import { paySalaries, summaryOf } from "./pay.js";

const language: Language = localeOf().startsWith("fr") ? "fr" : "en";
const say = (french: string, english: string) => (language === "fr" ? french : english);

const NOT_WORTH_A_WORD_MS = 3_000;
/** All arrived; some did not, or not yet; nothing was begun; stopped by Ctrl-C. */
const EXIT = { arrived: 0, notAll: 1, refused: 2, stopped: 130 };

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof BadFile ? error.message : error);
  return EXIT.refused;
});

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { period: { type: "string" }, yes: { type: "boolean", default: false } },
  });
  const [file] = positionals;
  const { period } = values;
  if (file === undefined || period === undefined || !/^[a-z0-9-]{1,20}$/.test(period)) {
    const usage = "npm run salaries -- FILE.csv --period 2026-11 [--yes]";
    console.error(say(`usage : ${usage}\nUne période est payée une fois.`, `usage: ${usage}\nA period is paid once.`));
    return EXIT.refused;
  }
  const salaries = await readSalaries(readFileSync(file, "utf8"), period, language);
  const config = configOf();
  const storage = await openStorage();
  try {
    if (storage.forgets) {
      console.error(say("Journal en mémoire : un deuxième départ paierait deux fois.", "A journal in memory: a second start would pay twice."));
      console.error(say("Mettez DATABASE_URL, ou prenez Node 22.13 ou plus (SQLite).", "Set DATABASE_URL, or take Node 22.13 or later (SQLite)."));
      return EXIT.refused;
    }
    console.log(say(`journal : ${storage.name}`, `journal: ${storage.name}`));
    if (!values.yes && !(await agreed(salaries, period))) return EXIT.refused;
    const bar = barOf(salaries.length);
    const { apiKey } = config.senfenico;
    const baseUrl = config.sandboxUrl ?? undefined;
    const senfenico = new Senfenico({ apiKey, journal: storage.journal, baseUrl, onWait: (until, why) => bar.waits(until, why) });
    return await pay(senfenico, period, salaries, bar);
  } finally {
    await storage.close();
  }
}

async function pay(senfenico: Senfenico, period: string, salaries: readonly Salary[], bar: Bar): Promise<number> {
  const stop = new AbortController();
  // What is under way is finished; a second Ctrl-C does not wait for that, and the next start has to.
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  bar.start();
  try {
    const payouts = await paySalaries(senfenico, period, salaries, { onProgress: (progress) => bar.at(progress), stopSignal: stop.signal });
    bar.stop();
    return told(summaryOf(payouts, salaries, language));
  } catch (error) {
    bar.stop();
    if (error instanceof OperationAborted) {
      console.log(say("Arrêté. La même commande continue, et ne paie personne deux fois.", "Stopped. The same command goes on, and pays nobody twice."));
      return EXIT.stopped;
    }
    if (error instanceof InvalidInput && error.field === "opId") {
      console.error(say(`La période ${period} a commencé avec un autre fichier. Rien n'a été envoyé : reprenez ce fichier-là.`, `The period ${period} was begun with another file. Nothing was sent: take that file again.`));
      return EXIT.refused;
    }
    if (error instanceof OperationBusy) {
      console.error(language === "fr" ? error.merchantTextFr : error.merchantText);
      return EXIT.notAll;
    }
    throw error;
  }
}

function told({ settled, refused, unknown, notSent, paid, lines }: ReturnType<typeof summaryOf>): number {
  for (const line of lines) console.log(line);
  console.log(say(`payés : ${settled} (${francs(paid, "fr")})`, `settled: ${settled} (${francs(paid, "en")})`));
  console.log(say(`refusés : ${refused}   inconnus : ${unknown}   non envoyés : ${notSent}`, `refused: ${refused}   unknown: ${unknown}   not sent: ${notSent}`));
  if (unknown > 0) {
    console.log(say("Inconnus : ne les payez pas à nouveau. La même commande, plus tard, cherche encore.", "Unknown: do not pay them again. The same command, later, looks again."));
  }
  if (refused + notSent > 0) {
    console.log(say("Refusés et non envoyés : corrigez ces lignes seules dans un autre fichier, sous une autre période.", "Refused and not sent: put these lines alone, corrected, into another file, under another period."));
  }
  return refused + unknown + notSent === 0 ? EXIT.arrived : EXIT.notAll;
}

async function agreed(salaries: readonly Salary[], period: string): Promise<boolean> {
  const sum = francs(salaries.reduce((sum, { transfer }) => sum + transfer.amount, 0), language);
  const asked = say(`Payer ${salaries.length} salaires de ${period}, ${sum} ? [o/N] `, `Pay ${salaries.length} salaries of ${period}, ${sum}? [y/N] `);
  if (!process.stdin.isTTY) {
    console.error(`${asked}\n${say("Personne pour répondre : ajoutez --yes.", "Nobody to answer: add --yes.")}`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(asked);
  terminal.close();
  return /^(y|yes|o|oui)$/i.test(answer.trim());
}

interface Bar {
  start(): void;
  at(progress: Progress): void;
  waits(until: number, why: Why): void;
  stop(): void;
}

/** A bar on a terminal, a line for each step elsewhere. */
function barOf(total: number): Bar {
  const counts = ({ handedOver, settled, refused, unknown }: Progress) =>
    say(`remis ${handedOver}, payés ${settled}, refusés ${refused}, inconnus ${unknown}`, `handed over ${handedOver}, settled ${settled}, refused ${refused}, unknown ${unknown}`);
  if (!process.stdout.isTTY) {
    let last = "";
    const waits = (until: number, why: Why) => {
      const text = waited(until, why);
      // Once for each reason: it is looked into each second.
      if (why !== last && text !== "") console.log(text);
      last = why;
    };
    return { start: () => {}, at: (progress) => console.log(`${ended(progress)}/${total}: ${counts(progress)}`), waits, stop: () => {} };
  }
  const bar = new SingleBar({ format: "{bar} {value}/{total}  {counts}  {waits}", barsize: 20, hideCursor: true, gracefulExit: false }, Presets.shades_classic);
  return {
    start: () => bar.start(total, 0, { counts: "", waits: "" }),
    at: (progress) => bar.update(ended(progress), { counts: counts(progress), waits: "" }),
    waits: (until, why) => bar.update({ waits: waited(until, why) }),
    stop: () => bar.stop(),
  };
}

/** Only what a person would wonder at. */
function waited(until: number, why: Why): string {
  if (until - Date.now() < NOT_WORTH_A_WORD_MS) return "";
  const time = new Date(until).toLocaleTimeString(language);
  if (why === "elsewhere") {
    return say(`un départ d'avant attend peut-être une réponse : jusqu'à ${time} au plus`, `an earlier start may be waiting for an answer: until ${time} at most`);
  }
  if (why === "rate_limited" || why === "backoff") return say(`une pause jusqu'à ${time}`, `a pause until ${time}`);
  if (why === "quiet" || why === "reconciling") return say(`à la recherche de ce qui est arrivé, ${time}`, `finding out what arrived, ${time}`);
  return "";
}

function ended({ settled, refused }: Progress): number {
  return settled + refused;
}

function localeOf(): string {
  return process.env["LC_ALL"] || process.env["LC_MESSAGES"] || process.env["LANG"] || "";
}
