// Both vendors' servers: a file of its own beside `wasm.js`, so that a page without a sandbox does not load them.
// The two share nothing but text. As for `wasm.d.ts`.

export class Sandbox {
  /** Core's options, in snake_case; `"{}"` for none. */
  constructor(options: string);
  /** `{"method","url","headers"?:[{name,value}],"body"?,"timeout_ms"?,"max_body"?,"in_parts"?}`: the event that the
   * client is told, `{"kind":"answered","response":{status,headers,body}}` or `{"kind":"failed","failure"}`. */
  handle(request: string, now: number): string;
  /** `drop-after@1`, `503-before@charges` */
  inject(fault: string): void;
  heal(): void;
  readonly requestsSeen: number;
  readonly nextDue: number | undefined;
  /** `[{vendor, kind, reference, clientReference, number, amount, status}]` */
  payments(): string;
  /** The webhooks due: `[{id, vendor, url, headers: [{name, value}], body}]` */
  deliveries(now: number): string;
  acknowledge(id: number): void;
  /** `{"kind":"payer_confirms"|"payer_declines"|"paid_without_code"|"checkout_failed"|"settlement_advances","reference"}`,
   * `{"kind":"checkout_paid","reference","phone","provider"}`, `{"kind":"transfer_finishes"|"top_up_finishes","reference","ok"}`.
   * False when that is not possible. */
  act(deed: string, now: number): boolean;
  free(): void;
}

export function initSync(given: { module: BufferSource | WebAssembly.Module }): unknown;
export default function init(given: { module_or_path: unknown }): Promise<unknown>;
