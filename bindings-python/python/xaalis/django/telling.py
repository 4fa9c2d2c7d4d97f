"""Tells the signals how a payment ended: once, after the commit, and never by raising."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connections, transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from xaalis._operations import FLOWS
from xaalis.types import Code, NotSent, Rejected, Settled, Unknown

from . import signals
from .journal import in_tests_only
from .models import Payment, payments

log = logging.getLogger("xaalis.django")

#: How long whoever tells an ending has for it, before `xaalis_resume` holds it for dead.
LEASE = timedelta(minutes=5)

SIGNALS: dict[type, Signal] = {
    Settled: signals.payment_settled,
    Rejected: signals.payment_rejected,
    NotSent: signals.payment_not_sent,
    Unknown: signals.payment_unknown,
}


def untold(using: str) -> QuerySet[Payment]:
    """Payments whose ending not all receivers have heard, and that nobody is telling now."""
    idle = Q(telling_since=None) | Q(telling_since__lt=timezone.now() - LEASE)
    ended: QuerySet[Payment] = payments(using).exclude(outcome="")
    ended = ended.exclude(outcome=F("told")).filter(idle)
    return ended


def tell(op_id: str, outcome: Any, using: str) -> None:
    """Sends the signal of an ending, unless it was sent before or another process is at it."""
    busy = _open_transaction()
    if busy is not None:
        # What receivers write would vanish with a rollback: xaalis_resume tells it then.
        transaction.on_commit(partial(_tell_logged, op_id, outcome, using), using=busy)
        return
    word = _word(outcome)
    mine = untold(using).filter(pk=op_id, outcome=word).update(telling_since=timezone.now())
    if not mine:
        return
    payment = payments(using).get(pk=op_id)
    heard = _send(payment, outcome)
    row = payments(using).filter(pk=op_id)
    if heard:
        row.update(told=word, telling_since=None)


def _send(payment: Payment, outcome: Any) -> bool:
    """True when every receiver returned."""
    signal = SIGNALS[_kind(outcome)]
    if type(outcome) is Rejected and outcome.refusal.code == Code.ABANDONED:
        signal = signals.payment_abandoned
    if signal is signals.payment_settled and payment.operation not in FLOWS:
        return True
    heard = True
    for receiver, answer in signal.send_robust(Payment, payment=payment, outcome=outcome):
        if isinstance(answer, Exception):
            heard = False
            name = getattr(receiver, "__qualname__", type(receiver).__qualname__)
            # Where it was raised, but not its message, which may hold what a customer typed.
            frames = "".join(
                f"\n  {frame.filename}:{frame.lineno}, in {frame.name}"
                for frame in traceback.extract_tb(answer.__traceback__)
            )
            text = "xaalis: %s raised %s for %s; xaalis_resume calls it again%s"
            log.error(text, name, type(answer).__qualname__, payment.op_id, frames)
    return heard


def _kind(outcome: Any) -> type:
    if type(outcome) in SIGNALS:
        return type(outcome)
    kinds = {type(item.outcome) for item in outcome.items}
    if Unknown in kinds:
        return Unknown
    return kinds.pop() if kinds in ({Settled}, {NotSent}) else Rejected


def _word(outcome: Any) -> str:
    """The outcome as the column holds it."""
    if type(outcome) in SIGNALS:
        return str(outcome.kind)
    words: dict[type, str] = {Unknown: "unknown", NotSent: "not_sent"}
    return words.get(_kind(outcome), "ended")


def _open_transaction() -> str | None:
    """A database with a transaction that may still be rolled back."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block and not in_tests_only(connection):
            return connection.alias
    return None


def _tell_logged(op_id: str, outcome: Any, using: str) -> None:
    try:
        tell(op_id, outcome, using)
    except Exception:
        log.exception("xaalis: %s has ended, but nobody could be told; xaalis_resume will", op_id)
