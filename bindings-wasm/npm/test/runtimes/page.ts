/** What a page is given to do. */
import { drive, smoke } from "./driven.js";

const place = {
  drive,
  smoke,
  worked: () =>
    new Promise<string[]>((resolve, reject) => {
      const worker = new Worker("/worker.mjs", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    }),
};

Object.assign(globalThis, { place });
export type Place = typeof place;
