// A process of its own: Senfenico's documented answers over loopback HTTP with keep-alive, written by hand so that little
// but the client is measured. Says its port to whoever started it. Vendor pages: "create a charge", "fetch charge",
// "list transfers".
import { createServer } from "node:net";
import { CHARGE, CREATED, transfers } from "./answers.mjs";

const CROSS_ORIGIN = "access-control-allow-origin: *\r\naccess-control-allow-headers: *\r\naccess-control-max-age: 600\r\n";
const made = (body) =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${CROSS_ORIGIN}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
const created = made(CREATED);
const charge = made(CHARGE);
const list = made(transfers());
const allowed = made("");

function answer(head) {
  if (head.startsWith("OPTIONS")) return allowed;
  if (head.startsWith("POST")) return created;
  return head.includes("/transfers") ? list : charge;
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    for (;;) {
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      socket.write(answer(text));
      text = text.slice(end + 4 + length);
    }
  });
  socket.on("error", () => {});
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.on("disconnect", () => process.exit());
