// Two servers of loopback: one that misbehaves as it is asked to, and another host, to which it redirects.
import { once } from "node:events";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/** A page is of another origin than its vendor, so it asks first whether it may. */
const ALLOWED = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-api-key, content-type, accept, accept-encoding, user-agent",
  "access-control-allow-methods": "GET, POST",
  "access-control-expose-headers": "retry-after",
  // A browser sends a POST again by itself when a connection that it had used before closes under it.
  connection: "close",
};
const PATIENCE_MS = 3_000;

/** Senfenico's list of charges, as its page shows it, but for the references. */
const HEAD = '{"status": true, "message": "Charge list retreived", "data": [';
const CHARGE = (number) => JSON.stringify({
  reference: `ch_${number}`,
  amount: 500,
  fees: "2.00",
  currency: "XOF",
  transaction_date: "2023-07-27T10:26:50.563219Z",
  ip_address: "172.23.0.1",
  status: "success",
  live_mode: false,
  payment_method: "mobile_money",
  provider: "orange_bf",
  phone: "77xxxxxx",
  cancelled_at: null,
  cancellation_reason: null,
  created_at: "2023-07-27T10:26:50.571137Z",
  updated_at: "2023-07-27T10:27:19.402034Z",
  confirmation_attempts: [
    { ip_address: "172.23.0.1", attempt_date: "2023-07-27T10:27:19.385100Z", confirmation_status: "success" },
  ],
});

export class Peer {
  #vendor = createServer((request, response) => this.#heard(request, response));
  #elsewhere = createServer((request, response) => {
    if (!allowed(request, response)) this.#note("elsewhere", request);
    if (!response.writableEnded) response.end("{}");
  });
  /** Of each path: whether each request had the key. */
  #keys = new Map();
  /** Of each path: has the last connection ended before the answer? */
  #closed = new Map();

  static async start() {
    const peer = new Peer();
    for (const server of [peer.#vendor, peer.#elsewhere]) await once(server.listen(0, "127.0.0.1"), "listening");
    return peer;
  }

  get url() {
    return address(this.#vendor);
  }

  stop() {
    for (const server of [this.#vendor, this.#elsewhere]) {
      server.closeAllConnections();
      server.close();
    }
  }

  #note(path, request) {
    this.#keys.set(path, [...(this.#keys.get(path) ?? []), request.headers["x-api-key"] === "sk_test_sandbox"]);
  }

  #heard(request, response) {
    if (allowed(request, response)) return;
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => this.#questioned(request, body, response) || this.#answer(request, body, response));
  }

  /** What a case asks about the requests before. */
  #questioned({ url }, body, response) {
    if (url === "/asked") {
      const keys = this.#keys.get(body) ?? [];
      response.end(`${keys.length} ${keys.every(Boolean) ? "with" : "without"} the key`);
    } else if (url === "/closed") {
      const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, "open").unref());
      void Promise.race([this.#closed.get(body), late]).then((told) => response.end(told));
    } else {
      return false;
    }
    return true;
  }

  #answer(request, body, response) {
    const { url, headers, method } = request;
    this.#note(url, request);
    this.#closed.set(url, new Promise((resolve) => response.on("close", () => resolve(response.writableFinished ? "whole" : "closed"))));
    const every = (ms, write) => {
      const timer = setInterval(write, ms);
      response.on("close", () => clearInterval(timer));
    };
    const pieces = (...parts) => every(250, () => (parts.length > 1 ? response.write(parts.shift()) : response.end(parts.shift())));
    if (url.startsWith("/redirected/")) {
      response.writeHead(Number(url.slice("/redirected/".length)), { location: `${address(this.#elsewhere)}/` });
      return response.end();
    }
    // What follows a question mark sets the requests of one case apart.
    switch (url.split("?")[0]) {
      case "/echo":
        response.writeHead(429, { "retry-after": "7" });
        return response.end(`${method} ${headers["content-type"]} ${body} é`);
      case "/packed":
        response.writeHead(200, { "content-encoding": "gzip" });
        return response.end(gzipSync("packed"));
      case "/nothing":
        return response.writeHead(204).end();
      case "/stalled":
        response.writeHead(200, { "content-length": "10" });
        return response.write("{");
      case "/dripping":
        response.writeHead(200);
        return every(100, () => response.write(" "));
      case "/reset":
        return request.socket.resetAndDestroy();
      case "/cut":
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
        return setTimeout(() => request.socket.destroy(), 50);
      case "/large":
        return response.writeHead(200).end("x".repeat(3_000_000));
      case "/bomb":
        return response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(3_000_000, " ")));
      case "/endless":
      case "/endless-list":
        response.writeHead(200);
        return every(10, () => response.write("x".repeat(20_000)));
      case "/list":
        response.writeHead(200);
        return pieces("[é,", "é,é", ",é,", "é", "]");
      case "/v1/payment/charges":
        response.writeHead(200, { "content-type": "application/json" });
        return pieces(`${HEAD}${CHARGE(1)},`, `${CHARGE(2)},${CHARGE(3).slice(0, 40)}`, `${CHARGE(3).slice(40)}]`, "}");
      case "/refused":
        return response.writeHead(401).end("none");
      default:
        return undefined; // Silent.
    }
  }
}

function allowed(request, response) {
  for (const [name, value] of Object.entries(ALLOWED)) response.setHeader(name, value);
  if (request.method !== "OPTIONS") return false;
  response.writeHead(204).end();
  return true;
}

function address(server) {
  return `http://127.0.0.1:${server.address().port}`;
}
