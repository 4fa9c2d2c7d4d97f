/** Whose a number is, while it is typed: the prefixes of Senfenico's page "create a charge". The library checks again. */
const ORANGE = ["04", "05", "06", "07", "54", "55", "56", "57", "64", "65", "66", "67", "74", "75", "76", "77"];
const MOOV = ["70", "71", "72", "73", "60", "61", "62", "63", "50", "51", "52", "53", "01", "02", "03"];

export const OPERATORS = [
  { id: "orange_bf", name: "Orange Money" },
  { id: "moov_bf", name: "Moov Money" },
  { id: "coris_bf", name: "Coris Money" },
  { id: "sank_bf", name: "Sank Money" },
] as const;

/** The digits of what was typed, without the country's code. */
export function digitsOf(typed: string): string {
  const digits = typed.replace(/\D/g, "");
  return digits.length > 8 ? digits.replace(/^(00)?226/, "") : digits;
}

export function operatorOf(typed: string): string | null {
  const prefix = digitsOf(typed).slice(0, 2);
  if (ORANGE.includes(prefix)) return "orange_bf";
  return MOOV.includes(prefix) ? "moov_bf" : null;
}

/** As people read it: 76 00 00 00. */
export function spaced(typed: string): string {
  return digitsOf(typed).slice(0, 8).replace(/(\d\d)(?=\d)/g, "$1 ");
}
