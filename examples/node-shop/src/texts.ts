/** What the shop says, in both languages. What is said of payments that went wrong comes from the library. */

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** English, then French. */
const TEXTS = {
  shop: ["Shop", "Boutique"],
  madeHere: ["Made here", "Fait ici"],
  bills: ["Bills", "Factures"],
  pages: ["Pages", "Pages"],
  language: ["Language", "Langue"],
  skip: ["Skip to the content", "Aller au contenu"],
  buy: ["Order", "Commander"],
  order: ["Your order", "Votre commande"],
  article: ["Article", "Article"],
  amount: ["Amount", "Montant"],
  payHeading: ["Pay with mobile money", "Payer par mobile money"],
  phone: ["Mobile money number", "Numéro mobile money"],
  phoneHelp: ["Eight digits, such as 76 00 00 00", "Huit chiffres, par exemple 76 00 00 00"],
  operator: ["Operator", "Opérateur"],
  byNumber: ["As the number says", "Selon le numéro"],
  pay: ["Pay", "Payer"],
  orOnPage: ["Or on the payment page", "Ou sur la page de paiement"],
  onPageHelp: ["You choose the operator there, and come back here.", "Vous y choisissez l'opérateur, puis revenez ici."],
  openPage: ["Open the payment page", "Ouvrir la page de paiement"],
  onOurPage: ["Pay on our page", "Payer sur notre page"],
  codeHeading: ["Give your code", "Donnez votre code"],
  codeLost: [
    "Get a payment code from your operator (USSD menu), then type it here.",
    "Demandez un code de paiement à votre opérateur (menu USSD), puis tapez-le ici.",
  ],
  code: ["One-time code", "Code à usage unique"],
  confirm: ["Confirm the payment", "Confirmer le paiement"],
  nothingYet: ["Nothing is paid before you give the code.", "Rien n'est payé tant que le code n'est pas donné."],
  wrongNumber: ["Wrong number? Try another", "Mauvais numéro ? En donner un autre"],
  tooLate: [
    "It is too late to change the number: the payment is on its way.",
    "Il est trop tard pour changer de numéro : le paiement est en route.",
  ],
  dialHeading: ["Confirm on your phone", "Confirmez sur votre téléphone"],
  dialLost: [
    "Your operator asks you on your phone. If nothing comes up, open its USSD menu and look for what waits for you.",
    "Votre opérateur vous le demande sur votre téléphone. Si rien n'apparaît, ouvrez son menu USSD et cherchez l'opération en attente.",
  ],
  dial: ["Dial", "Composer"],
  changes: [
    "We wait for it. This page changes by itself; you may also close it and come back.",
    "Nous l'attendons. Cette page change d'elle-même ; vous pouvez aussi la fermer et revenir.",
  ],
  pageHeading: ["Pay on the payment page", "Payez sur la page de paiement"],
  waitHeading: ["The payment is under way", "Le paiement est en cours"],
  wait: [
    "Do not pay again. This page changes by itself; you may also close it and come back.",
    "Ne payez pas une deuxième fois. Cette page change d'elle-même ; vous pouvez aussi la fermer et revenir.",
  ],
  unknownHeading: ["Wait, do not pay again", "Attendez, ne payez pas une deuxième fois"],
  unknown: [
    "We do not know yet whether the payment went through, and we are looking. If the money has left, it counts here. You may close this page and come back.",
    "Nous ne savons pas encore si le paiement est passé, et nous cherchons. Si l'argent est parti, il compte ici. Vous pouvez fermer cette page et revenir.",
  ],
  paidHeading: ["Paid", "Payé"],
  thanks: ["Thank you. It is yours.", "Merci. C'est à vous."],
  billPaid: ["The bill is paid.", "La facture est payée."],
  toppedUp: ["The meter is topped up.", "Le compteur est rechargé."],
  tokenHeading: ["Code to type into the meter", "Code à taper sur le compteur"],
  refusedHeading: ["Not paid", "Pas payé"],
  counter: ["Pay a bill, or top a meter up", "Payer une facture ou recharger un compteur"],
  counterHelp: [
    "For the staff: the customer pays cash, the shop's balance at DEXCHANGE pays the bill.",
    "Pour le personnel : le client paie en espèces, le solde de la boutique chez DEXCHANGE paie la facture.",
  ],
  service: ["Service", "Service"],
  customer: ["Customer or meter number", "Numéro de client ou de compteur"],
  topUp: ["Amount in francs, for Woyofal alone", "Montant en francs, pour Woyofal seulement"],
  lookUp: ["Look up", "Chercher"],
  whichBill: ["Which bill?", "Quelle facture ?"],
  whichMeter: ["Is this the meter?", "Est-ce le bon compteur ?"],
  alreadyPaid: ["already paid", "déjà payée"],
  due: ["due", "échéance"],
  noBill: ["Nothing to pay was found.", "Rien à payer n'a été trouvé."],
  changed: ["The bill has changed meanwhile. Nothing was paid: look again.", "La facture a changé entre-temps. Rien n'a été payé : regardez à nouveau."],
  latest: ["Latest", "Dernières"],
  paid: ["paid", "payé"],
  notPaid: ["not paid", "pas payé"],
  underWay: ["under way", "en cours"],
  again: ["Try again", "Réessayer"],
  back: ["Back to the shop", "Retour à la boutique"],
  absent: ["There is no such page", "Cette page n'existe pas"],
  tooOften: ["Too many tries. Wait a few minutes.", "Trop d'essais. Attendez quelques minutes."],
  broken: [
    "Something failed here. Nothing is lost: come back in a minute. If you had begun to pay, do not pay again.",
    "Une panne chez nous. Rien n'est perdu : revenez dans une minute. Si vous aviez commencé à payer, ne payez pas à nouveau.",
  ],
} as const satisfies Record<string, readonly [string, string]>;

/** Says something in the language of a page. */
export type Say = (text: keyof typeof TEXTS) => string;

export function sayIn(language: Language): Say {
  return (text) => TEXTS[text][language === "en" ? 0 : 1];
}

/** `12 500 F CFA`, with spaces that do not break. */
export function francs(amount: number, language: Language): string {
  const grouped = new Intl.NumberFormat(language).format(amount);
  return `${grouped.replaceAll(/\s/g, "\u00a0")}\u00a0F\u00a0CFA`;
}
