import type { Language } from "./texts.js";

export interface Product {
  readonly id: string;
  /** XOF francs. */
  readonly price: number;
  readonly name: Readonly<Record<Language, string>>;
}

export const PRODUCTS: readonly Product[] = [
  { id: "soap", price: 1_000, name: { fr: "Savon au karité", en: "Shea butter soap" } },
  { id: "cloth", price: 12_500, name: { fr: "Pagne Faso Dan Fani", en: "Faso Dan Fani cloth" } },
  { id: "hibiscus", price: 1_750, name: { fr: "Bissap séché, 500 g", en: "Dried hibiscus, 500 g" } },
  { id: "honey", price: 4_500, name: { fr: "Miel de Pama, 1 kg", en: "Pama honey, 1 kg" } },
];

export const OPERATORS = [
  ["orange_bf", "Orange Money"],
  ["moov_bf", "Moov Money"],
  ["coris_bf", "Coris Money"],
  ["sank_bf", "Sank Money"],
] as const;

export const SERVICES = [
  ["SENELEC_SN_BILL", "Senelec"],
  ["SENEAU_SN_BILL", "SenEau"],
  ["WOYOFAL_SN_BILL", "Woyofal"],
] as const;
