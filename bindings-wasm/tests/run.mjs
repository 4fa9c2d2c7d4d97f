// Runs the transports' cases (`transport.rs`) over each transport in Node, against a server of loopback that misbehaves.
// Needs `wasm-bindgen-test-runner` of the version in Cargo.lock (crate `wasm-bindgen-cli`) in the path.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";

const seen = new Map();

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => answer(request, body, response));
});

function answer(request, body, response) {
  const { url, headers, method } = request;
  if (url === "/asked") {
    const keys = seen.get(body) ?? [];
    return response.end(`${keys.length} ${keys.every(Boolean) ? "with" : "without"} the key`);
  }
  seen.set(url, [...(seen.get(url) ?? []), headers["x-api-key"] === "sk_test_sandbox"]);
  switch (url) {
    case "/echo":
      response.writeHead(429, { "retry-after": "7" });
      return response.end(`${method} ${headers["content-type"]} ${body} é`);
    case "/redirected":
      response.writeHead(307, { location: "/elsewhere" });
      return response.end();
    case "/stalled":
      response.writeHead(200, { "content-length": "10" });
      return response.write("{");
    case "/dripping":
      response.writeHead(200);
      return void setInterval(() => response.write(" "), 100).unref();
    case "/reset":
      return request.socket.destroy();
    case "/cut":
      response.writeHead(200, { "content-length": "100" });
      response.write("{");
      return void setTimeout(() => request.socket.destroy(), 50);
    case "/large":
      response.writeHead(200);
      return response.end("x".repeat(3_000_000));
    case "/elsewhere":
      return response.end("{}");
    default:
      return; // Silent.
  }
}

server.listen(0, "127.0.0.1");
await once(server, "listening");
const env = {
  ...process.env,
  XAALIS_PEER: `http://127.0.0.1:${server.address().port}`,
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
};
const test = ["test", "-p", "xaalis-wasm", "--target", "wasm32-unknown-unknown", "--test", "transport"];
let failed = 0;
for (const features of [[], ["--features", "reqwest"]]) {
  seen.clear();
  const cargo = spawn("cargo", [...test, ...features], { env, stdio: "inherit" });
  const [code] = await once(cargo, "exit");
  failed += code === 0 ? 0 : 1;
}
server.closeAllConnections();
server.close();
process.exitCode = failed;
