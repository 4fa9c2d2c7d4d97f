/** Single values, through the operation that takes or reads them; and webhooks. */
import type { Told } from "../../src/error_told.js";
import { codeTexts } from "../../src/error_texts.js";
import { handed } from "../../src/given.js";
import * as errors from "../../src/printed/errors.js";
import { errorFromJSON } from "../../src/printed/made.js";
import { callbackUrl, customData, readCallback, readWebhook, verifyHmac } from "../../src/wasm.js";
import { DAWN, type Given, type Json, accountOf, answered, begin, bytes, note, said, snake, step, text } from "./door.js";
import { parse, request } from "./play.js";

/** This one vector cannot be asked here. */
export class NoDoor extends Error {}

/** Questions about parts of core that nothing here reaches. Rust runs them. */
const NO_DOOR = ["amount_sum", "amount_display", "path_segment", "transition", "percent_equal"];

export function value(kind: string, given: Given): Json {
  if (NO_DOOR.includes(kind)) throw new NoDoor();
  const ask = QUESTIONS[kind];
  if (ask === undefined) throw new Error(`no question ${kind}`);
  return said(() => ask(given)) as Json;
}

const BILL = { service: "SENELEC_SN_BILL", customer: "210278816", external_transaction_id: "INV-1", bill: "8000000680" };

/** As JavaScript has them. */
const camel = (value: Given): Given => {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== "object" || value === null) return value;
  const name = (snake: string) => snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [name(field), camel(inner)]));
};

const toldOf = (error: Told): Json => ({
  message: error.message,
  message_fr: error.messageFr,
  buyer: error.buyerText,
  buyer_fr: error.buyerTextFr,
  merchant: error.merchantText,
  merchant_fr: error.merchantTextFr,
  retryable: error.retryable,
  failure: error instanceof errors.PaymentError,
});

const QUESTIONS: Record<string, (given: Given) => Json> = {
  given: (order) => {
    const { kind } = Object(order);
    try {
      accountOf({ order: { kind } }).begin(handed(order), "op-1", "[]");
      return "read";
    } catch (error) {
      if (typeof error !== "string") throw error;
      const { field, problem, allowed, suggestion } = JSON.parse(error);
      return { invalid: { field, problem, allowed, ...(suggestion === undefined ? {} : { suggestion }) } };
    }
  },
  webhook_senfenico: ({ keys, body, header }) =>
    snake(JSON.parse(readWebhook(JSON.stringify(keys.map(text)), bytes(body), text(header)))),
  webhook_dexchange: ({ secrets, body, ext_id, token }) =>
    snake(JSON.parse(readCallback(JSON.stringify(secrets.map(text)), bytes(body), text(ext_id), text(token)))),
  callback_url: ({ secrets, base, ext_id }) => callbackUrl(JSON.stringify(secrets.map(text)), text(base), text(ext_id)),
  custom_data: ({ secrets, ext_id, service, reference, amount }) => ({
    made: customData(JSON.stringify(secrets.map(text)), text(ext_id), text(service), text(reference), amount ?? undefined),
  }),
  verify_hmac: ({ body, signature, secret }) => {
    verifyHmac(bytes(body), text(signature), text(secret));
    return "verified";
  },
  amount_text: (given) => {
    if (text(given).length > 1_000_000) throw new NoDoor();
    return francs(charge(`"amount":${JSON.stringify(text(given))}`)?.amount);
  },
  amount_francs: (given) => {
    customData('["0123456789abcdef"]', "x", "WOYOFAL_SN_BILL", "210278816", given);
    return { francs: given };
  },
  amount_json: (given) => {
    const notice = `{"vendor":"senfenico","event":"x","status":"","dedupe":"x","amount":${text(given)}}`;
    const operation = begin({ order: { kind: "fetch_balances" } });
    const refused: Given = said(() => operation.note(`{"kind":"notified","notice":${notice}}`, DAWN));
    return refused === undefined && text(given) !== "null" ? { francs: JSON.parse(text(given)) } : "refused";
  },
  phone: (given) => {
    const made = sent({ kind: "create_charge", charge: { amount: 1, phone: text(given) } });
    if (made.invalid === undefined) return { digits: made.payment_method_details.phone, provider: made.payment_method_details.provider };
    if (made.invalid.field !== "provider") return made;
    // No operator by the number: this one takes any mobile one.
    const other = sent({ kind: "create_charge", charge: { amount: 1, phone: text(given), provider: "coris_bf" } });
    if (other.invalid !== undefined) throw new NoDoor();
    return { digits: other.payment_method_details.phone, provider: null };
  },
  phone_provider: ({ phone, provider }) => {
    const made = sent({ kind: "create_charge", charge: { amount: 1, phone: text(phone), provider: text(provider) } });
    return made.invalid === undefined ? "fits" : made;
  },
  provider: (given) => {
    const phone = text(given) === "moov_bf" ? "70000000" : "76000000";
    const made = sent({ kind: "create_charge", charge: { amount: 1, phone, provider: text(given) } });
    return made.invalid === undefined ? made.payment_method_details.provider : made;
  },
  percent: (given) => {
    const fees = charge(`"fees":${JSON.stringify(text(given))}`)?.fees;
    return typeof fees === "string" ? { text: fees } : "refused";
  },
  reference: (given) => {
    const made: Given = request({ order: { kind: "fetch_charge", reference: text(given) } });
    return made.invalid === undefined ? made.request.url.replace(/\/$/, "").split("/").at(-1) : made;
  },
  op_id: (given) => {
    const made: Given = request({ order: { kind: "fetch_balances" }, op_id: text(given) });
    return made.invalid === undefined ? text(given) : made;
  },
  bill_reference: (given) => {
    const made = sent({ kind: "pay_bill_once", payment: { ...BILL, bill: text(given) } });
    return made.invalid === undefined ? made.reference_facture : made;
  },
  customer_reference: (given) => {
    const made = sent({ kind: "pay_bill_once", payment: { ...BILL, customer: text(given) } });
    return made.invalid === undefined ? made.reference_client : made;
  },
  web_url: (given) => {
    const page = { amount: 1, success_url: text(given), cancel_url: "https://a.bf/c" };
    const made = sent({ kind: "initialize_checkout", checkout: page });
    return made.invalid === undefined ? made.success_url : made;
  },
  base_url: (given) => {
    const made: Given = request({ order: { kind: "fetch_balances" }, base_url: given });
    return made.invalid === undefined ? made.request.url.split("/v1/")[0] : made;
  },
  key: (given) => ({ mode: accountOf({ vendor: "senfenico", key: given }).mode }),
  otp: (given) => {
    const made = sent({ kind: "submit_otp", charge: "ch_1", otp: text(given) });
    return made.invalid === undefined ? { digits: made.otp } : made;
  },
  /** A record keeps the vendor's complaint about a payout, and no secret that stands in it. */
  redact: (given) => {
    const failed = [{ data: { ext_id: "pay-1" }, errors: { "": [text(given)] } }];
    return complaintKept(JSON.stringify({ status: true, message: "ok", failed_transfers: failed }));
  },
  /** A code is read by core, its texts are told here. */
  error: ({ class: name, parts }) => {
    const made: any = (errors as any)[name];
    const raised: Told = new made(...Object.values(camel(parts)));
    // What is made again of its JSON says the same.
    const again = errorFromJSON(JSON.parse(JSON.stringify(raised)));
    if (again.constructor !== raised.constructor) throw new Error("made again, of another class");
    same(toldOf(again), toldOf(raised));
    same(again, raised);
    return toldOf(raised);
  },
  code: (given) => {
    const body = JSON.stringify({ status: false, message: "no", error_code: text(given) });
    const reply: Given = parse({ order: { kind: "fetch_charge", reference: "ch_1" }, status: 400, body });
    const name = reply.outcome?.refusal?.code;
    // One that is no word at all is told by its HTTP status instead.
    if (name === undefined || text(given).trim() === "") throw new NoDoor();
    const { description, descriptionFr } = codeTexts(name);
    return { name, description, description_fr: descriptionFr };
  },
};

/** What a group's expectation says of what is shown here. */
export function shown(kind: string, expect: Given, actual: Given): Given {
  if (kind === "given") return expect;
  if (actual === "refused") return typeof expect === "object" && "invalid" in expect ? "refused" : expect;
  const hidden = HIDDEN[kind];
  if (typeof expect === "object" && expect !== null && "invalid" in expect) {
    // The order's own field, where the question is put through another one.
    const field = FIELDS[`${kind} ${expect.invalid.field}`] ?? expect.invalid.field;
    return { invalid: { ...expect.invalid, field: { contains: field } } };
  }
  if (hidden === undefined) return expect;
  return Object.fromEntries(Object.entries(expect).filter(([name]) => !hidden.includes(name)));
}

const HIDDEN: Record<string, readonly string[]> = {
  code: ["certainly_not_applied"],
  custom_data: ["fits"],
  key: ["debug"],
  otp: ["debug"],
  percent: ["ten_thousandths"],
  phone: ["mobile", "debug"],
};
const FIELDS: Record<string, string> = {
  "bill_reference reference_facture": "bill",
  "callback_url reference": "external_transaction_id",
  "customer_reference reference_client": "customer",
};

/** The JSON that an order sends, or the refusal. */
function sent(order: Given): Given {
  const made: Given = request({ order });
  return made.invalid === undefined ? JSON.parse(made.request.body) : made;
}

/** What is read of a charge with this member. */
function charge(member: string): Given {
  const body = `{"status":true,"data":{"reference":"ch_1","status":"success",${member}}}`;
  const reply: Given = parse({ order: { kind: "fetch_charge", reference: "ch_1" }, status: 200, body });
  return reply.outcome?.value;
}

function francs(amount: Given): Json {
  return typeof amount === "number" ? { francs: amount } : "refused";
}


function complaintKept(body: string): string {
  const transfer = { amount: 100, phone: "70000000", wallet: "moov_bf" };
  const transfers = ["pay-1", "pay-2"].map((ext_id) => ({ ...transfer, ext_id }));
  const operation = begin({ order: { kind: "bulk_payout", transfers } });
  let kept = "";
  for (let count = 0; count < 8; count += 1) {
    const next = step(operation, DAWN);
    if (next.kind === "store") {
      kept = JSON.parse(next.record.state).items?.list?.[0]?.standing?.errors?.[0] ?? kept;
      note(operation, { kind: "stored" }, DAWN);
    } else if (next.kind === "send") {
      note(operation, answered({ status: 200, body }), DAWN);
    } else {
      return kept.replace("non_field_errors: ", "");
    }
  }
  throw new Error("no end");
}

/** In browsers, too, where Node's `assert` is not. */
function same(one: unknown, other: unknown): void {
  const [left, right] = [JSON.stringify(one), JSON.stringify(other)];
  if (left !== right) throw new Error(`made again, ${left} and not ${right}`);
}
