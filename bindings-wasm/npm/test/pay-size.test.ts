/** What a page on a slow link loads, as it is shipped: no wasm, nothing beside it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = new URL("../dist/pay/", import.meta.url);
const packed = (name: string): number => gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length;

test("xaalis/pay is small", (context) => {
  const size = packed("pay.js");
  context.diagnostic(`${size} bytes gzip`);
  assert(size <= 5_000, `${size} bytes`);
  assert.doesNotMatch(readFileSync(new URL("pay.js", folder), "utf8"), /\bimport\b|WebAssembly/);
});

test("the element adds little, and what bills need is not loaded by others", (context) => {
  const [size, more, bills] = [packed("pay.js"), packed("element.js"), packed("bills.js")];
  context.diagnostic(`${more} bytes gzip, ${size + more} with xaalis/pay, ${size + more + bills} where bills are paid`);
  assert(more <= 8_000 && size + more + bills <= 13_000, `${size}, ${more} and ${bills} bytes`);
  assert.doesNotMatch(readFileSync(new URL("bills.js", folder), "utf8"), /from"/, "what it shares it is handed");
  assert.match(readFileSync(new URL("element.js", folder), "utf8"), /from"\.\/pay\.js"/, "xaalis/pay is shared");
});

test("a bundler keeps the element that is only imported, and takes nothing else of the package", async (context) => {
  const { outputFiles } = await build({
    stdin: { contents: 'import "xaalis/pay/element";', resolveDir: new URL(".", import.meta.url).pathname },
    bundle: true, minify: true, format: "esm", write: false,
  });
  const script = outputFiles[0]?.text ?? "";
  assert.match(script, /xaalis-pay/);
  assert.doesNotMatch(script, /WebAssembly/);
  const size = gzipSync(script, { level: 9 }).length;
  context.diagnostic(`${size} bytes gzip`);
  assert(size <= 13_000, `${size} bytes`);
});
