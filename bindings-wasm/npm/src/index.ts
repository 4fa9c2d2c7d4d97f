/**
 * Payments in Senegal (DEXCHANGE) and Burkina Faso (Senfenico): never paid twice, never lost, and an unknown outcome is
 * never called a failure.
 *
 * @module
 */

export { OperationAborted } from "./aborted.js";
export {
  type BeginOptions,
  type BulkOptions,
  type CallOptions,
  Client,
  type ClientOptions,
  type FlowOptions,
  type Items,
  type Listing,
  type MoneyOptions,
  type PromptOptions,
} from "./client.js";
export type { Clock } from "./clock.js";
export { type Fetch, FetchTransport } from "./fetch.js";
export { type Found, type Journal, type Kept, MemoryJournal } from "./journal.js";
export type { Logger } from "./log.js";
export {
  type AdvanceOptions,
  type OnProgress,
  type OnPrompt,
  Payment,
  type PromptAnswer,
  type Recipients,
  type RunOptions,
} from "./payment.js";
export { Dexchange } from "./printed/dexchange.js";
export * from "./printed/errors.js";
export { errorFromJSON } from "./printed/made.js";
export { Senfenico } from "./printed/senfenico.js";
export type * from "./printed/types.js";
export { earlierOf, isNoticeAbout, progressOf, toShowOf, wordsOf } from "./records.js";
export type { Done, PaymentStep, Waiting } from "./steps.js";
export type { Header, Transport, TransportRequest, TransportResponse } from "./transport.js";
