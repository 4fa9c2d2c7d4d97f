// Where the wasm file comes from. `build.mjs` puts the file of `load/` here that fits the place.
export * from "./load/node.js";
