// Printed from core's source by `cargo xtask print`; do not edit.

/**
 * What is said of errors. A line without a tab begins a block, the others are a name, the English text and the
 * French one; `{}` stands for a value.
 */
export const TEXTS = `code BATCH_SIZE_LIMIT_EXCEEDED
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
m	The request holds more than 100 transfers.	La requête contient plus de 100 transferts.
n	Send at most 100 transfers in one call.	Envoyez au plus 100 transferts par appel.
t	The request exceeds the maximum batch size of 100 items. Please reduce the number of items in the batch and try again.	La requête dépasse la taille maximale autorisée de 100 éléments. Veuillez réduire le nombre d'éléments dans le lot et réessayer.
code RATE_LIMIT_EXCEEDED
b	The payment could not be made, and nothing was debited. Please try again in a few minutes.	Le paiement n'a pas pu être effectué et rien n'a été débité. Réessayez dans quelques minutes.
m	Too many requests in too short a time.	Trop de requêtes en trop peu de temps.
n	Wait, then send the same request again.	Patientez, puis renvoyez la même requête.
t	You have exceeded the rate limit for API requests. Please wait before making further requests.	Vous avez dépassé la limite de taux pour les requêtes API. Veuillez patienter avant de faire d'autres requêtes.
code UNSUPPORTED_PROVIDER
b	This mobile operator is not accepted. Please choose another one.	Cet opérateur n'est pas accepté. Choisissez-en un autre.
n	Choose orange_bf, moov_bf, coris_bf or sank_bf.	Choisissez orange_bf, moov_bf, coris_bf ou sank_bf.
t	Senfenico does not work with this mobile operator.	Senfenico ne travaille pas avec cet opérateur mobile.
code OTP_INVALID
b	This code is not the right one. Check it and type it again.	Ce code n'est pas le bon. Vérifiez-le et saisissez-le à nouveau.
m	The customer's code is wrong.	Le code du client est erroné.
n	Ask the customer for the code again and submit it for the same charge.	Redemandez le code au client et soumettez-le pour le même paiement.
t	The OTP is invalid. Please try again.	OTP invalide fournies. Veuillez vérifier et réessayer.
code OTP_EXPIRED
b	This code has expired. Ask your operator for a new one and type it here.	Ce code a expiré. Demandez-en un nouveau à votre opérateur et saisissez-le ici.
m	The customer's code has expired.	Le code du client a expiré.
n	Have the customer request a new code.	Faites demander un nouveau code au client.
t	The OTP has expired. Please request a new one.	Le code OTP a expiré. Veuillez en demander un nouveau.
code OTP_STILL_VALID
b	The code you already have is still valid. Type that one.	Le code que vous avez déjà reçu est encore valable. Saisissez celui-là.
m	The customer's earlier code is still valid.	Le code précédent du client est encore valable.
n	Have the customer use the code already received.	Faites utiliser au client le code déjà reçu.
t	The current OTP is still valid. Please use the existing OTP or wait until it expires to request a new one.	Le code OTP actuel est toujours valide. Veuillez utiliser le code OTP existant ou attendre qu'il expire pour en demander un nouveau.
code INSUFFICIENT_FUNDS
b	The account that pays does not hold enough money. Top it up, or pay another way.	Le solde du compte qui paie est insuffisant. Rechargez-le, ou payez d'une autre façon.
m	The account that pays does not hold enough money.	Le compte qui paie n'a pas assez d'argent.
n	Top up the account that pays, or choose a smaller amount.	Rechargez le compte qui paie, ou choisissez un montant plus petit.
t	Account holder does not have enough funds to complete this transaction.	Le titulaire du compte n'a pas suffisamment de fonds pour effectuer cette transaction.
code INVALID_ACCOUNT
b	This number cannot be debited. Check it, or choose another operator.	Ce numéro ne peut pas être débité. Vérifiez-le ou changez d'opérateur.
m	The number has no account with the operator.	Le numéro n'a pas de compte chez l'opérateur.
n	Check the phone number and its operator with the customer.	Vérifiez avec le client le numéro et son opérateur.
t	The phone number is not valid or is not associated with an account with operator. Please check the phone number and try again.	Le numéro de téléphone n'est pas valide ou n'est pas associé à un compte chez l'opérateur. Veuillez vérifier le numéro de téléphone et réessayer.
code NETWORK_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The vendor lost its connection to the operator; the payment may have gone through.	Le prestataire a perdu la liaison avec l'opérateur ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	A network error occurred. Please try again later.	Une erreur de réseau est survenue. Veuillez réessayer plus tard.
code CHARGE_NOT_FOUND
b	We cannot find this payment. Please contact us.	Nous ne trouvons pas ce paiement. Contactez-nous.
m	The vendor knows no payment with this reference.	Le prestataire ne connaît aucun paiement avec cette référence.
n	Check the charge reference, and that test and live keys are not mixed.	Vérifiez la référence, et que les clés de test et de production ne sont pas mélangées.
t	Charge with the given reference not found.	La transaction avec la référence donnée est introuvable.
code INTERNAL_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The vendor had a fault of its own; the payment may have gone through.	Une panne est survenue chez le prestataire ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	An internal error occurred. Please try again later.	Une erreur interne est survenue. Veuillez réessayer plus tard.
code UNKNOWN_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The vendor had a fault that it cannot name; the payment may have gone through.	Le prestataire signale une panne sans la nommer ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	An unknown error occurred. Please try again later.	Une erreur inconnue est survenue. Veuillez réessayer plus tard.
code TRANSACTION_NOT_FOUND
b	We cannot find this payment yet. Please do not pay again: we are checking.	Nous ne trouvons pas encore ce paiement. Ne payez pas une seconde fois : nous vérifions.
m	The vendor does not know this transaction.	Le prestataire ne connaît pas cette transaction.
n	Wait a little and look again: a recent payment may not be listed yet.	Patientez et consultez à nouveau : un paiement récent peut ne pas encore figurer.
t	Transaction not found.	Transaction introuvable.
code UNAUTHORIZED_CHARGE_PROVIDER
b	This mobile operator is not accepted here. Please choose another one.	Cet opérateur n'est pas accepté ici. Choisissez-en un autre.
m	Your account may not collect from this operator.	Votre compte n'est pas autorisé à encaisser chez cet opérateur.
n	Ask Senfenico to enable this operator for your account.	Demandez à Senfenico d'activer cet opérateur pour votre compte.
t	You are not authorized to charge this provider. If you think this is an error, please contact Senfenico team.	Vous n'êtes pas autorisé à collecter les paiement de cet opérateur. Si vous pensez qu'il s'agit d'une erreur, veuillez contacter l'équipe de Senfenico.
code EXTERNAL_API_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The operator's system failed; the payment may have gone through.	Le système de l'opérateur a eu une panne ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	The OTP is invalid. Please try again. An error occurred with an external API. Please try again later or contact support if the issue persists.	Veuillez réessayer plus tard ou contacter le support si le problème persiste.
code INVALID_DATA
b	Something in what you typed is not accepted. Check it and try again.	Une information saisie n'est pas acceptée. Vérifiez-la et réessayez.
m	The vendor refused a value of the request.	Le prestataire a refusé une valeur de la requête.
n	Correct the field that the message names.	Corrigez le champ que le message indique.
t	Invalid data provided. Please check the input and try again.	Données invalides fournies. Veuillez vérifier les données saisies et réessayer.
code INVALID_API_KEY
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
n	Check the key in the DEXCHANGE dashboard.	Vérifiez la clé dans le tableau de bord DEXCHANGE.
t	The API key is not valid.	La clé API n'est pas valide.
code EXPIRED_API_KEY
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
n	Create a new key in the DEXCHANGE dashboard.	Créez une nouvelle clé dans le tableau de bord DEXCHANGE.
t	The API key has expired.	La clé API a expiré.
code MISSING_API_KEY
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
n	Configure the client with your key.	Configurez le client avec votre clé.
t	No API key was sent.	Aucune clé API n'a été envoyée.
code INVALID_AMOUNT
b	This amount is not accepted. Please choose another one.	Ce montant n'est pas accepté. Choisissez-en un autre.
n	Choose another amount.	Choisissez un autre montant.
t	The amount is not allowed.	Le montant n'est pas autorisé.
code DUPLICATE_TRANSACTION
b	This payment may have been made already. Please do not pay again: we are checking.	Ce paiement a peut-être déjà été effectué. Ne payez pas une seconde fois : nous vérifions.
n	Look up the earlier payment: it may be this one.	Consultez le paiement précédent : c'est peut-être celui-ci.
t	A transaction with this id exists already.	Une transaction avec cet identifiant existe déjà.
code SERVICE_UNAVAILABLE
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The vendor's service is down for the moment; the payment may have gone through.	Le service du prestataire est momentanément indisponible ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	The service is not available now.	Le service est momentanément indisponible.
code OPERATOR_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The operator or biller reported a fault; the payment may have gone through.	L'opérateur ou le facturier a signalé une panne ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	The operator or biller reported an error.	L'opérateur ou le facturier a signalé une erreur.
code TIMEOUT_ERROR
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The operator or biller did not answer in time; the payment may have gone through.	L'opérateur ou le facturier n'a pas répondu à temps ; le paiement est peut-être passé.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	The operator or biller did not answer in time.	L'opérateur ou le facturier n'a pas répondu à temps.
code UNAUTHORIZED
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
n	Check the key, and whether it is a test or a live one.	Vérifiez la clé, et s'il s'agit d'une clé de test ou de production.
t	The API key was refused.	La clé API a été refusée.
code FORBIDDEN
b	The payment could not be made, and nothing was debited. Please try again in a few minutes.	Le paiement n'a pas pu être effectué et rien n'a été débité. Réessayez dans quelques minutes.
n	Check that your account is verified, or try again later.	Vérifiez que votre compte est validé, ou réessayez plus tard.
t	The request is not allowed, or the API is under maintenance.	La requête n'est pas autorisée, ou l'API est en maintenance.
code NOT_FOUND
b	We cannot find this payment. Please do not pay again before we have looked into it.	Nous ne trouvons pas ce paiement. Ne payez pas une seconde fois avant que nous ayons vérifié.
n	Check the reference and look again a little later.	Vérifiez la référence et consultez à nouveau un peu plus tard.
t	The vendor found nothing under this reference or address.	Rien n'a été trouvé sous cette référence ou cette adresse.
code VALIDATION
b	Something in what you typed is not accepted. Check it and try again.	Une information saisie n'est pas acceptée. Vérifiez-la et réessayez.
m	The vendor refused a value of the request.	Le prestataire a refusé une valeur de la requête.
n	Correct the field that the message names.	Corrigez le champ que le message indique.
t	The vendor refused a field of the request.	Un champ de la requête a été refusé.
code CONFLICT
b	This payment may have been made already. Please do not pay again: we are checking.	Ce paiement a peut-être déjà été effectué. Ne payez pas une seconde fois : nous vérifions.
n	Look up the earlier payment: it may be this one.	Consultez le paiement précédent : c'est peut-être celui-ci.
t	The request conflicts with an earlier one.	La requête est en conflit avec une précédente.
code DUPLICATE_REFERENCE
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
n	Use a new reference for each payment.	Utilisez une nouvelle référence pour chaque paiement.
t	The reference was already used for another payment.	La référence a déjà servi pour un autre paiement.
code ALREADY_PAID
b	This bill is already paid. Nothing was debited, and you have nothing more to do.	Cette facture est déjà payée. Rien n'a été débité, vous n'avez rien d'autre à faire.
n	Nothing more is needed.	Il n'y a rien d'autre à faire.
t	The bill is already paid; nothing was debited.	La facture est déjà payée ; rien n'a été débité.
code NO_BILL
b	There is no bill to pay for this number. Check the number and the biller.	Il n'y a pas de facture à payer pour ce numéro. Vérifiez le numéro et le facturier.
n	Check the customer reference and the biller.	Vérifiez la référence client et le facturier.
t	There is no bill to pay under this reference.	Aucune facture à payer sous cette référence.
code PAYMENT_FAILED
b	The payment did not go through. You can try again, or pay another way.	Le paiement n'a pas abouti. Vous pouvez réessayer ou payer d'une autre façon.
n	Tell the customer and, if they wish, start a new payment.	Informez le client et, s'il le souhaite, commencez un nouveau paiement.
t	The payment failed.	Le paiement a échoué.
code PAYMENT_CANCELED
b	The payment was canceled. You can start again if you still wish to pay.	Le paiement a été annulé. Vous pouvez recommencer si vous souhaitez toujours payer.
n	Start a new payment if the customer still wishes to pay.	Commencez un nouveau paiement si le client souhaite toujours payer.
t	The payment was canceled.	Le paiement a été annulé.
code AMOUNT_CHANGED
b	The amount of the bill has changed, and nothing was debited. Check the new amount before you pay.	Le montant de la facture a changé et rien n'a été débité. Vérifiez le nouveau montant avant de payer.
n	Show the new amount and ask again.	Montrez le nouveau montant et redemandez l'accord.
t	The bill is no longer the amount that was agreed to; nothing was paid.	La facture n'est plus du montant accepté ; rien n'a été payé.
code ABANDONED
b	You gave up this payment, and nothing was debited. You can start again, with another number if you like.	Vous avez renoncé à ce paiement et rien n'a été débité. Vous pouvez recommencer, avec un autre numéro si vous le souhaitez.
n	Start a new payment if the customer still wishes to pay.	Commencez un nouveau paiement si le client souhaite toujours payer.
t	The customer gave the payment up before entering a code; nothing was paid.	Le client a renoncé au paiement avant de saisir un code ; rien n'a été payé.
code
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
n	Look up the payment before you try again.	Consultez le paiement avant de réessayer.
t	The vendor sent an error code that this version does not know.	Un code d'erreur que cette version ne connaît pas a été reçu.
refund
b	The payment did not go through. The money that was debited is being given back.	Le paiement n'a pas abouti. La somme débitée est en cours de remboursement.
m	The amount that was debited is being given back.	Le montant débité est en cours de remboursement.
not_sent
b	The payment was not made, and nothing was debited. Please try again in a moment.	Le paiement n'a pas été effectué et rien n'a été débité. Réessayez dans un instant.
m	Nothing happened at the vendor: the same call can be made again without harm.	Rien ne s'est passé chez le prestataire : le même appel peut être refait sans risque.
x	What was read in answer: {}.	Ce qui a été reçu : {}.
unsent unreachable
m	The vendor could not be reached.	Le prestataire est injoignable.
n	Check the connection, then make the same call again.	Vérifiez la connexion, puis refaites le même appel.
unsent busy
m	The vendor turned the request away again and again: too many in too short a time.	Le prestataire a refusé la requête à plusieurs reprises : il y en a trop en trop peu de temps.
n	Wait a few minutes, then make the same call again, and fewer of them.	Patientez quelques minutes, puis refaites le même appel, en les espaçant.
unsent unanswered
m	A question that changes nothing got no usable answer.	Une simple consultation n'a pas reçu de réponse utilisable.
n	Ask again a little later.	Consultez à nouveau un peu plus tard.
unsent forgotten
m	The program stopped before anything was sent, and its details were not given again.	Le programme s'est arrêté avant l'envoi, et les informations n'ont pas été redonnées.
n	Start the payment again with all its details.	Relancez le paiement avec toutes ses informations.
unsent stopped
m	It was stopped before anything was sent.	Il a été arrêté avant tout envoi.
n	Make the same call again if it is still wanted.	Refaites le même appel s'il est toujours souhaité.
unknown
b	We do not know yet whether your payment went through. Please do not pay again: we are checking, and will let you know.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions et vous tiendrons au courant.
m	Nobody knows yet whether the money of {} moved ({}). Do not pay again under another id.	Nul ne sait encore si l'argent de {} est parti ({}). Ne payez pas à nouveau sous un autre identifiant.
unknown bill_paid
b	This bill now shows as paid. Please do not pay again: we are checking that your payment did it.	Cette facture figure maintenant comme payée. Ne payez pas une seconde fois : nous vérifions que c'est bien votre paiement.
m	The bill shows as paid since, by this payment or by somebody else's.	La facture figure depuis comme payée, par ce paiement ou par celui d'un autre.
plan fetch
n	Resume it later: the vendor is asked again by its reference.	Reprenez-la plus tard : le prestataire sera interrogé par sa référence.
plan search_by_id
n	Resume it later: it is looked for by your id in the vendor's list.	Reprenez-la plus tard : elle sera cherchée par votre identifiant dans la liste du prestataire.
plan search_by_details
n	Resume it later: it is looked for by amount, number and time in the vendor's list.	Reprenez-la plus tard : elle sera cherchée par montant, numéro et heure dans la liste du prestataire.
plan await_callback
n	Wait for the vendor's notice, or ask its support with your id of the payment.	Attendez l'avis du prestataire, ou demandez à son assistance avec votre identifiant du paiement.
plan ask_support
n	Ask the vendor's support.	Demandez à l'assistance du prestataire.
doubt no_answer
w	no answer came	aucune réponse n'est arrivée
doubt server_error
w	the vendor's server failed	panne du serveur
doubt not_json
w	answer is not JSON	la réponse n'est pas du JSON
doubt malformed
w	answer cut or not as documented	réponse coupée ou d'une forme inconnue
doubt oversized
w	answer too large	réponse trop grande
u	bytes	octets
doubt too_deep
w	answer nested too deep	réponse trop imbriquée
u	levels	niveaux
doubt foreign
w	answer about something else than was asked	réponse à une autre question
doubt unreadable
w	an item of the vendor's list cannot be read and may be this one	une ligne de la liste du prestataire est illisible et pourrait être celle-ci
doubt redirected
w	redirected, and not followed	redirection qui n'est pas suivie
doubt conflict
w	the vendor speaks of a conflict and does not say which	le prestataire parle d'un conflit sans dire lequel
doubt uncertain_code
w	the vendor's error may stand for a payment already made	l'erreur reçue peut cacher un paiement déjà fait
doubt accepted_earlier
w	the vendor knows your id from an earlier try	le prestataire connaît votre identifiant par un essai précédent
doubt refused_after_uncertain
w	refused now, but an earlier try may have gone through	refusé cette fois, mais un essai précédent est peut-être passé
doubt crashed
w	the program stopped while the request was under way	le programme s'est arrêté pendant l'envoi
doubt ambiguous
w	several payments at the vendor could be this one	plusieurs paiements chez le prestataire pourraient être celui-ci
doubt taken
w	the vendor's payment already belongs to another operation	le paiement trouvé appartient déjà à une autre opération
doubt amount_mismatch
w	the vendor shows another amount than ordered	le prestataire indique un autre montant que celui demandé
doubt mode_mismatch
w	answer of test mode to a live key, or the reverse	réponse d'un autre mode que celui de la clé
doubt still_open
w	still not finished when the waiting ended	toujours pas terminé à la fin de l'attente
doubt vanished
w	the vendor no longer knows the payment it acknowledged	le prestataire ne connaît plus le paiement qu'il avait confirmé
excess
s	{}: {} {}, more than {}	{} : {} {}, plus de {}
l	{}: more than {} {}	{} : plus de {} {}
prompt otp
b	To finish, type the code that your mobile operator gives you.	Pour terminer, saisissez le code que vous donne votre opérateur.
m	The payment waits for the customer's code.	Le paiement attend le code du client.
n	Ask for it, and go on with the same payment.	Demandez-le et reprenez ce même paiement.
prompt dial
b	To finish, confirm the payment on your phone.	Pour terminer, confirmez le paiement sur votre téléphone.
m	The payment waits for the customer to confirm it on the phone.	Le paiement attend que le client le confirme sur son téléphone.
n	Show the instruction, and go on with the same payment.	Affichez la consigne et reprenez ce même paiement.
prompt redirect
b	To finish, go on to the payment page.	Pour terminer, continuez vers la page de paiement.
m	The payment waits for the customer on the payment page.	Le paiement attend le client sur la page de paiement.
n	Send the customer there, and go on with the same payment.	Envoyez-y le client et reprenez ce même paiement.
prompt bill
b	Choose the bill you wish to pay.	Choisissez la facture que vous voulez payer.
m	The payment waits for the customer to choose or confirm a bill.	Le paiement attend que le client choisisse ou confirme une facture.
n	Show the bills, and go on with the same payment.	Affichez les factures et reprenez ce même paiement.
prompt recipients
b	The payment is not finished yet. Please wait, or contact us.	Le paiement n'est pas encore terminé. Patientez, ou contactez-nous.
m	The payouts that were not sent yet wait for their phone numbers, which are never kept.	Les virements qui ne sont pas encore partis attendent leurs numéros de téléphone, qui ne sont jamais conservés.
n	Give the numbers again, and go on with the same payment.	Redonnez les numéros et reprenez ce même paiement.
again malformed
b	The code has 4 to 10 digits. Check it and type it again.	Le code comporte de 4 à 10 chiffres. Vérifiez-le et saisissez-le à nouveau.
again invalid
b	This code is not the right one. Check it and type it again.	Ce code n'est pas le bon. Vérifiez-le et saisissez-le à nouveau.
again expired
b	This code has expired. Ask your operator for a new one and type it here.	Ce code a expiré. Demandez-en un nouveau à votre opérateur et saisissez-le ici.
again repeated
b	This is the code that was just refused. Type another one, or the same once more if you are sure of it.	C'est le code qui vient d'être refusé. Saisissez-en un autre, ou le même encore une fois si vous en êtes sûr.
again still_valid
b	The code you already have is still valid. Type that one.	Le code que vous avez déjà reçu est encore valable. Saisissez celui-là.
again no_answer
b	We could not check your code. Type it again.	Nous n'avons pas pu vérifier votre code. Saisissez-le à nouveau.
again refused
b	This code was not accepted. Check it and type it again.	Ce code n'a pas été accepté. Vérifiez-le et saisissez-le à nouveau.
error
b	The payment could not be made, and nothing was debited. Please contact us.	Le paiement n'a pas pu être effectué et rien n'a été débité. Contactez-nous.
m	The payment could not be made; nothing moved.	Le paiement n'a pas pu être effectué ; aucun argent n'a bougé.
busy
b	Your payment is already being processed. Wait a moment, then look again; please do not pay a second time.	Votre paiement est déjà en cours. Patientez un instant, puis actualisez la page ; ne payez pas une seconde fois.
m	Another process goes on with {}. Look again a little later.	Un autre processus s'occupe déjà de {}. Consultez à nouveau un peu plus tard.
absent
b	We cannot find this payment. Please do not pay again: contact us.	Nous ne retrouvons pas ce paiement. Ne payez pas une seconde fois : contactez-nous.
m	The journal knows no operation {}: it was never begun, or is in another journal.	Le journal ne connaît aucune opération {} : elle n'a jamais été commencée, ou se trouve dans un autre journal.
record
b	We cannot continue this payment here. Please do not pay again: contact us.	Nous ne pouvons pas poursuivre ce paiement ici. Ne payez pas une seconde fois : contactez-nous.
m	This stored payment cannot be resumed with this client: {}.	Ce paiement enregistré ne peut pas être repris avec ce client : {}.
webhook
b	We could not check this notice. Your payment is not affected.	Nous n'avons pas pu vérifier cet avis. Votre paiement n'en est pas affecté.
m	This webhook must not be believed: {}. Answer 400, and check your keys.	Il ne faut pas se fier à ce webhook : {}. Répondez 400 et vérifiez vos clés.
connect_failed
b	The payment was not made, and nothing was debited. Please try again in a moment.	Le paiement n'a pas été effectué et rien n'a été débité. Réessayez dans un instant.
m	No connection: certainly nothing was sent.	Pas de connexion : rien n'a été envoyé, c'est certain.
no_answer
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	The request may have been sent, but no whole answer came.	La requête est peut-être partie, mais aucune réponse complète n'est arrivée.
answer_too_large
b	We do not know yet whether your payment went through. Please do not pay again: we are checking.	Nous ne savons pas encore si votre paiement est passé. Ne payez pas une seconde fois : nous vérifions.
m	An answer came that is longer than is read.	La réponse reçue est plus longue que ce qui est lu.
invalid
m	{} ({}): {}. Allowed: {}.	{} ({}) : {}. Valeur admise : {}.
k	Did you mean {}?	Vouliez-vous dire {} ?
r	not accepted	valeur refusée
b	The payment could not be prepared, and nothing was debited. Please contact us.	Le paiement n'a pas pu être préparé et rien n'a été débité. Contactez-nous.
field phone
a	Phone number	Numéro de téléphone
b	This phone number is not accepted. Check it, and the operator you chose.	Ce numéro de téléphone n'est pas accepté. Vérifiez-le, ainsi que l'opérateur choisi.
field amount
a	Amount	Montant
b	This amount is not accepted. Please choose another one.	Ce montant n'est pas accepté. Choisissez-en un autre.
field otp
a	One-time code	Code à usage unique
b	The code has 4 to 10 digits. Check it and type it again.	Le code comporte de 4 à 10 chiffres. Vérifiez-le et saisissez-le à nouveau.
field code
a	One-time code	Code à usage unique
b	The code has 4 to 10 digits. Check it and type it again.	Le code comporte de 4 à 10 chiffres. Vérifiez-le et saisissez-le à nouveau.
field provider
a	Mobile operator	Opérateur mobile
b	Please choose your mobile operator.	Choisissez votre opérateur mobile.
field wallet
a	Recipient's operator	Opérateur du bénéficiaire
b	Please choose the recipient's mobile operator.	Choisissez l'opérateur mobile du bénéficiaire.
field email
a	E-mail address	Adresse e-mail
b	This e-mail address is not valid. Check it.	Cette adresse e-mail n'est pas valable. Vérifiez-la.
field customer
a	Meter or customer number	Numéro de compteur ou de client
b	This meter or customer number is not valid. Check it on your bill.	Ce numéro de compteur ou de client n'est pas valable. Vérifiez-le sur votre facture.
field referenceClient
a	Meter or customer number	Numéro de compteur ou de client
b	This meter or customer number is not valid. Check it on your bill.	Ce numéro de compteur ou de client n'est pas valable. Vérifiez-le sur votre facture.
field bill
a	Bill	Facture
b	Choose the bill you wish to pay.	Choisissez la facture que vous voulez payer.
field referenceFacture
a	Bill	Facture
b	Choose the bill you wish to pay.	Choisissez la facture que vous voulez payer.
field service
a	Biller	Facturier
b	Please choose the biller.	Choisissez le facturier.
field reference
a	Vendor's reference	Référence du prestataire
field transactionId
a	Vendor's transaction number	Numéro de transaction du prestataire
field charge
a	Charge	Paiement à collecter
field checkout
a	Payment page	Page de paiement
field transfer
a	Payout	Virement
field settlement
a	Settlement	Reversement
field payment
a	Payment	Paiement
field inquiry
a	Bill inquiry	Recherche de factures
field opId
a	Your id of the operation	Votre identifiant de l'opération
b	This payment may have been begun already. Please do not pay again: look at your order, or contact us.	Ce paiement a peut-être déjà été commencé. Ne payez pas une seconde fois : consultez votre commande ou contactez-nous.
field extId
a	Your id of the payout	Votre identifiant du virement
field externalTransactionId
a	Your id of the payment	Votre identifiant du paiement
field successUrl
a	Address after paying	Adresse de retour après paiement
field cancelUrl
a	Address after giving up	Adresse de retour après abandon
field callbackUrl
a	Address for notices	Adresse de notification
field callBackURL
a	Address for notices	Adresse de notification
field customData
a	Free text	Texte libre
field transfers
a	Payouts	Virements
field recipients
a	Recipients	Bénéficiaires
field order
a	Order	Ordre
field kind
a	Kind of operation	Type d'opération
field confirm
a	Confirmation	Confirmation
field percent
a	Percentage	Pourcentage
field key
a	Secret key	Clé secrète
field apiKey
a	Secret key	Clé secrète
field earlierKeys
a	Earlier secret keys	Anciennes clés secrètes
field keys
a	Secrets	Secrets
field relayKey
a	Relay's secret	Secret du relais
field relayKeys
a	Relay's secrets	Secrets du relais
field kid
a	Secret's name	Nom du secret
field relayUrl
a	Relay's address	Adresse du relais
field audience
a	Relay's address	Adresse du relais
field url
a	Address	Adresse
field origins
a	Origins of pages	Origines des pages
field operation
a	Operation	Opération
field operations
a	Operations	Opérations
field seconds
a	Validity	Durée de validité
field expires
a	Validity	Durée de validité
field token
a	Token	Jeton
field payer
a	Payer	Payeur
field bills
a	Bills	Factures
field callbacks
a	Callbacks	Rappels du prestataire
field codes
a	Meters' codes	Codes des compteurs
field tally
a	Tally	Décompte
field account
a	Account	Compte
field client
a	Account's client	Client du compte
field atOnce
a	Requests at once	Requêtes simultanées
field mostAtOnce
a	Requests at once	Requêtes simultanées
field baseUrl
a	Vendor's address	Adresse du prestataire
field proxy
a	Proxy	Proxy
field caFile
a	Certificate authorities	Autorités de certification
field transport
a	Transport	Transport
field journal
a	Journal	Journal
field path
a	Journal's file	Fichier du journal
field onWait
a	Function called while waiting	Fonction appelée pendant l'attente
field fault
a	Simulated fault	Panne simulée
field body
a	Body	Corps de la réponse
field record
a	Stored payment	Paiement enregistré
field event
a	Event	Événement
field
a	Value	Valeur
say
	not a phone number of Burkina Faso	ce n'est pas un numéro de téléphone du Burkina Faso
	digits other than 0 to 9	des chiffres autres que 0 à 9
	8 digits, optionally after +226, 00226 or 226	8 chiffres, avec ou sans +226, 00226 ou 226 devant
	the number starts with {}, not a mobile prefix	le numéro commence par {}, qui n'est pas un préfixe mobile
	the number starts with {}, a {} prefix	le numéro commence par {}, un préfixe de {}
	the number starts with {}, not a {} prefix	le numéro commence par {}, qui n'est pas un préfixe de {}
	numbers starting with 0, 5, 6 or 7	les numéros qui commencent par 0, 5, 6 ou 7
	{} numbers start with {}	pour {}, les numéros qui commencent par {}
	out of range	hors limites
	{} is out of range	{} est hors limites
	a fraction of a franc	une fraction de franc
	not a plain number	ce n'est pas un nombre simple
	not a plain decimal number	ce n'est pas un nombre décimal simple
	over 100	plus de 100
	whole francs CFA, 0 to 1000000000000	un nombre entier de francs CFA, de 0 à 1000000000000
	whole francs (XOF) from {} to 1000000000000	un nombre entier de francs (XOF), de {} à 1000000000000
	a decimal number from 0 to 100, such as 3.5, up to 12 decimals	un nombre décimal de 0 à 100, comme 3.5, avec 12 décimales au plus
	not a one-time password	ce n'est pas un code à usage unique
	4 to 10 digits	de 4 à 10 chiffres
	not an operator of Senfenico	ce n'est pas un opérateur de Senfenico
	missing, and the number's prefix does not tell it	manquant, et le début du numéro ne permet pas de le deviner
	coris_bf cannot receive transfers	coris_bf ne peut pas recevoir de virement
	bad character at offset {}	caractère interdit à la position {}
	{} characters long	{} caractères
	8 to 256 visible ASCII characters	de 8 à 256 caractères ASCII visibles
	an https address of at most 2048 characters	une adresse https de 2048 caractères au plus
	an https address without query or fragment	une adresse https sans paramètre ni fragment
	https://host or https://host:port	https://hôte ou https://hôte:port
	a path, query or fragment after the host	un chemin, un paramètre ou un fragment après l'hôte
	a query or fragment	un paramètre ou un fragment
	over 2048 characters	plus de 2048 caractères
	a space, control or other character that no address has	une espace ou un caractère qu'aucune adresse ne contient
	no scheme	le début https:// manque
	no host	l'hôte manque
	no plain host	l'hôte n'est pas un nom simple
	a user name or password before the host	un nom d'utilisateur ou un mot de passe devant l'hôte
	http to another machine	http vers une autre machine
	neither https nor http	ni https ni http
	not a reference	ce n'est pas une référence
	1 to 64 of A-Z, a-z, 0-9, _ and -	de 1 à 64 caractères parmi A-Z, a-z, 0-9, _ et -
	not a bill reference	ce n'est pas une référence de facture
	1 to 128 printable ASCII characters, no space at either end	de 1 à 128 caractères ASCII imprimables, sans espace au début ni à la fin
	not a meter or customer number	ce n'est pas un numéro de compteur ou de client
	3 to 32 letters, digits, / or -	de 3 à 32 lettres, chiffres, / ou -
	not an e-mail address	ce n'est pas une adresse e-mail
	name@host, at most 254 characters	nom@domaine, 254 caractères au plus
	missing	manquant
	unknown	inconnu
	empty	vide
	nested too deeply	imbriqué trop profondément
	not valid Unicode	ce n'est pas du texte Unicode valable
	text	du texte
	a string	du texte (string)
	a number	un nombre (number)
	a boolean	un booléen (boolean)
	an array	un tableau (array)
	an object	un objet
	null	rien
	a fraction	un nombre à virgule
	NaN	NaN, qui n'est pas un nombre
	given twice	donné deux fois
	one of them	un seul des deux
	nothing	rien
	true or false	true ou false
	a whole number	un nombre entier
	whole francs (XOF), a number	un nombre entier (number) de francs XOF
	an array of strings	un tableau de textes
	an array of objects	un tableau d'objets
	a record, as journals keep it	un enregistrement, tel qu'un journal le garde
	a str	du texte (str)
	a bool	un booléen (bool)
	a float	un nombre à virgule (float)
	a list	une liste
	None	rien (None)
	{} payouts in one call	{} virements en un seul appel
	1 to 100 a call; a bulk payout takes any number	de 1 à 100 par appel ; un virement groupé en prend autant que voulu
	at least one payout	au moins un virement
	the same as transfers[{}]	le même que transfers[{}]
	one id per payout	un identifiant par virement
	the top-up in whole francs (Woyofal)	le montant de la recharge en francs entiers (Woyofal)
	given for a bill	donné pour une facture
	none: the bill imposes it	aucun : la facture l'impose
	the bill's reference from an inquiry, so that no other bill is paid	la référence de la facture trouvée par une recherche, pour qu'aucune autre ne soit payée
	too long	trop long
	at most 1024 bytes	1024 octets au plus
	an operation of the other vendor	une opération de l'autre prestataire
	an operation of this client's vendor	une opération du prestataire de ce client
	no secret	aucun secret
	a space or line end around a secret	une espace ou une fin de ligne autour d'un secret
	a secret is too short	un secret est trop court
	one secret or more, each of at least {} characters	un secret ou plusieurs, chacun d'au moins {} caractères
	a path	un chemin
	in use by one with other details	déjà utilisé par une autre, aux informations différentes
	it cannot be given up now	il ne peut pas être abandonné maintenant
	a charge that waits for a code, none of whose codes is unanswered	un paiement qui attend un code, et dont aucun code n'est resté sans réponse
	none	aucune
	of DEXCHANGE	de DEXCHANGE
	of Senfenico	de Senfenico
	{} may still be paid	{} peut encore être payé
	{} may have been paid: nobody knows yet	{} a peut-être été payé : on ne le sait pas encore
	{} was paid	{} a été payé
	tries that ended without money: rejected, abandoned or not sent	des essais terminés sans paiement : refusés, abandonnés ou non envoyés
	from a minute to 7 days	d'une minute à 7 jours
	of the other mode	de l'autre mode
	keys of the same mode: test and live do not mix	des clés du même mode : test et production ne se mélangent pas
	in use by another ({})	déjà utilisé par une autre ({})
	an id of its own for each operation; \`resume(op_id)\` goes on with the stored one	un identifiant propre à chaque opération ; \`resume(op_id)\` reprend celle qui est enregistrée
	of a version before records were sealed, which was never released	il est d'une version où les enregistrements n'étaient pas encore scellés, et qui n'a jamais été publiée
	written by a newer version of the library	il a été écrit par une version plus récente de la bibliothèque
	sealed with another key, or changed since	il a été scellé avec une autre clé, ou modifié depuis
	its parts contradict each other	ses éléments se contredisent
	its parts cannot be read	ses éléments sont illisibles
	of another operation than the journal was asked for	il concerne une autre opération que celle demandée au journal
	of the other vendor	il est de l'autre prestataire
	of the other mode: test and live do not mix	il est de l'autre mode : test et production ne se mélangent pas
	an operation this version does not know	opération inconnue de cette version
	its state cannot be read	son état est illisible
	the address is not one of ours	l'adresse n'est pas une des nôtres
	externalTransactionId is not the one of the address	externalTransactionId n'est pas celui de l'adresse
	no secret to check the signature with	aucun secret pour vérifier la signature
	no readable signature	pas de signature lisible
	the signature does not match	la signature ne correspond pas
	no readable hash	pas d'empreinte lisible
	the hash does not match	l'empreinte ne correspond pas
	event or status is not a word	l'événement ou le statut n'est pas un mot
	larger than 65536 bytes	plus de 65536 octets
	not the documented shape	la forme n'est pas celle de la documentation
	not JSON	ce n'est pas du JSON
	more than 10000 values	plus de 10000 valeurs
	more than 16 levels deep	plus de 16 niveaux d'imbrication
	a key twice in one object	une clé deux fois dans un même objet
	not a service of DEXCHANGE	ce n'est pas un service de DEXCHANGE
	no HTTP status	ce n'est pas un statut HTTP
	an order, such as {}	un ordre, comme {}
	an {}	un objet {}
	a {}	un objet {}
`;

/** Doubts that are said in words in an error's message; others by their word. */
export const STRANGE: readonly string[] = [
  "oversized",
  "too_deep",
  "not_json",
  "malformed",
  "foreign",
  "redirected",
  "server_error",
  "mode_mismatch",
];
