/** A small HTTP server on this machine that does what a test tells it to: nothing between it and the socket. */
import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";

/** What a path answers, once the request was read. */
export type Answer = (socket: Socket) => void;

export const CREATED = {
  status: true,
  message: "Charge attempted",
  data: { reference: "ch_1", status: "send_otp", live_mode: false, display_text: "Composez" },
};

/** A whole answer. */
export function reply(status = 200, body: unknown = CREATED, ...headers: string[]): Answer {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const head = [`HTTP/1.1 ${status} X`, `Content-Length: ${bytes.length}`, ...headers, "", ""].join("\r\n");
  return (socket) => socket.write(Buffer.concat([Buffer.from(head), bytes]));
}

/** Nothing, until the client goes away. */
export const silent: Answer = () => {};

/** A byte at a time, for ever. */
export const dripping: Answer = (socket) => {
  socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  const timer = setInterval(() => socket.write(" "), 20);
  socket.on("close", () => clearInterval(timer));
};

/** More than any client should read. */
export const huge: Answer = (socket) => {
  socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  const chunk = Buffer.from(`10000\r\n${" ".repeat(65_536)}\r\n`);
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", more);
  more();
};

/** No answer: the connection is closed once the request was read. */
export const closing: Answer = (socket) => socket.end();

/** No answer: the connection is reset. */
export const reset: Answer = (socket) => socket.resetAndDestroy();

/** Half an answer. */
export const cut: Answer = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status": true');

/** What is no HTTP. */
export const garbage: Answer = (socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n");

export class Loopback {
  /** Method and path of each. */
  readonly requests: string[] = [];
  readonly heads: string[] = [];
  readonly bodies: string[] = [];
  readonly answers = new Map<string, Answer>();
  connections = 0;
  #url = "";
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #otherwise: (request: string) => Answer;

  constructor(otherwise: (request: string) => Answer) {
    this.#otherwise = otherwise;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** `otherwise`: what is answered to a method and path for which `answers` has nothing. */
  static async start(otherwise: (request: string) => Answer = () => reply(), host = "127.0.0.1"): Promise<Loopback> {
    const made = new Loopback(otherwise);
    made.#server.listen(0, host);
    await once(made.#server, "listening");
    const { address, port } = made.#server.address() as AddressInfo;
    made.#url = `http://${address}:${port}`;
    return made;
  }

  get url(): string {
    return this.#url;
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }

  /** How many of these arrived. */
  count(request: string): number {
    return this.requests.filter((one) => one === request).length;
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#open.add(socket);
    socket.on("close", () => this.#open.delete(socket));
    socket.on("error", () => {});
    let data = Buffer.alloc(0);
    socket.on("data", (more: Buffer) => {
      data = Buffer.concat([data, more]);
      const end = data.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = data.subarray(0, end).toString();
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (data.length < end + 4 + length) return;
      const body = data.subarray(end + 4, end + 4 + length).toString();
      data = data.subarray(end + 4 + length);
      const [method = "", path = ""] = head.split(" ");
      this.requests.push(`${method} ${path}`);
      this.heads.push(head);
      this.bodies.push(body);
      (this.answers.get(path) ?? this.#otherwise(`${method} ${path}`))(socket);
    });
  }
}
