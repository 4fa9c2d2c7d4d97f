// What holds the bytes of the operations' wasm: its functions by what they are for, raw, and by how much gzip packs the
// code smaller without them.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { row } from "./processes.mjs";

/** Sections of a wasm file. */
const [CUSTOM, IMPORT, CODE, DATA] = [0, 2, 10, 11];

/** The first that fits a function's name counts. */
const KINDS = [
  ["drop glue", /drop_in_place/],
  ["floats, which serde's errors would tell of", /flt2dec|dec2flt|bignum/],
  ["maps as trees (std)", /btree/],
  ["readers of JSON, one of each type", /serde_json::(de|read|raw)|serde_core::de|Visitor|Deserialize|xaalis::json/],
  ["readers of what is handed in", /xaalis::given/],
  ["writers of JSON", /Serialize|serde_json::ser|serde_core::ser/],
  ["calls", /xaalis::(call|guarded)/],
  ["pursuits (collect, payout, settle)", /xaalis::pursuit/],
  ["looking again", /xaalis::watch/],
  ["sessions and tasks", /xaalis::(session|task)/],
  ["paying bills", /xaalis::dexchange::pay_bill/],
  ["other flows", /xaalis::senfenico::(checkout|payouts|bulk_payout|payout_item|cancel|settle|collect)/],
  ["the vendors' pages and webhooks", /xaalis::(senfenico|dexchange)/],
  ["hiding what is personal", /xaalis::redact/],
  ["words and numbers", /xaalis::value/],
  ["the rest of core", /xaalis::/],
  ["the door", /xaalis_door|xaalis_wasm|wasm_bindgen/],
  ["SHA-256, base64, memory", /hmac_sha256|base64ct|dlmalloc|__rust|__rdl/],
  ["texts, lists and formats (std)", /./],
];

/** What tells two crates of one name apart. */
const HASH = /\[[0-9a-f]+\]/g;

export function holds(file) {
  const { bodies, names, data } = read(readFileSync(file));
  const packed = (parts) => gzipSync(Buffer.concat(parts), { level: 9 }).length / 1000;
  const whole = packed(bodies);
  const groups = new Map(KINDS.map(([label]) => [label, new Set()]));
  for (const at of bodies.keys()) {
    const [label] = KINDS.find(([, pattern]) => pattern.test(names.get(at) ?? "?"));
    groups.get(label).add(at);
  }
  const rows = [...groups].map(([label, places]) => {
    const raw = [...places].reduce((sum, at) => sum + bodies[at].length, 0) / 1000;
    const without = packed(bodies.filter((_, at) => !places.has(at)));
    return { ...row(`held by ${label}, gzip: kB`, whole - without), peer: "raw", peer_value: raw };
  });
  rows.push({ ...row("held by data (texts, tables), gzip: kB", packed([data])), peer: "raw", peer_value: data.length / 1000 });
  return rows.sort((one, other) => other.ours - one.ours);
}

function read(file) {
  const found = { bodies: [], names: new Map(), data: Buffer.alloc(0) };
  let imported = 0;
  for (const { id, at, end } of sections(file)) {
    if (id === IMPORT) imported = functionsImported(new Bytes(file, at));
    if (id === DATA) found.data = file.subarray(at, end);
    if (id === CODE) {
      const bytes = new Bytes(file, at);
      for (let left = bytes.number(); left > 0; left--) found.bodies.push(bytes.taken(bytes.number()));
    }
    if (id === CUSTOM) {
      const bytes = new Bytes(file, at);
      if (bytes.text() === "name") found.names = functionNames(bytes, end);
    }
  }
  found.names = new Map([...found.names].map(([index, name]) => [index - imported, name]));
  return found;
}

function* sections(file) {
  const bytes = new Bytes(file, 8);
  while (bytes.at < file.length) {
    const id = bytes.byte();
    const size = bytes.number();
    yield { id, at: bytes.at, end: bytes.at + size };
    bytes.at += size;
  }
}

function functionNames(bytes, end) {
  const names = new Map();
  while (bytes.at < end) {
    const kind = bytes.byte();
    const next = bytes.number() + bytes.at;
    if (kind === 1) for (let left = bytes.number(); left > 0; left--) names.set(bytes.number(), bytes.text().replace(HASH, ""));
    bytes.at = next;
  }
  return names;
}

/** wasm-bindgen imports functions alone. */
function functionsImported(bytes) {
  const count = bytes.number();
  for (let left = count; left > 0; left--) {
    bytes.text();
    bytes.text();
    if (bytes.byte() !== 0) throw new Error("something else than a function is imported");
    bytes.number();
  }
  return count;
}

class Bytes {
  constructor(file, at) {
    this.file = file;
    this.at = at;
  }

  byte() {
    return this.file[this.at++];
  }

  number() {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
      shift += 7;
    }
  }

  taken(length) {
    return this.file.subarray(this.at, (this.at += length));
  }

  text() {
    return this.taken(this.number()).toString();
  }
}
