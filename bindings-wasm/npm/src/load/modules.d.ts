/** As workers import it: compiled. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** Of `build.mjs`: the file, gzipped. */
declare module "packed:*" {
  const gzip: Uint8Array<ArrayBuffer>;
  export default gzip;
}
