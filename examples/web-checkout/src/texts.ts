/** What the page says around the element, in French and English. */
export type Language = "fr" | "en";

const FR = {
  title: "Payer par mobile money",
  wares: "À payer",
  basket: "Pagne Faso Dan Fani",
  bill: "Facture Senelec",
  meter: "Recharge Woyofal",
  another: "Nouvel achat",
  order: "Voir la commande",
};

const EN: typeof FR = {
  title: "Pay by mobile money",
  wares: "To pay",
  basket: "Faso Dan Fani wrap",
  bill: "Senelec bill",
  meter: "Woyofal top-up",
  another: "Buy again",
  order: "See the order",
};

export const TEXTS: Record<Language, typeof FR> = { fr: FR, en: EN };

export function francs(amount: number, language: Language): string {
  return `${amount.toLocaleString(language === "fr" ? "fr-FR" : "en-GB")} F CFA`;
}
