"""Payments through Senfenico (Burkina Faso) and DEXCHANGE (Senegal).

Never pays twice because an answer was lost, and never calls a payment failed when money may have moved.
Start with `Senfenico`, `Dexchange`, or their twins for asyncio, `AsyncSenfenico` and `AsyncDexchange`;
without keys and network with `Sandbox`.
"""

from __future__ import annotations

from . import errors, types, webhooks
from ._native import Request, Response
from ._native import version as _version
from ._payment import Done, Payment, Waiting
from ._types import *  # noqa: F403
from .dexchange import Dexchange
from .errors import *  # noqa: F403
from .journal import Journal, MemoryJournal, SqliteJournal
from .sandbox import Sandbox
from .senfenico import Senfenico

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._adexchange import AsyncDexchange
    from ._asenfenico import AsyncSenfenico
    from ._apayment import AsyncPayment
    from .postgres import PostgresJournal

__version__ = _version()

#: What costs an import of its own, by where it stands: asyncio and psycopg come when they are used.
_LATER = {
    "AsyncDexchange": "_adexchange",
    "AsyncPayment": "_apayment",
    "AsyncSenfenico": "_asenfenico",
    "PostgresJournal": "postgres",
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
