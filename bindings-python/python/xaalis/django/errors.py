"""What the app itself raises, before anything is sent."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language

from xaalis.errors import InvalidInput, _Told


class NotConfigured(_Told, ImproperlyConfigured):
    """A setting is missing or wrong; its name is in the text."""


class TransactionOpen(_Told, RuntimeError):
    """A record cannot be durable inside a transaction that may still be rolled back: nothing was sent.

    Decorate the view with `transaction.non_atomic_requests` (payments and `transaction.atomic()` do
    not mix), or give records a connection of their own: a second alias of the same database in
    `DATABASES`, without `ATOMIC_REQUESTS`, named by `XAALIS["DATABASE"]`.

    `xaalis.django.limits` raises it too, when it counts in the database: what was counted would vanish.
    """

    def __init__(self, alias: str, what: str = "payment") -> None:
        super().__init__(alias, what)
        self.alias = alias
        #: What was kept from happening: a `"payment"`, or a `"count"` of limits.
        self.what = what

    def __str__(self) -> str:
        if self.what == "count":
            return (
                f"limits counted inside a transaction of database {self.alias!r}: the count would vanish with a "
                "rollback, so nothing was counted or sent. Decorate the view with "
                "django.db.transaction.non_atomic_requests and count outside atomic(), or count in Redis or "
                "Memcached"
            )
        return (
            f"a payment inside a transaction of database {self.alias!r}: its record would vanish with a "
            "rollback although money moved, so nothing was sent. Decorate the view with "
            "django.db.transaction.non_atomic_requests and pay outside atomic(), or name a second alias "
            'of the database, without ATOMIC_REQUESTS, in XAALIS["DATABASE"]'
        )


class TooOften(_Told, Exception):
    """A limit of `xaalis.django.limits` was passed. Nothing was sent."""

    def __init__(self, what: str, whom: str, seconds: int) -> None:
        super().__init__(what, whom, seconds)
        #: What there was too much of: `"prompt"`, `"code"`, `"read"`.
        self.what = what
        #: Whose limit it is: `"order"`, `"payer"`, `"address"`, `"shop"`; `"cache"` when nothing can be counted.
        self.whom = whom
        #: In how many seconds to try again: for `Retry-After`.
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.what}: too often for this {self.whom}; again in {self.seconds} s"

    def _texts(self) -> tuple[str, str, str, str]:
        wait, wait_fr = _time(self.seconds)
        why, why_fr = _WHY.get((self.what, self.whom)) or _WHY.get(("", self.whom)) or _WHY["", ""]
        if self.whom == "cache":
            who = "The cache of limits does not answer, so nobody can be counted: nothing was sent. Look at the log."
            who_fr = (
                "Le cache des limites ne répond pas et rien ne peut être compté : rien n'a été envoyé. Voyez le journal."
            )
        else:
            who = f"The limit of xaalis.django.limits for one {self.whom} was passed ({self.what}): nothing was sent."
            who_fr = f"La limite de xaalis.django.limits a été atteinte ({self.what}, {self.whom}) : rien n'a été envoyé."
        return (
            f"{why} Please wait {wait}, then try again.",
            f"{why_fr} Attendez {wait_fr}, puis réessayez.",
            who,
            who_fr,
        )


#: What the buyer is told, by what there was too much of and for whom.
_WHY = {
    ("prompt", "order"): (
        "Too many payment requests were sent for this order.",
        "Trop de demandes de paiement ont été envoyées pour cette commande.",
    ),
    ("prompt", "payer"): (
        "Too many payment requests were sent to this number.",
        "Trop de demandes de paiement ont été envoyées à ce numéro.",
    ),
    ("code", "order"): (
        "Too many wrong codes were entered for this order.",
        "Trop de codes erronés ont été saisis pour cette commande.",
    ),
    ("code", "payer"): (
        "Too many wrong codes were entered for this number.",
        "Trop de codes erronés ont été saisis pour ce numéro.",
    ),
    ("", "address"): (
        "Too many attempts were made from your connection.",
        "Trop de tentatives ont été faites depuis votre connexion.",
    ),
    ("", "shop"): (
        "Very many people are paying at this moment.",
        "Beaucoup de personnes paient en ce moment.",
    ),
    ("", "cache"): (
        "Payments cannot be taken at this moment, and nothing was debited.",
        "Les paiements sont momentanément indisponibles et rien n'a été débité.",
    ),
    ("", ""): ("This was tried too often.", "Il y a eu trop de tentatives."),
}


def allowed(error: Exception) -> str:
    """What a refused setting may be, in the language of the command."""
    told: str = getattr(error, "allowed", "str")
    if isinstance(error, InvalidInput) and (get_language() or "").startswith("fr"):
        told = error.merchant_text_fr.partition(" Valeur admise : ")[2].removesuffix(".") or told
    return told


def _time(seconds: int) -> tuple[str, str]:
    """So many minutes or hours, in English and French."""
    minutes = max(1, -(-seconds // 60))
    if minutes <= 90:
        return (f"{minutes} minutes", f"{minutes} minutes") if minutes > 1 else ("a minute", "une minute")
    hours = -(-minutes // 60)
    return f"{hours} hours", f"{hours} heures"
