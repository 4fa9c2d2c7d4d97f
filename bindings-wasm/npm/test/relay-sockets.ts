/** A relay behind a real socket, by Node's own server and by Express; requests are written as they stand. */
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import express from "express";
import type { Relay } from "xaalis/relay";
import { type Answer, type End, NoWay, bytesOf } from "./relays.js";

export function overNode(relay: Relay): Promise<End> {
  return over((request, response) => void relay.node(request, response));
}

export function overExpress(relay: Relay): Promise<End> {
  const app = express();
  app.all("/xaalis/pay", relay.node);
  // What its own router does not bring there.
  app.use(relay.node);
  return over(app);
}

async function over(listener: RequestListener): Promise<End> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    served: ({ method, target, headers, body }) => {
      const bytes = bytesOf(body);
      const has = headers.some(([name]: [string]) => name === "Content-Length");
      const lines = [`${method} ${target} HTTP/1.1`, "Host: shop.example", "Connection: close"];
      for (const [name, value] of headers) lines.push(`${name}: ${value}`);
      if (!has && (bytes.length > 0 || method === "POST")) lines.push(`Content-Length: ${bytes.length}`);
      const isHead = method === "HEAD";
      return exchanged(port, isHead, Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), bytes]));
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function exchanged(port: number, isHead: boolean, bytes: Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.on("error", reject);
    socket.on("close", () => {
      const [head = "", ...rest] = Buffer.concat(parts).toString("utf8").split("\r\n\r\n");
      const [line = "", ...pairs] = head.split("\r\n");
      const headers = Object.fromEntries(pairs.map((pair) => [pair.split(":")[0]?.toLowerCase(), pair.slice(pair.indexOf(":") + 2)]));
      const status = Number(line.split(" ")[1]);
      if (Number.isNaN(status)) reject(new Error(`no answer: ${head}`));
      else if (head === REFUSED) reject(new NoWay("Node's own server refuses it"));
      else resolve({ status, headers, body: isHead ? null : rest.join("\r\n\r\n") });
    });
  });
}

/** What is no HTTP, or not one request's. */
const REFUSED = "HTTP/1.1 400 Bad Request\r\nConnection: close";
