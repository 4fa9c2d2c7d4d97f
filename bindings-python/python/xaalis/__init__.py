"""Payments through Senfenico (Burkina Faso) and DEXCHANGE (Senegal).

Never pays twice because an answer was lost, and never calls a payment failed when money may have moved.
Start with `Senfenico`, `Dexchange`, or their twins for asyncio, `AsyncSenfenico` and `AsyncDexchange`;
without keys and network with `Sandbox`.
"""

from __future__ import annotations

# `as` once more: names without it are private to a type checker.
from . import errors as errors, types as types, webhooks as webhooks
from ._listing import Listing as Listing
from ._native import Request as Request, Response as Response
from ._native import version as _version
from ._payment import Done as Done, Payment as Payment, Waiting as Waiting
from ._data import Items as Items
from ._types import *  # noqa: F403
from .dexchange import Dexchange as Dexchange
from .errors import *  # noqa: F403
from .journal import Journal as Journal, MemoryJournal as MemoryJournal, SqliteJournal as SqliteJournal
from .sandbox import Sandbox as Sandbox
from .senfenico import Senfenico as Senfenico

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._adexchange import AsyncDexchange as AsyncDexchange
    from ._alisting import AsyncListing as AsyncListing
    from ._asenfenico import AsyncSenfenico as AsyncSenfenico
    from ._apayment import AsyncPayment as AsyncPayment
    from .postgres import PostgresJournal as PostgresJournal

__version__ = _version()

#: What costs an import of its own, by where it stands: asyncio and psycopg come when they are used.
_LATER = {
    "AsyncDexchange": "_adexchange",
    "AsyncListing": "_alisting",
    "AsyncPayment": "_apayment",
    "AsyncSenfenico": "_asenfenico",
    "PostgresJournal": "postgres",
}

__all__ = [
    "AsyncDexchange",
    "AsyncListing",
    "AsyncPayment",
    "AsyncSenfenico",
    "Dexchange",
    "Done",
    "Journal",
    "Listing",
    "MemoryJournal",
    "Payment",
    "PostgresJournal",
    "Request",
    "Response",
    "Sandbox",
    "Senfenico",
    "SqliteJournal",
    "Waiting",
    "errors",
    "types",
    "webhooks",
]
__all__ += errors.__all__
__all__ += types.__all__


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
