"""Payments through Senfenico (Burkina Faso) and DEXCHANGE (Senegal).

Never pays twice because an answer was lost, and never calls a payment failed when money may have moved.
Start with `Senfenico`, `Dexchange`, or their twins for asyncio, `AsyncSenfenico` and `AsyncDexchange`;
without keys and network with `Sandbox`.
"""

from __future__ import annotations

# `as` once more: names without it are private to a type checker.
from . import errors as errors, types as types
from ._native import Request as Request, Response as Response
from ._native import version as _version
from ._data import Items as Items
from ._types import *  # noqa: F403
from .errors import *  # noqa: F403

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import webhooks as webhooks
    from ._adexchange import AsyncDexchange as AsyncDexchange
    from ._alisting import AsyncListing as AsyncListing
    from ._asenfenico import AsyncSenfenico as AsyncSenfenico
    from ._apayment import AsyncPayment as AsyncPayment
    from ._arelay import AsyncRelay as AsyncRelay
    from ._listing import Listing as Listing
    from ._payment import Done as Done, Payment as Payment, Waiting as Waiting
    from .dexchange import Dexchange as Dexchange
    from .journal import Journal as Journal, MemoryJournal as MemoryJournal, SqliteJournal as SqliteJournal
    from .postgres import PostgresJournal as PostgresJournal, PostgresTally as PostgresTally
    from .relay import AsyncCodes as AsyncCodes, Codes as Codes, Relay as Relay
    from .sandbox import Sandbox as Sandbox
    from .senfenico import Senfenico as Senfenico
    from .tally import MemoryTally as MemoryTally, SqliteTally as SqliteTally, Tally as Tally

__version__ = _version()

#: What is imported when it is used, by where it stands: asyncio and psycopg, a sandbox in tests, of the
#: vendors, for most shops have one, and what only a client needs: a process that answers webhooks has none.
_LATER = {
    "AsyncCodes": "relay",
    "AsyncDexchange": "_adexchange",
    "AsyncListing": "_alisting",
    "AsyncPayment": "_apayment",
    "AsyncRelay": "_arelay",
    "AsyncSenfenico": "_asenfenico",
    "Codes": "relay",
    "Dexchange": "dexchange",
    "Done": "_payment",
    "Journal": "journal",
    "Listing": "_listing",
    "MemoryJournal": "journal",
    "MemoryTally": "tally",
    "Payment": "_payment",
    "PostgresJournal": "postgres",
    "PostgresTally": "postgres",
    "Relay": "relay",
    "Sandbox": "sandbox",
    "Senfenico": "senfenico",
    "SqliteJournal": "journal",
    "SqliteTally": "tally",
    "Tally": "tally",
    "Waiting": "_payment",
}

__all__ = [
    "AsyncCodes",
    "AsyncDexchange",
    "AsyncListing",
    "AsyncPayment",
    "AsyncRelay",
    "AsyncSenfenico",
    "Codes",
    "Dexchange",
    "Done",
    "Journal",
    "Listing",
    "MemoryJournal",
    "MemoryTally",
    "Payment",
    "PostgresJournal",
    "PostgresTally",
    "Relay",
    "Request",
    "Response",
    "Sandbox",
    "Senfenico",
    "SqliteJournal",
    "SqliteTally",
    "Tally",
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
    from importlib import import_module

    if name in _LATER:
        found: object = getattr(import_module(f".{_LATER[name]}", __name__), name)
        globals()[name] = found
        return found
    # As if they had been imported.
    if name in ("dexchange", "journal", "pay", "relay", "sandbox", "senfenico", "tally", "webhooks"):
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
