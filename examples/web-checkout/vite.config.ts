import { type Plugin, defineConfig } from "vite";

/** What the page may do: run its own script and wasm, and nothing from elsewhere. Vite's dev server needs more. */
const policy: Plugin = {
  name: "policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: {
        "http-equiv": "Content-Security-Policy",
        content: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
      },
      injectTo: "head-prepend",
    },
  ],
};

export default defineConfig({
  base: "./",
  plugins: [policy],
  build: { target: "es2022" },
  // The package is linked, and lies outside of this folder.
  server: { fs: { allow: ["../.."] } },
});
