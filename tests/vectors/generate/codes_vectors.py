"""codes.json: every error code; the texts are those of the table "Error Codes" of senfenico.txt."""

from common import Group, part, write

# Rule G5 of reliability.md: after these nothing was applied.
HARMLESS = set(
    "BATCH_SIZE_LIMIT_EXCEEDED RATE_LIMIT_EXCEEDED UNSUPPORTED_PROVIDER OTP_INVALID OTP_EXPIRED OTP_STILL_VALID INSUFFICIENT_FUNDS "
    "INVALID_ACCOUNT CHARGE_NOT_FOUND UNAUTHORIZED_CHARGE_PROVIDER INVALID_DATA".split()
)
PAGE = [
    ("BATCH_SIZE_LIMIT_EXCEEDED",
     "The request exceeds the maximum batch size of 100 items. Please reduce the number of items in the batch and try again.",
     "La requête dépasse la taille maximale autorisée de 100 éléments. Veuillez réduire le nombre d'éléments dans le lot et réessayer."),
    ("RATE_LIMIT_EXCEEDED",
     "You have exceeded the rate limit for API requests. Please wait before making further requests.",
     "Vous avez dépassé la limite de taux pour les requêtes API. Veuillez patienter avant de faire d'autres requêtes."),
    # Ours: the page's two texts are the code again.
    ("UNSUPPORTED_PROVIDER",
     "Senfenico does not work with this mobile operator.",
     "Senfenico ne travaille pas avec cet opérateur mobile."),
    ("OTP_INVALID",
     "The OTP is invalid. Please try again.",
     "OTP invalide fournies. Veuillez vérifier et réessayer."),
    ("OTP_EXPIRED",
     "The OTP has expired. Please request a new one.",
     "Le code OTP a expiré. Veuillez en demander un nouveau."),
    ("OTP_STILL_VALID",
     "The current OTP is still valid. Please use the existing OTP or wait until it expires to request a new one.",
     "Le code OTP actuel est toujours valide. Veuillez utiliser le code OTP existant ou attendre qu'il expire pour en demander un nouveau."),
    ("INSUFFICIENT_FUNDS",
     "Account holder does not have enough funds to complete this transaction.",
     "Le titulaire du compte n'a pas suffisamment de fonds pour effectuer cette transaction."),
    ("INVALID_ACCOUNT",
     "The phone number is not valid or is not associated with an account with operator. Please check the phone number and try again.",
     "Le numéro de téléphone n'est pas valide ou n'est pas associé à un compte chez l'opérateur. Veuillez vérifier le numéro de téléphone et réessayer."),
    ("NETWORK_ERROR",
     "A network error occurred. Please try again later.",
     "Une erreur de réseau est survenue. Veuillez réessayer plus tard."),
    ("CHARGE_NOT_FOUND",
     "Charge with the given reference not found.",
     "La transaction avec la référence donnée est introuvable."),
    ("INTERNAL_ERROR",
     "An internal error occurred. Please try again later.",
     "Une erreur interne est survenue. Veuillez réessayer plus tard."),
    ("UNKNOWN_ERROR",
     "An unknown error occurred. Please try again later.",
     "Une erreur inconnue est survenue. Veuillez réessayer plus tard."),
    ("TRANSACTION_NOT_FOUND",
     "Transaction not found.",
     "Transaction introuvable."),
    ("UNAUTHORIZED_CHARGE_PROVIDER",
     "You are not authorized to charge this provider. If you think this is an error, please contact Senfenico team.",
     "Vous n'êtes pas autorisé à collecter les paiement de cet opérateur. Si vous pensez qu'il s'agit d'une erreur, veuillez contacter l'équipe de Senfenico."),
    ("EXTERNAL_API_ERROR",
     "The OTP is invalid. Please try again. An error occurred with an external API. Please try again later or contact support if the issue persists.",
     "Veuillez réessayer plus tard ou contacter le support si le problème persiste."),
    ("INVALID_DATA",
     "Invalid data provided. Please check the input and try again.",
     "Données invalides fournies. Veuillez vérifier les données saisies et réessayer."),
]
# Ours, and those of DEXCHANGE's own site: name, whether nothing was applied for certain.
OTHERS = [
    ("INVALID_API_KEY", True), ("EXPIRED_API_KEY", True), ("MISSING_API_KEY", True), ("INVALID_AMOUNT", True), ("DUPLICATE_TRANSACTION", False), ("SERVICE_UNAVAILABLE", False),
    ("OPERATOR_ERROR", False), ("TIMEOUT_ERROR", False), ("UNAUTHORIZED", True), ("FORBIDDEN", True), ("NOT_FOUND", False), ("VALIDATION", True), ("CONFLICT", False),
    ("DUPLICATE_REFERENCE", True), ("ALREADY_PAID", True), ("NO_BILL", True), ("PAYMENT_FAILED", True), ("PAYMENT_CANCELED", True), ("AMOUNT_CHANGED", True),
]
UNKNOWN = "an error code that this version does not know"


def generate():
    page = Group("code", "senfenico.txt, Error Codes; reliability.md G5", "code-page")
    for name, english, french in PAGE:
        page.add("of the page", name, {"name": name, "certainly_not_applied": name in HARMLESS, "description": english, "description_fr": french})
    others = Group("code", "reliability.md 0.1 and G5", "code-other")
    for name, harmless in OTHERS:
        texts = {"description": {"absent": UNKNOWN}, "description_fr": {"absent": "ne connaît pas"}}
        others.add("ours or DEXCHANGE's", name, {"name": name, "certainly_not_applied": harmless} | texts)
    unknown = Group("code", "reliability.md G5: every code we do not know may stand for a payment made", "code-new")
    for name in ("SOMETHING_NEW", "", "something_new", " SOMETHING_NEW", "OTP-INVALID", "OTP INVALID", "INSUFFICIENT_FUND", "INVALID_DATA.", "Other", "null", "é"):
        unknown.add("never heard of: kept as written, never called harmless", name, {"name": name, "certainly_not_applied": False, "description": part(UNKNOWN), "description_fr": part("ne connaît pas")})
    spelled = Group("code", "words of the wire: neither case nor the space around counts", "code-spelled")
    for given, name in [("otp_invalid", "OTP_INVALID"), ("OTP_INVALID ", "OTP_INVALID"), ("Otp_Invalid", "OTP_INVALID"), ("INVALID_DATA\n", "INVALID_DATA"),
                        ("\tinsufficient_Funds ", "INSUFFICIENT_FUNDS"), ("external_api_error", "EXTERNAL_API_ERROR"), (" Network_Error", "NETWORK_ERROR"),
                        ("timeout_error", "TIMEOUT_ERROR"), ("already_paid", "ALREADY_PAID")]:
        harmless = name in HARMLESS or dict(OTHERS).get(name, False)
        texts = {"description": {"absent": UNKNOWN}, "description_fr": {"absent": "ne connaît pas"}}
        spelled.add("a known code, spelled otherwise", given, {"name": name, "certainly_not_applied": harmless} | texts)
    write("codes", "Error codes: what they say, and whether money may have moved.", [page, others, unknown, spelled])
