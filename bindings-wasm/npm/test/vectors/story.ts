/** Runs a story of `tests/vectors/flows*.json`, line by line. The lines are documented in `tests/vectors/README.md`. */
import { type Account, type Operation, callbackUrl, readCallback, readWebhook, recordToShow, signWebhook } from "../../src/wasm.js";
import { holds, same } from "./agrees.js";
import { DAWN, type Given, type Json, KEYS, accountOf, encoder, note, camel, said, snake, text, vendorOf } from "./door.js";

/** `as told`, or the first line that was not so. */
export function story(given: Given): Json {
  const whole = expanded(given);
  const teller = new Teller(whole);
  for (const [place, line] of whole.lines.entries()) {
    try {
      if ("out" in line) teller.out(line);
      else teller.hear(line);
    } catch (instead) {
      if (!(instead instanceof NotTold)) throw instead;
      return { line: place + 1, wanted: line, got: instead.got };
    }
  }
  return "as told";
}

/** What came instead. */
class NotTold {
  readonly got: Json;

  constructor(got: Given) {
    this.got = got;
  }
}

/** One process: what it is at, and what it has not looked at yet. */
interface Process {
  account: Account | undefined;
  operation: Operation | undefined;
  pending: boolean;
  until: number;
  ahead: Given;
}

class Teller {
  readonly #given: Given;
  #order: Given;
  #opId: string;
  #now = DAWN;
  #key: string;
  #earlierKeys: string[] = [];
  #refused: Given;
  /** The next process leaves the vendor alone until a look is due. */
  #calm = false;
  /** The newest records of the tries before. */
  readonly #tries: Given[] = [];
  /** The newest durable record, and the one before it. */
  #durable: Given = null;
  #before: Given = null;
  #here: Process = nobody();
  /** The other process, if two are at it. */
  #beside: Process = nobody();

  constructor(given: Given) {
    this.#given = given;
    this.#order = given.order;
    this.#opId = given.op_id ?? "op-1";
    this.#key = given.key ?? KEYS[vendorOf(given)];
    this.#enter();
  }

  out(line: Given): void {
    const refused = this.#refused;
    this.#refused = undefined;
    if (line.out === "refused") {
      const field = refused?.invalid?.field ?? null;
      if (refused === undefined || (line.field !== undefined && line.field !== field)) throw new NotTold(refused ?? null);
      return;
    }
    if (refused !== undefined) throw new NotTold(refused);
    if (line.out === "elsewhere") return this.#elsewhere(line);
    let got = this.#looked();
    while (line.at_last && got.out === "store" && got.record.stage === "open" && !this.#shows({}, got)) {
      this.#keep(got);
      got = this.#looked();
    }
    const { whole, step, ...told } = got;
    if (got.out !== line.out || !this.#fits(line, got)) throw new NotTold(told);
    this.#keep(got);
  }

  hear(line: Given): void {
    if (this.#refused !== undefined) throw new NotTold(this.#refused);
    // Whatever it wanted, it has not heard of this.
    this.#here.ahead = undefined;
    this.#now += line.after_ms ?? 0;
    const { in: kind, after_ms, ...fields } = line;
    switch (kind) {
      case "stored":
        return this.#settleStore();
      case "look":
        return this.#here.operation?.lookNow();
      case "limit":
        return this.#here.operation?.limit(line.ms === undefined ? undefined : this.#now + line.ms);
      case "taken":
        if (this.#here.pending) {
          this.#here.pending = false;
          [this.#durable, this.#before] = [this.#before, null];
        }
        return this.#note({ kind });
      case "crash":
        if (line.lost) [this.#durable, this.#before] = [this.#before, null];
        this.#calm = line.calm === true;
        if (line.key !== undefined) [this.#key, this.#earlierKeys] = [line.key, line.earlier_keys ?? []];
        return this.#enter();
      case "beside":
        this.#swap();
        this.#order = line.order ?? this.#order;
        return this.#begin(this.#durable);
      case "again":
        this.#order = line.order ?? this.#order;
        return this.#begin(this.#durable);
      case "next":
        if (this.#durable !== null) this.#tries.push(this.#durable);
        [this.#opId, this.#order, this.#durable] = [line.op_id, line.order, null];
        return this.#begin(null, this.#tries);
      case "back":
        return this.#swap();
      case "time":
        this.#now += line.ms;
        return;
      case "due":
        this.#now = this.#here.until;
        return;
      case "answer": {
        const headers = Object.entries(line.headers ?? {}).map(([name, value]) => ({ name, value }));
        return this.#note({ kind: "answered", response: { status: line.status, headers, body: body(line.body) } });
      }
      case "held":
        return this.#spend(line.for_ms);
      case "webhook": {
        const raw = encoder.encode(body(line.body));
        return this.#notified(() => readWebhook(JSON.stringify(line.keys), raw, signWebhook(raw, line.signed_with)));
      }
      case "callback": {
        const url = callbackUrl(JSON.stringify([line.secret]), "https://shop.example/dx", line.ext_id);
        const token = url.split("/").at(-1) ?? "";
        return this.#notified(() => readCallback(JSON.stringify(line.secrets), encoder.encode(body(line.body)), line.ext_id, token));
      }
      default:
        return this.#note({ kind: kind === "fail" ? "failed" : kind, ...fields });
    }
  }

  /** A process begins: with the newest record, or with the order. */
  #enter(): void {
    if (this.#durable === null) return this.#begin(null);
    const record = JSON.stringify(this.#durable);
    this.#process((account) => (this.#calm ? account.resumeCalmly(record, this.#now) : account.resume(record, this.#now)));
  }

  /** The order is given, and the journal asked. */
  #begin(held: Given, tries: Given[] = []): void {
    this.#process((account) => {
      const after = tries.map(({ op_id }) => op_id);
      const operation = account.begin(JSON.stringify(this.#order), this.#opId, JSON.stringify(after));
      const known: Given = Object.fromEntries(tries.map((record) => [record.op_id, record]));
      for (let asked; (asked = operation.opening()) !== undefined; ) {
        const record = asked === this.#opId ? held : known[asked];
        note(operation, { kind: "loaded", record }, this.#now);
      }
      return operation;
    });
  }

  #process(begun: (account: Account) => Operation): void {
    [this.#here.operation, this.#here.pending] = [undefined, false];
    const { people } = this.#given;
    this.#try(() => {
      const account = accountOf({ order: this.#given.order, key: this.#key, earlier_keys: this.#earlierKeys, people });
      this.#here.account = account;
      this.#here.operation = begun(account);
    });
  }

  #try(work: () => void): void {
    const refused: Given = said(work);
    if (refused !== undefined) this.#refused = refused;
  }

  #swap(): void {
    [this.#here, this.#beside] = [this.#beside, this.#here];
  }

  #note(event: Given): void {
    if (this.#here.operation === undefined) throw new NotTold("no operation");
    note(this.#here.operation, event, this.#now);
  }

  #notified(read: () => string): void {
    this.#try(() => this.#note({ kind: "notified", notice: snake(JSON.parse(read())) }));
  }

  #settleStore(): void {
    if (!this.#here.pending) return;
    this.#here.pending = false;
    this.#note({ kind: "stored" });
  }

  /** The journal is looked at again and again, and holds nothing new. */
  #elsewhere(line: Given): void {
    const began = this.#now;
    for (let looks = 0; ; ) {
      const got = this.#polled();
      if (got.out === "load") {
        looks += 1;
        this.#note({ kind: "loaded", record: this.#durable });
      } else if (got.out === "wait" && got.why === "elsewhere") {
        if (!(this.#now < got.step.until && got.step.until <= this.#now + 1_000)) throw new NotTold(got);
        this.#now = got.step.until;
      } else {
        // A request is handed out once.
        this.#here.ahead = got;
        const told = { out: "elsewhere", at_least: this.#now - began };
        if (looks === 0 || !this.#fits(line, told)) throw new NotTold(told);
        return;
      }
    }
  }

  /** Where the journal is asked, it tells. */
  #looked(): Given {
    for (;;) {
      const got = this.#polled();
      if (got.out !== "load") return got;
      this.#note({ kind: "loaded", record: this.#durable });
    }
  }

  #polled(): Given {
    const { ahead, operation } = this.#here;
    if (ahead !== undefined) {
      this.#here.ahead = undefined;
      return ahead;
    }
    if (operation === undefined) throw new NotTold("no operation");
    this.#settleStore();
    const step = JSON.parse(operation.step(this.#now));
    return { out: step.kind, step, ...this.#told(step, operation) };
  }

  #told(step: Given, operation: Operation): Given {
    switch (step.kind) {
      case "store": {
        const { state, ...record } = step.record;
        // Otherwise the journal refuses it.
        if (record.sequence !== (this.#durable?.sequence ?? 0) + 1) return { out: "outrun" };
        const { earlier = [] } = JSON.parse(state);
        const shown = recordToShow(JSON.stringify(camel(step.record)));
        const to_show = shown === undefined ? null : JSON.parse(shown);
        return { record: { ...record, earlier }, to_show, whole: JSON.stringify(step.record) };
      }
      case "send": {
        const { method, url, headers, body } = step.request;
        const { pathname, search } = new URL(url);
        const named = new Map(headers.map(({ name, value }: Given) => [name, value]));
        const key = named.get("X-API-KEY") ?? named.get("Authorization");
        return { method, path: pathname + search, key, body: body === null ? null : JSON.parse(body) };
      }
      case "wait":
        return { why: step.why, at_least: step.until - this.#now, to_show: JSON.parse(operation.view()).to_show };
      case "ask":
        return { prompt: step.prompt, can_abandon: JSON.parse(operation.view()).can_abandon };
      case "done": {
        const { kind, ...reply } = step.reply;
        const { alarms } = JSON.parse(operation.view());
        return { ...reply, alarms, whole: JSON.stringify(reply) };
      }
      default:
        return {};
    }
  }

  #keep({ out, step }: Given): void {
    if (out === "store") {
      [this.#before, this.#durable, this.#here.pending] = [this.#durable, step.record, true];
    }
    if (out === "wait") this.#here.until = step.until;
  }

  /** Does it show what must stay hidden? What the input hides stands in no record; an outcome may show it. */
  #shows(line: Given, got: Given): boolean {
    const hidden: string[] = [...(line.absent ?? []), ...(got.out === "store" ? (this.#given.absent ?? []) : [])];
    return hidden.some((one) => (got.whole ?? "").includes(one));
  }

  #fits(line: Given, got: Given): boolean {
    const alarms = got.out !== "done" || same(got.alarms, line.alarms ?? []);
    return (
      alarms &&
      !this.#shows(line, got) &&
      Object.entries(line).every(([name, wanted]: [string, Given]) => {
        if (name === "absent" || name === "at_last") return true;
        if (name === "at_least") return wanted <= got.at_least;
        if (name === "at_most") return got.at_least <= wanted;
        return ["prompt", "body", "to_show"].includes(name) ? same(got[name], wanted) : holds(got[name], wanted);
      })
    );
  }

  /** So many calls that the key may not call again for so long. */
  #spend(forMs: number): void {
    const { account } = this.#here;
    if (account === undefined) throw new NotTold("no account");
    const bulk = vendorOf(this.#given) === "senfenico";
    const order = bulk
      ? { kind: "create_bulk_transfer", transfers: [{ amount: 100, phone: "70000000", ext_id: "spent-1" }] }
      : { kind: "inquire_bills", inquiry: { service: "WOYOFAL_SN_BILL", customer: "07061270879" } };
    const at = this.#now + forMs - (bulk ? 1_000 : 60_000);
    for (let count = 0; count < (bulk ? 4 : 80); count += 1) {
      const asked = JSON.parse(account.beginAlone(JSON.stringify(order), `spent-${count}`).step(at));
      if (asked.kind !== (bulk ? "store" : "send")) throw new Error(`it wants to ${asked.kind}`);
    }
  }
}

function nobody(): Process {
  return { account: undefined, operation: undefined, pending: false, until: DAWN, ahead: undefined };
}

/** Text as it is, `{"parts": …}` as the long text it stands for, all else as JSON. */
function body(value: Given): string {
  if (typeof value === "string") return value;
  return value?.parts === undefined ? JSON.stringify(value) : text(value.parts);
}

/** `{"each": [from, to], "item": …}` in a list stands for its items, in whose texts `{n}` is their number. */
function expanded(value: Given): Given {
  if (Array.isArray(value)) {
    return value.flatMap((entry) => {
      if (entry?.each === undefined) return [expanded(entry)];
      const [from, to] = entry.each;
      const item = JSON.stringify(entry.item);
      return Array.from({ length: to - from }, (_, at) => JSON.parse(item.replaceAll("{n}", String(from + at).padStart(3, "0"))));
    });
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, expanded(inner)]));
}
