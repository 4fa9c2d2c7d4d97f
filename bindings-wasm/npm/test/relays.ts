/**
 * A shop with a relay, in a world whose clock moves only when asked: what the attacks of
 * `tests/vectors/relay-attacks.json` and `relay-bills.json` are tried at, whichever way requests come in, in Node and in
 * workerd.
 */
import { type Clock, Dexchange, InvalidInput, type Journal, MemoryJournal, NoAnswer, type Record, Senfenico, type Transport, type TransportRequest, type TransportResponse } from "xaalis";
import { type Codes, MemoryTally, Relay, type Tally } from "xaalis/relay";
import { Sandbox } from "xaalis/sandbox";
import { SenfenicoWebhooks, WebhookError } from "xaalis/webhooks";
import { Turns } from "./turns.js";
import type { Given } from "./vectors/door.js";

/** What comes back, headers by small names. */
export interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** `null` where none is sent, whatever it would be. */
  readonly body: string | null;
}

/** A way in to one relay. */
export interface End {
  served(request: Given): Promise<Answer>;
  close?(): Promise<void>;
}

export type Way = (relay: Relay) => End | Promise<End>;

/** A request that does not come this way: what stands before the relay changes it, or refuses it. */
export class NoWay extends Error {}

export interface Stores {
  readonly journal: Journal;
  readonly tally: Tally;
}

/** What a process that is dead waits for. */
const NEVER = new Promise<never>(() => {});

/** A process of the shop's: what it does ends when it is killed. */
interface Seat {
  readonly place: number;
  isDead: boolean;
}

/** The vendor, the stores and the clock. */
export class World {
  readonly settings: Given;
  readonly clock: Clock;
  readonly sandbox: Sandbox;
  readonly trace: string[] = [];
  readonly sent: string[] = [];
  readonly ops = new Set<string>();
  now: number;
  touched = 0;
  isDown = false;
  isSilent = false;
  turns: Turns | undefined;
  killsAt: string | undefined;
  killed: () => void = () => {};
  /** What a request waits for before the vendor sees it. */
  hangs: (() => Promise<never>) | undefined;
  /** What meters were topped up with, by order. */
  readonly codes = new Map<string, string>();
  readonly #stores: Stores;

  constructor(settings: Given, stores: Stores = { journal: new MemoryJournal(), tally: new MemoryTally() }) {
    this.settings = settings;
    this.now = settings.now_ms;
    this.sandbox = new Sandbox({ seed: 1, start: this.now });
    this.#stores = stores;
    this.clock = {
      now: () => this.now,
      sleepUntil: async (until) => void (this.now = Math.max(this.now, until)),
    };
  }

  /** A relay of these settings, as a process of its own has one. Throws as it does. */
  relay(place = 0): Relay {
    const { api_key, vendor, url, keys, origins, operations, success_url, cancel_url, keeps_codes, most_at_once } = this.settings;
    const seat: Seat = { place, isDead: false };
    const logger = { debug: this.#hears, info: this.#hears, warn: this.#hears };
    const Vendor = vendor === "dexchange" ? Dexchange : Senfenico;
    const client = new Vendor({
      apiKey: api_key,
      journal: this.#journal(seat),
      transport: this.#transport(seat),
      logger,
      dangerouslyAllowBrowser: true,
    });
    return new Relay(client, {
      url,
      keys: new Map(keys.map(({ kid, secret }: Given) => [kid, secret])),
      origins,
      collect: operations.includes("collect"),
      checkout: operations.includes("checkout") ? [success_url, cancel_url] : undefined,
      bills: operations.includes("pay_bill"),
      codes: keeps_codes === true ? this.#keeps(seat) : undefined,
      tally: this.#tally(seat),
      atOnce: most_at_once,
    });
  }

  /** The token of some order. */
  mints(): Promise<string> {
    const { vendor } = this.settings;
    const bill = { service: "SENELEC_SN_BILL", customer: "210278816" };
    return this.relay().mint("42", { amount: 1_500, ...(vendor === "dexchange" ? bill : {}) });
  }

  count(name: string): number | undefined {
    const begun = this.sent.filter((line) => /^POST .*\/(charges\/|initialize\/|billing\/pay)$/.test(line)).length;
    const codes = this.sent.filter((line) => line.includes("/submit")).length;
    const counted = { vendor: this.sent.length, begun, codes, records: this.ops.size, touched: this.touched, begun_and_codes: begun + codes };
    return counted[name as keyof typeof counted];
  }

  readonly #hears = (line: string): void => void this.trace.push(line);

  #journal(seat: Seat): Journal {
    const { journal } = this.#stores;
    const used = (touched: number) => this.#used(seat, touched);
    return {
      put: async (record: Record) => {
        await used(0);
        this.trace.push(JSON.stringify(record));
        const kept = await journal.put(record);
        if (kept === "stored") this.ops.add(record.opId);
        return kept;
      },
      get: async (opId) => (await used(1), journal.get(opId)),
      unfinished: () => journal.unfinished(),
    };
  }

  #tally(seat: Seat): Tally {
    const { tally } = this.#stores;
    const used = (touched: number) => this.#used(seat, touched);
    return {
      take: async (...given) => (await used(1), tally.take(...given)),
      hold: async (...given) => (await used(1), tally.hold(...given)),
      free: async (...given) => (await used(0), tally.free(...given)),
    };
  }

  #keeps(seat: Seat): Codes {
    return {
      keep: async (order, code) => (await this.#used(seat, 0), void this.codes.set(order, code)),
      recall: async (order) => (await this.#used(seat, 0), this.codes.get(order)),
    };
  }

  async #used(seat: Seat, touched: number): Promise<void> {
    if (seat.isDead) await NEVER;
    await this.turns?.wait(seat.place);
    if (this.isDown) throw new Error("the store does not answer");
    this.touched += touched;
  }

  #transport(seat: Seat): Transport {
    const world = this;
    return {
      isLocal: true,
      clock: this.clock,
      async send(request: TransportRequest, signal: AbortSignal): Promise<TransportResponse> {
        if (seat.isDead) await NEVER;
        await world.turns?.wait(seat.place);
        const path = new URL(request.url).pathname;
        world.sent.push(`${request.method} ${path}`);
        await world.hangs?.();
        if (world.isSilent) {
          world.now += request.timeoutMs;
          throw new NoAnswer("silent");
        }
        world.now += 200;
        await world.sandbox.clock.sleepUntil(world.now, signal);
        const answer = await world.sandbox.send(request);
        if (world.killsAt === undefined || !path.endsWith(world.killsAt)) return answer;
        // What it would do next does not happen any more.
        seat.isDead = true;
        world.killed();
        throw new Error("killed");
      },
    };
  }
}

/** A world that is attacked, and what is seen of it. */
export class Attack {
  readonly world: World;
  readonly #settings: Given;
  readonly #way: Way;
  readonly #run: number;
  #end: End | undefined;

  constructor(settings: Given, way: Way, stores?: Stores, run = 0) {
    this.world = new World(settings, stores);
    this.#settings = settings;
    this.#way = way;
    this.#run = run;
  }

  /** Plays one attack and checks what it came to. */
  async plays({ input, expect }: Given): Promise<void> {
    let noWay: NoWay | undefined;
    try {
      for (const [place, line] of input.lines.entries()) {
        try {
          await this.#line(line);
        } catch (error) {
          if (error instanceof NoWay) {
            noWay = error;
            break;
          }
          throw new Error(`line ${place + 1}: ${error}`, { cause: error });
        }
      }
    } finally {
      await this.#left();
    }
    for (const [name, wanted] of Object.entries(expect)) {
      const seen = this.world.count(name);
      isTrue(seen === wanted, `${name}: ${seen}, not ${wanted}: ${this.world.sent}`);
    }
    search(this.world.trace, this.#settings.canaries);
    if (noWay !== undefined) throw noWay;
  }

  async #line(line: Given): Promise<void> {
    const { world } = this;
    const { expect } = line;
    if ("request" in line) {
      agrees(await this.#served(line.request), expect);
    } else if ("parallel" in line) {
      world.turns = new Turns(this.#run);
      const ends = await Promise.all(line.parallel.map((_: Given, place: number) => this.#way(world.relay(place))));
      const works = line.parallel.map((request: Given, place: number) => () => this.#served(request, ends[place]));
      const answers = await world.turns.play<Answer>(works);
      world.turns = undefined;
      for (const end of ends) await end.close?.();
      for (const { status, body } of answers) isTrue(status === 200 || status === 409, `${status} ${body}`);
    } else if ("kill" in line) {
      const end = await this.#ending();
      world.killsAt = { submit: "/charges/submit", pay: "/billing/pay" }[String(line.after)] ?? "/charges/";
      const killed = new Promise<string>((resolve) => (world.killed = () => resolve("killed")));
      const came = await Promise.race([killed, end.served(line.kill).then(String, (error) => (error instanceof NoWay ? Promise.reject(error) : "gone"))]);
      isTrue(came === "killed", "it lived");
      world.killsAt = undefined;
      await this.#left();
    } else if ("many" in line) {
      const [before, statuses] = [world.sent.length, new Set<number>()];
      for (let time = 0; time < line.times; time += 1) {
        statuses.add((await this.#served(line.many)).status);
        world.now += line.every_ms;
      }
      isTrue(JSON.stringify([...statuses].sort()) === JSON.stringify(expect.statuses), `${[...statuses]}`);
      isTrue(world.sent.length - before <= expect.vendor_at_most, `${world.sent.length - before} asked`);
    } else if ("hang" in line) {
      await this.#hang(line.hang, expect);
    } else if ("start" in line) {
      await this.#starts(line.start, expect);
    } else if ("webhook" in line) {
      const error = await new SenfenicoWebhooks("whk_canary").read(line.webhook.body, line.webhook.hash).catch((error: unknown) => error);
      isTrue(error instanceof WebhookError && expect.refused !== undefined, "not refused");
    } else if ("wait_ms" in line) {
      world.now += line.wait_ms;
    } else if ("vendor" in line) {
      world.isSilent = line.vendor === "silent";
    } else if ("store" in line) {
      world.isDown = line.store === "down";
    } else {
      throw new Error(`no such line: ${JSON.stringify(line)}`);
    }
  }

  /** The vendor does not answer these until all have come. */
  async #hang(requests: readonly Given[], expect: Given): Promise<void> {
    const { world } = this;
    const end = await this.#ending();
    const over: (() => void)[] = [];
    const ended: Answer[] = [];
    const served: Promise<unknown>[] = [];
    for (const request of requests) {
      const arrived = new Promise<void>((resolve) => {
        world.hangs = () => {
          resolve();
          return new Promise((_, reject) => over.push(() => reject(new NoAnswer("it went away"))));
        };
        served.push(this.#served(request, end).then((answer) => (over.length < served.length && ended.push(answer), resolve())));
      });
      await arrived;
    }
    const refused = [...ended];
    over.forEach((release) => release());
    world.hangs = undefined;
    await Promise.all(served);
    for (const answer of refused) agrees(answer, expect.refused);
    isTrue(requests.length - refused.length === expect.hanging, `${requests.length - refused.length} hung`);
  }

  async #starts(changes: object, expect: Given): Promise<void> {
    const settings = { ...this.#settings, ...changes };
    let error: unknown;
    try {
      await new World(settings).mints();
    } catch (refused) {
      error = refused;
    }
    isTrue(error instanceof InvalidInput && error.field === "keys" && /^relay_keys?$/.test(expect.refused), `${error}`);
    isTrue(!`${error}${JSON.stringify(error)}`.includes(settings.keys[0].secret), "a secret is told");
  }

  async #served(request: Given, end?: End): Promise<Answer> {
    const answer = await (end ?? (await this.#ending())).served(request);
    const headers = Object.entries(answer.headers).filter(([name]) => name !== "date");
    this.world.trace.push(`${answer.body}\n${JSON.stringify(headers)}`);
    return answer;
  }

  async #ending(): Promise<End> {
    return (this.#end ??= await this.#way(this.world.relay()));
  }

  async #left(): Promise<void> {
    await this.#end?.close?.();
    this.#end = undefined;
  }
}

/** No secret, code or phone, and nothing that an attacker wrote, stands anywhere. */
export function search(lines: readonly string[], canaries: readonly string[]): void {
  for (const line of lines) {
    for (const canary of canaries) isTrue(!line.includes(canary), `${canary} stands in ${line.slice(0, 300)}`);
  }
}

/** As frameworks hand a `Request` over. */
export function handled(relay: Relay): End {
  return {
    async served(request) {
      const response = await relay.handle(requestOf(request));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}

export function bytesOf(body: Given): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (typeof body.hex === "string") return Uint8Array.from(body.hex.match(/../g) ?? [], (byte: string) => Number.parseInt(byte, 16));
  const [part, times] = body.repeat;
  return new TextEncoder().encode(part.repeat(times));
}

/** What a server makes of it. Where the standard's own refuses a method or shortens an address, one that did not. */
function requestOf({ method, target, headers, body }: Given): Request {
  if (!target.startsWith("/")) throw new NoWay("an address that is not a path");
  const url = `https://shop.example${target}`;
  const given = new Headers();
  for (const [name, value] of headers) given.append(name, value);
  const bytes = bytesOf(body);
  const stream = () => (bytes.length === 0 ? null : new Blob([bytes as Uint8Array<ArrayBuffer>]).stream());
  const plain = { url, method, headers: given, bodyUsed: false, body: stream() } as unknown as Request;
  if (/^(TRACE|get)$/.test(method) || new URL(url).href !== url) return plain;
  const request = new Request(url, { method, headers: given, body: stream(), duplex: "half" } as RequestInit);
  // A page may not say where it is from: its browser does.
  return [...request.headers].length === [...given].length ? request : plain;
}

function agrees({ status, headers, body }: Answer, expect: Given): void {
  const told = `${status} ${body} ${JSON.stringify(headers)}, not ${JSON.stringify(expect)}`;
  const said = body === "" || body === null ? {} : JSON.parse(body);
  const view = said.view ?? said;
  isTrue(status === expect.status && (expect.body === undefined || body === null || body === expect.body), told);
  for (const name of ["error", "field"]) isTrue(expect[name] === undefined || said[name] === expect[name], told);
  for (const [name, value] of Object.entries(expect.view ?? {})) isTrue(JSON.stringify(view[name]) === JSON.stringify(value), `${name}: ${told}`);
  const { code, token } = view.outcome ?? {};
  isTrue(expect.code === undefined || code === expect.code, told);
  // A sandbox draws the code of a meter; the vendor's page shows sixteen digits.
  isTrue((String(token ?? "").length >= 16) === (expect.token === true), told);
  for (const [name, value] of Object.entries(expect.headers ?? {})) isTrue(headers[name.toLowerCase()] === value, `${name}: ${told}`);
  for (const name of expect.absent_headers ?? []) isTrue(!(name.toLowerCase() in headers), `${name}: ${told}`);
  isTrue(headers["cache-control"] === "no-store" && headers["x-content-type-options"] === "nosniff", told);
}

/** As in workerd, which has no `node:assert`. */
function isTrue(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise);
}
