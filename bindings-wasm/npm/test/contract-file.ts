import { readFileSync } from "node:fs";
import type { Journal } from "xaalis";
import { contract } from "./contract.js";

const file = JSON.parse(readFileSync(new URL("../../../tests/vectors/journal.json", import.meta.url), "utf8"));

export function keepsTheContract(open: (name: string) => Journal | Promise<Journal>): Promise<void> {
  return contract(file, open);
}
