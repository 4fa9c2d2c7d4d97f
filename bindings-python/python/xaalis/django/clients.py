"""One client per process and vendor, made from the settings when it is first used."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, cast

from django.utils.module_loading import import_string

from xaalis import webhooks
from xaalis._adexchange import AsyncDexchange
from xaalis._asenfenico import AsyncSenfenico
from xaalis.dexchange import Dexchange
from xaalis.relay import Relay
from xaalis.senfenico import Senfenico

from . import conf
from .errors import NotConfigured
from .journal import DjangoJournal
from .tally import DjangoTally

if TYPE_CHECKING:
    from collections.abc import Callable

    from .models import Payment

__all__ = [
    "adexchange",
    "asenfenico",
    "bills_relay",
    "client_for",
    "dexchange",
    "dexchange_callback_url",
    "forget",
    "relay",
    "senfenico",
]


def senfenico() -> Senfenico:
    """This process's client of Senfenico. Raises `NotConfigured` without a key."""
    return cast(Senfenico, _made("senfenico", Senfenico, "SENFENICO"))


def dexchange() -> Dexchange:
    """This process's client of DEXCHANGE. Raises `NotConfigured` without a key."""
    return cast(Dexchange, _made("dexchange", Dexchange, "DEXCHANGE"))


def asenfenico() -> AsyncSenfenico:
    """The same for asyncio: one client for all loops of this process, with the same settings."""
    return cast(AsyncSenfenico, _made("asenfenico", AsyncSenfenico, "SENFENICO"))


def adexchange() -> AsyncDexchange:
    """The same for asyncio: one client for all loops of this process, with the same settings."""
    return cast(AsyncDexchange, _made("adexchange", AsyncDexchange, "DEXCHANGE"))


def relay() -> Relay:
    """This process's relay. Raises `NotConfigured` without `RELAY_URL`, `RELAY_KEYS` or `RELAY_ORIGINS`, and
    `InvalidInput` for those that no relay takes."""
    return _relay("relay", lambda: Relay(senfenico(), tally=DjangoTally(), **conf.relay()))


def bills_relay() -> Relay:
    """This process's relay of bills. Raises as `relay`, of `RELAY_BILLS_URL`."""
    return _relay(
        "bills_relay",
        lambda: Relay(dexchange(), tally=DjangoTally(), codes=_imported("RELAY_CODES"), **conf.bills_relay()),
    )


def client_for(payment: Payment) -> Senfenico | Dexchange:
    """The client of a payment's vendor. Raises `NotConfigured` without a key."""
    return senfenico() if payment.vendor == "senfenico" else dexchange()


def dexchange_callback_url(external_transaction_id: str) -> str:
    """The `callback_url` of one payment: only DEXCHANGE and you know it.

    Raises `NotConfigured` without `DEXCHANGE_CALLBACK_BASE` or `DEXCHANGE_CALLBACK_SECRETS`.
    """
    base = conf.required("DEXCHANGE_CALLBACK_BASE")
    conf.required("DEXCHANGE_CALLBACK_SECRETS")
    reader = webhooks.Dexchange(*conf.several("DEXCHANGE_CALLBACK_SECRETS"))
    return reader.callback_url(base, external_transaction_id)


def forget() -> None:
    """Makes new clients at the next use: after a change of settings."""
    global _lock
    _clients.clear()
    _lock = threading.RLock()


_clients: dict[str, Any] = {}
_lock = threading.RLock()

# A child has no threads that could hold the parent's lock, and makes clients of its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget)


def _made(name: str, cls: Callable[..., Any], prefix: str) -> Any:
    client = _clients.get(name)
    if client is None:
        with _lock:
            client = _clients.get(name)
            if client is None:
                # The key in no variable of its own: whoever shows this frame would show it.
                client = cls(
                    conf.required(f"{prefix}_KEY"),
                    base_url=conf.word(f"{prefix}_URL"),
                    transport=_transport(),
                    journal=DjangoJournal(),
                    earlier_keys=conf.several(f"{prefix}_EARLIER_KEYS"),
                    **conf.people(),
                )
                _clients[name] = client
    return client


def _relay(name: str, make: Callable[[], Relay]) -> Relay:
    made = _clients.get(name)
    if made is None:
        with _lock:
            made = _clients.get(name)
            if made is None:
                made = _clients[name] = make()
    return cast(Relay, made)


def _transport() -> Any:
    """The one of the settings; both clients share it."""
    given = conf.option("TRANSPORT")
    if not isinstance(given, (str, type)):
        return given
    if "transport" not in _clients:
        _clients["transport"] = _imported("TRANSPORT")
    return _clients["transport"]


def _imported(name: str) -> Any:
    """An option that may be a dotted path, and of a class one that is made."""
    given = conf.option(name)
    try:
        made = import_string(given) if isinstance(given, str) else given
    except ImportError as error:
        raise NotConfigured(f'XAALIS["{name}"]: {error}') from error
    return made() if isinstance(made, type) else made
