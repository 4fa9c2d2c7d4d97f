"""What the app itself raises, before anything is sent."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from xaalis.errors import _Told


class NotConfigured(_Told, ImproperlyConfigured):
    """A setting is missing or wrong; its name is in the text."""


class TransactionOpen(_Told, RuntimeError):
    """A record cannot be durable inside a transaction that may still be rolled back: nothing was sent.

    Decorate the view with `transaction.non_atomic_requests` (payments and `transaction.atomic()` do
    not mix), or give records a connection of their own: a second alias of the same database in
    `DATABASES`, without `ATOMIC_REQUESTS`, named by `XAALIS["DATABASE"]`.
    """

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.alias = alias

    def __str__(self) -> str:
        return (
            f"a payment inside a transaction of database {self.alias!r}: its record would vanish with a "
            "rollback although money moved, so nothing was sent. Decorate the view with "
            "django.db.transaction.non_atomic_requests and pay outside atomic(), or name a second alias "
            'of the database, without ATOMIC_REQUESTS, in XAALIS["DATABASE"]'
        )
