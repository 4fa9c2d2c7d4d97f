/** The scenarios as data, and the server that does what they say. */
import { readFileSync } from "node:fs";
import { type Answer, Loopback, closing, reply, reset, silent } from "../loopback.js";
import type { Call } from "./driven.js";

/** What the server does with a request; with none of these it answers well. */
export interface Deed {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: readonly string[];
  /** Put into the `data` of a good answer. */
  readonly data?: object;
  readonly redirect?: number;
  readonly to?: "elsewhere" | "here";
  readonly silent?: true;
  readonly drips?: number;
  readonly letters?: true;
  readonly lateMs?: number;
  readonly bytes?: string;
  readonly reset?: true;
  readonly closes?: true;
  /** After the answer. */
  readonly then?: "closes" | "reset";
  /** 0: for ever. */
  readonly floodsMb?: number;
}

export interface Expected {
  readonly said: string;
  readonly posts: number;
  readonly requests?: number;
  readonly elsewhere?: true;
  readonly ends?: readonly [number, number];
}

export interface Scenario extends Expected {
  readonly name: string;
  readonly call: Call;
  readonly does?: readonly Deed[];
  readonly nobody?: true;
  readonly [place: string]: unknown;
}

const { scenarios } = JSON.parse(readFileSync(new URL("./scenarios.json", import.meta.url), "utf8"));
export const SCENARIOS: readonly Scenario[] = scenarios;

/** What must come of it at this place. */
export function expected(scenario: Scenario, place: string): Expected {
  return { ...scenario, ...(scenario[place] as Partial<Expected> | undefined) };
}

/** A vendor of one scenario, and the other host that it may point to. */
export class Stage {
  readonly vendor: Loopback;
  readonly elsewhere: Loopback;

  private constructor(vendor: Loopback, elsewhere: Loopback) {
    this.vendor = vendor;
    this.elsewhere = elsewhere;
  }

  static async of({ does = [{}], nobody }: Scenario): Promise<Stage> {
    let turn = 0;
    const stage: Stage = new Stage(
      await Loopback.start((request) => {
        // A page asks first whether it may, on a connection that it then keeps.
        if (request.startsWith("OPTIONS")) return reply(204, "", ...ALLOWED);
        const deed = does[Math.min(turn, does.length - 1)] ?? {};
        turn += 1;
        return answer(deed, request, stage);
      }),
      // There all is well: what matters is what arrives.
      await Loopback.start((request) => (request.startsWith("OPTIONS") ? reply(204, "", ...ALLOWED) : good(request)), "127.0.0.2"),
    );
    if (nobody) await stage.vendor.stop();
    return stage;
  }

  /** What arrived, without a browser's questions whether it may. */
  get requests(): string[] {
    return this.vendor.requests.filter((request) => !request.startsWith("OPTIONS"));
  }

  get posts(): number {
    return this.requests.filter((request) => request.startsWith("POST")).length;
  }

  async stop(): Promise<void> {
    await Promise.all([this.vendor.stop(), this.elsewhere.stop()]);
  }
}

const ALLOWED = ["Access-Control-Allow-Origin: *", "Access-Control-Allow-Headers: *", "Access-Control-Allow-Methods: POST, GET"];

function answer(deed: Deed, request: string, stage: Stage): Answer {
  if (deed.silent) return silent;
  if (deed.reset) return reset;
  if (deed.closes) return closing;
  if (deed.bytes !== undefined) return followed(deed, written(deed.bytes.replace("\r\n", `\r\n${ALLOWED[0]}\r\n`)));
  if (deed.floodsMb !== undefined) return flood(deed.floodsMb);
  if (deed.drips !== undefined) return dripping(deed.drips);
  if (deed.redirect !== undefined) {
    const host = deed.to === "elsewhere" ? stage.elsewhere.url : stage.vendor.url;
    return reply(deed.redirect, "", ...ALLOWED, `Location: ${host}${request.split(" ")[1]}`);
  }
  const body = deed.text ?? deed.json ?? sample(request, deed.data);
  const whole = reply(deed.status ?? 200, body, ...ALLOWED, ...(deed.headers ?? []));
  if (deed.lateMs !== undefined) return (socket) => void later(socket, deed.lateMs ?? 0, () => whole(socket));
  if (deed.letters) return lettered(JSON.stringify(body));
  return followed(deed, whole);
}

const written = (bytes: string): Answer => (socket) => void socket.write(bytes);

function followed({ then }: Deed, first: Answer): Answer {
  if (then === undefined) return first;
  return (socket) => {
    first(socket);
    // What was written arrives first.
    if (then === "reset") later(socket, 50, () => socket.resetAndDestroy());
    else socket.end();
  };
}

type Socket = Parameters<Answer>[0];

function later(socket: Socket, ms: number, act: () => void): void {
  const timer = setTimeout(act, ms);
  socket.on("close", () => clearTimeout(timer));
}

const HEAD = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${ALLOWED[0]}\r\n`;

function dripping(ms: number): Answer {
  return (socket) => {
    socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`);
    const timer = setInterval(() => socket.write(" "), ms);
    socket.on("close", () => clearInterval(timer));
  };
}

function lettered(text: string): Answer {
  return (socket) => {
    socket.setNoDelay(true).write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    for (const letter of text) socket.write(`1\r\n${letter}\r\n`);
    socket.write("0\r\n\r\n");
  };
}

function flood(megabytes: number): Answer {
  return (socket) => {
    socket.write(megabytes === 0 ? `${HEAD}\r\n` : `${HEAD}Content-Length: ${megabytes << 20}\r\n\r\n`);
    const chunk = Buffer.alloc(1 << 16, " ");
    let left = megabytes === 0 ? Infinity : megabytes << 4;
    const more = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(chunk)) return;
      }
    };
    socket.on("drain", more);
    more();
  };
}

function good(request: string): Answer {
  return reply(200, sample(request), ...ALLOWED);
}

/** The vendor's page's answer to this call. */
function sample(request: string, more?: object): object {
  const answered = request.startsWith("GET") ? FETCHED : request.includes("/transfers") ? QUEUED : CREATED;
  return { ...answered, data: { ...answered.data, ...more } };
}

const CREATED = {
  status: true,
  message: "Charge attempted",
  data: {
    reference: "ch_1ba1b4d1268b41079ee84c777e999f51",
    status: "send_otp",
    display_text: "Composez *144*4*6*500# pour obtenir un code OTP.",
    live_mode: false,
  },
};
const FETCHED = {
  status: true,
  message: "Charge attempted",
  data: {
    reference: "ch_45a408fd483a4d66b98aeea97aa7c2e2",
    amount: 1000,
    fees: "3.50",
    currency: "XOF",
    transaction_date: "2024-08-18T12:52:33.569084Z",
    ip_address: "172.18.0.1",
    status: "success",
    live_mode: false,
    payment_method: "mobile_money",
    provider: "orange_bf",
    phone: "76000000",
    cancelled_at: null,
    cancellation_reason: null,
    created_at: "2024-08-18T12:52:33.572801Z",
    updated_at: "2024-08-18T12:58:04.376754Z",
    confirmation_attempts: [],
  },
};
const QUEUED = {
  status: true,
  message: "Transfer has been queued",
  data: {
    reference: "tr_ef733c5a98b04a51b00773256d8b8f2f",
    amount: 1000,
    fees: 1.5,
    recipient_phone: "76000000",
    currency: "XOF",
    ip_address: "172.18.0.1",
    status: "pending",
    live_mode: false,
    recipient_wallet: "orange_bf",
    ext_id: "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
    created_at: "2024-03-21T21:08:33.336879Z",
  },
};
