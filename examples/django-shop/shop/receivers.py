"""How payments end: the only place where goods are given.

xaalis tells an ending once it is in the database, whoever saw it: a page, a webhook or
`manage.py xaalis_resume`. It tells it again if the process died before the receiver was through; so
each of these may run twice and has an effect once.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from xaalis import NotSent, Rejected, Settled, Unknown
from xaalis.django.models import Payment
from xaalis.django.signals import (
    payment_abandoned,
    payment_not_sent,
    payment_rejected,
    payment_settled,
    payment_unknown,
)

from .models import BillPayment, Order, Payable, State

log = logging.getLogger(__name__)


@receiver(payment_settled)
def paid(payment: Payment, outcome: Settled[Any], **_: object) -> None:
    for payable in _of(payment):
        unpaid = payable.row.filter(paid_at=None)
        with transaction.atomic():
            if unpaid.update(
                state=State.PAID, paid_at=timezone.now(), paid_by=payment.op_id, refusal=""
            ):
                payable.fulfil(outcome.value)
            elif payable.paid_by != payment.op_id:
                log.error(
                    "%s was paid before by %s: give %s back", payable.pk, payable.paid_by, payment.op_id
                )


@receiver(payment_rejected)
def rejected(payment: Payment, outcome: Rejected, **_: object) -> None:
    _not_paid(payment, State.REFUSED, refusal=outcome.refusal.code)


@receiver(payment_abandoned)
def given_up(payment: Payment, **_: object) -> None:
    # The number was wrong: the customer gives another, and the next payment begins.
    for payable in _of(payment):
        if payable.op_id == payment.op_id:
            mine = payable.row.filter(paid_at=None, attempt=payable.attempt)
            mine.update(state=State.NEW, instruction="", attempt=payable.attempt + 1)


@receiver(payment_not_sent)
def not_sent(payment: Payment, outcome: NotSent, **_: object) -> None:
    _not_paid(payment, State.REFUSED)


@receiver(payment_unknown)
def unknown(payment: Payment, outcome: Unknown, **_: object) -> None:
    # Not a failure: xaalis goes on looking.
    _not_paid(payment, State.UNKNOWN)


def _not_paid(payment: Payment, state: State, **fields: str) -> None:
    for payable in _of(payment):
        # Meanwhile a newer payment of the same order may have begun: it has the say.
        if payable.op_id == payment.op_id:
            payable.row.filter(paid_at=None).update(state=state, **fields)


def _of(payment: Payment) -> Iterator[Payable]:
    """The order or bill of a payment; nothing for payments of others."""
    yield from Order.of(payment)
    yield from BillPayment.of(payment)
