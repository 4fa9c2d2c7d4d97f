// As `load.ts`, for the sandbox: apart, so that nobody else loads it.
export * from "./load/sandbox/node.js";
