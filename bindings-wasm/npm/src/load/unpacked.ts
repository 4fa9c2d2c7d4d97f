/** A wasm file that was gzipped. */
export async function unpacked(gzip: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  const bytes = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}
