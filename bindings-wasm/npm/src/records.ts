import { thrown } from "./error_base.js";
import { handed } from "./given.js";
import { ready } from "./load.js";
import type { EarlierTry, Notice, Progress, Prompt, Record, Words } from "./printed/types.js";
import { earlierTries, isAbout, recordProgress, recordToShow, recordWords } from "./wasm.js";

/** What a record tells to show in a list or on a page; nothing of `state` needs to be read. */
export async function wordsOf(record: Record): Promise<Words> {
  return JSON.parse(await crossing(record, recordWords)) as Words;
}

/** How far the bulk payout of a record is; of any other `null`. */
export async function progressOf(record: Record): Promise<Progress | null> {
  const text = await crossing(record, recordProgress);
  return text === undefined ? null : (JSON.parse(text) as Progress);
}

/**
 * What the payer has to be shown while the payment waits for him: how to get a code, what to dial, or the page to go to.
 * `null` once the vendor says that it is on its way, at its end, and where nobody knows.
 */
export async function toShowOf(record: Record): Promise<Prompt | null> {
  const text = await crossing(record, recordToShow);
  return text === undefined ? null : (JSON.parse(text) as Prompt);
}

/** The tries under this id that came before, the oldest first: those of which nothing reached the vendor. */
export async function earlierOf(record: Record): Promise<EarlierTry[]> {
  return JSON.parse(await crossing(record, earlierTries)) as EarlierTry[];
}

/** Whether a webhook is about the payment of this record. */
export async function isNoticeAbout(record: Record, notice: Notice): Promise<boolean> {
  const told = handed(notice);
  return crossing(record, (text) => isAbout(text, told));
}

async function crossing<T>(record: Record, cross: (text: string) => T): Promise<T> {
  const text = handed(record);
  const loading = ready();
  if (loading !== undefined) await loading;
  try {
    return cross(text);
  } catch (error) {
    throw thrown(error);
  }
}
