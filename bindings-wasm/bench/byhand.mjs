// What a careful programmer writes without a library: `fetch` and `JSON.parse`, with the checks that xaalis makes of one
// call: the input, a deadline, no redirect, a cap on the answer, and that the answer is about what was asked. No record,
// no second try, nothing that finds a payment again.

const PROVIDERS = ["orange_bf", "moov_bf", "coris_bf", "sank_bf"];
const PREFIXES = {
  orange_bf: /^(04|05|06|07|5[4-7]|6[4-7]|7[4-7])/,
  moov_bf: /^(01|02|03|5[0-3]|6[0-3]|7[0-3])/,
};
const CAP = 1 << 20;

export class ByHand {
  #key;
  #base;
  #fetch;

  constructor({ apiKey, baseUrl, fetch = globalThis.fetch }) {
    if (!apiKey.startsWith("sk_test_") && !apiKey.startsWith("sk_live_")) throw new TypeError("apiKey: not a key");
    this.#key = apiKey;
    this.#base = baseUrl;
    this.#fetch = fetch;
  }

  async createCharge({ amount, phone, provider }) {
    if (!Number.isSafeInteger(amount) || amount < 200) throw new RangeError("amount: whole francs, at least 200");
    const digits = phone.replace(/[\s.-]/g, "").replace(/^(\+|00)226/, "");
    if (!/^\d{8}$/.test(digits)) throw new RangeError("phone: eight digits");
    if (!PROVIDERS.includes(provider)) throw new RangeError(`provider: ${PROVIDERS.join(", ")}`);
    if (PREFIXES[provider]?.test(digits) === false) throw new RangeError("provider: not this number's");
    const body = { amount, currency: "XOF", payment_method: "mobile_money", payment_method_details: { phone: digits, provider } };
    const made = await this.#ask("POST", "/v1/payment/charges/", body);
    if (typeof made.reference !== "string" || typeof made.status !== "string") throw new Error("no charge");
    return made;
  }

  async fetchCharge(reference) {
    if (!/^[\w-]{1,64}$/.test(reference)) throw new RangeError("reference: letters, digits, - and _");
    const charge = await this.#ask("GET", `/v1/payment/charges/${reference}`);
    if (charge.reference !== reference || !Number.isSafeInteger(charge.amount)) throw new Error("another charge");
    return charge;
  }

  async transfers(schema) {
    const list = await this.#ask("GET", "/v1/payment/transfers/");
    return schema.parse(list);
  }

  async #ask(method, path, body) {
    const headers = { accept: "application/json", "accept-encoding": "identity", "user-agent": "byhand", "X-API-KEY": this.#key };
    if (body !== undefined) headers["content-type"] = "application/json";
    const response = await this.#fetch(this.#base + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    });
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength > CAP) throw new Error("too large");
    const answer = JSON.parse(decoder.decode(bytes));
    if (!response.ok || answer.status !== true) throw new Error(`refused: ${answer.error_code}`);
    if (answer.data.live_mode === true && this.#key.startsWith("sk_test_")) throw new Error("of real money");
    return answer.data;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });
