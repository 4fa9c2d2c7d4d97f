/**
 * What the element says, English and French. Where core has the words, they are core's (`core/src/texts.txt`): a test
 * holds them to it.
 */
import type { TEXTS } from "./bills.js";

export type Language = "en" | "fr";

/** By the name of core's block. */
export const CORE = {
  "prompt otp": [
    "To finish, type the code that your mobile operator gives you.",
    "Pour terminer, saisissez le code que vous donne votre opérateur.",
  ],
  "prompt dial": ["To finish, confirm the payment on your phone.", "Pour terminer, confirmez le paiement sur votre téléphone."],
  "prompt redirect": ["To finish, go on to the payment page.", "Pour terminer, continuez vers la page de paiement."],
  "again malformed": [
    "The code has 4 to 10 digits. Check it and type it again.",
    "Le code comporte de 4 à 10 chiffres. Vérifiez-le et saisissez-le à nouveau.",
  ],
  "again invalid": [
    "This code is not the right one. Check it and type it again.",
    "Ce code n'est pas le bon. Vérifiez-le et saisissez-le à nouveau.",
  ],
  "again expired": [
    "This code has expired. Ask your operator for a new one and type it here.",
    "Ce code a expiré. Demandez-en un nouveau à votre opérateur et saisissez-le ici.",
  ],
  "again repeated": [
    "This is the code that was just refused. Type another one, or the same once more if you are sure of it.",
    "C'est le code qui vient d'être refusé. Saisissez-en un autre, ou le même encore une fois si vous en êtes sûr.",
  ],
  "again still_valid": [
    "The code you already have is still valid. Type that one.",
    "Le code que vous avez déjà reçu est encore valable. Saisissez celui-là.",
  ],
  "again no_answer": ["We could not check your code. Type it again.", "Nous n'avons pas pu vérifier votre code. Saisissez-le à nouveau."],
  "again refused": [
    "This code was not accepted. Check it and type it again.",
    "Ce code n'a pas été accepté. Vérifiez-le et saisissez-le à nouveau.",
  ],
  "field phone": [
    "This phone number is not accepted. Check it, and the operator you chose.",
    "Ce numéro de téléphone n'est pas accepté. Vérifiez-le, ainsi que l'opérateur choisi.",
  ],
  "field provider": ["Please choose your mobile operator.", "Choisissez votre opérateur mobile."],
  not_sent: [
    "The payment was not made, and nothing was debited. Please try again in a moment.",
    "Le paiement n'a pas été effectué et rien n'a été débité. Réessayez dans un instant.",
  ],
  unknown: [
    "We do not know yet whether your payment went through. Please do not pay again: we are checking, and will let you know.",
    "Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions et vous tiendrons au courant.",
  ],
  busy: [
    "Your payment is already being processed. Wait a moment, then look again; please do not pay a second time.",
    "Votre paiement est déjà en cours. Patientez un instant, puis actualisez la page ; ne payez pas une seconde fois.",
  ],
  error: [
    "The payment could not be made, and nothing was debited. Please contact us.",
    "Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.",
  ],
  record: [
    "We cannot continue this payment here. Please do not pay again: contact us.",
    "Nous ne pouvons pas poursuivre ce paiement ici. Ne payez pas une seconde fois : contactez-nous.",
  ],
} as const satisfies Record<string, readonly [string, string]>;

export const OWN = {
  title: ["Pay by mobile money", "Payer par mobile money"],
  page: ["Pay", "Payer"],
  moment: ["One moment…", "Un instant…"],
  slow: [
    "The connection is slow. Leave this page open: it goes on by itself.",
    "La connexion est lente. Laissez cette page ouverte : elle continue toute seule.",
  ],
  amount: ["To pay", "À payer"],
  phone: ["Your number", "Votre numéro"],
  phoneHelp: ["8 digits, of the account that pays", "8 chiffres, celui du compte qui paie"],
  operator: ["Operator", "Opérateur"],
  byNumber: ["As the number says", "Selon le numéro"],
  pay: ["Pay {}", "Payer {}"],
  codeTitle: ["Give your code", "Donnez votre code"],
  code: ["One-time code", "Code à usage unique"],
  codeHelp: ["4 to 10 digits", "4 à 10 chiffres"],
  confirm: ["Confirm the payment", "Confirmer le paiement"],
  left: ["Tries left: {}", "Essais restants : {}"],
  wrongNumber: ["Wrong number? Give another", "Mauvais numéro ? En donner un autre"],
  givesUp: [
    "The number you gave before will not pay any more.",
    "Le numéro donné avant ne paiera plus.",
  ],
  back: ["Back to the code", "Revenir au code"],
  dialTitle: ["Confirm on your phone", "Confirmez sur votre téléphone"],
  dial: ["Dial {}", "Composer {}"],
  pageTitle: ["Pay on the payment page", "Payez sur la page de paiement"],
  open: ["Open the payment page", "Ouvrir la page de paiement"],
  waitTitle: ["The payment is under way", "Le paiement est en cours"],
  wait: [
    "Do not pay again. This page changes by itself; you may also close it and come back.",
    "Ne payez pas une deuxième fois. Cette page change d'elle-même ; vous pouvez aussi la fermer et revenir.",
  ],
  paidTitle: ["Paid", "Payé"],
  thanks: ["Thank you, your payment has arrived.", "Merci, votre paiement est arrivé."],
  paid: ["Amount", "Montant"],
  order: ["Order", "Commande"],
  noTitle: ["Not paid", "Pas payé"],
  unknownTitle: ["Wait, do not pay again", "Attendez, ne payez pas une deuxième fois"],
  look: ["Check now", "Vérifier maintenant"],
  stoppedTitle: ["This page cannot go on", "Cette page ne peut pas continuer"],
  oldTitle: ["This page was open for a long time", "Cette page est restée ouverte longtemps"],
  old: ["Your payment is not lost: go on with it.", "Votre paiement n'est pas perdu : reprenez-le."],
  goOn: ["Go on", "Reprendre"],
  invalid: ["This was not accepted. Check it.", "Cela n'a pas été accepté. Vérifiez-le."],
  payer_busy: [
    "This number was asked to pay several times. Wait ten minutes, then try again.",
    "Ce numéro a été sollicité plusieurs fois. Attendez dix minutes, puis réessayez.",
  ],
  wrong_codes: [
    "Too many wrong codes were given for this number. Try again later, or with another number.",
    "Trop de codes erronés ont été donnés pour ce numéro. Réessayez plus tard, ou avec un autre numéro.",
  ],
  codes_spent: [
    "No more codes can be given for this try. Begin again with your number.",
    "Aucun autre code ne peut être donné pour cet essai. Recommencez avec votre numéro.",
  ],
  too_many: ["There are too many requests. Wait a minute, then try again.", "Il y a trop de demandes. Attendez une minute, puis réessayez."],
  offline: [
    "We could not reach the shop. Check your connection and try again: you will not pay twice.",
    "Nous n'avons pas pu joindre la boutique. Vérifiez votre connexion et réessayez : vous ne paierez pas deux fois.",
  ],
} as const satisfies Record<string, readonly [string, string]>;

type Texts = Record<string, readonly [english: string, french: string]>;
export type Text = keyof typeof CORE | keyof typeof OWN | keyof typeof TEXTS;
export type Say = (text: Text, value?: string | number) => string;

/** `more`: what is said where that was loaded. */
export function saying(language: Language, more: Texts = {}): Say {
  const texts: Texts = { ...CORE, ...OWN, ...more };
  return (text, value = "") => {
    const both = texts[text] ?? OWN.invalid;
    return both[language === "fr" ? 1 : 0].replace("{}", () => String(value));
  };
}

/** The relay's word for what was wrong, as a text. What the screen says anyway has none. */
const PROBLEMS: Record<string, Text> = {
  payer_busy: "payer_busy", wrong_codes: "wrong_codes", codes_spent: "codes_spent", too_many: "too_many", offline: "offline",
  open: "busy", busy: "busy", similar_open: "busy", conflict: "busy", attempt: "busy", not_heard: "moment",
  rev: "again no_answer", not_asked: "again no_answer",
};
const FIELDS: Record<string, Text> = { phone: "field phone", provider: "field provider", code: "again malformed" };

export function problemText(word: string, field: string | undefined): Text {
  if (Object.hasOwn(PROBLEMS, word)) return PROBLEMS[word] as Text;
  return field !== undefined && Object.hasOwn(FIELDS, field) ? (FIELDS[field] as Text) : "invalid";
}

export function codeText(problem: string): Text {
  const text = `again ${problem}`;
  return text in CORE ? (text as Text) : "again refused";
}

export function francs(amount: number, currency: string, language: Language): string {
  try {
    return new Intl.NumberFormat(language, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}
