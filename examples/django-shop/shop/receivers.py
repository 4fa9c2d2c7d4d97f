"""How payments end: the only place where goods are given.

xaalis tells an ending once it is in the database, whoever saw it: a page, a webhook or
`manage.py xaalis_resume`. It tells it again if the process died before the receiver was through; so
each of these may run twice and has an effect once.
"""

import logging
import re

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from xaalis.django.signals import payment_not_sent, payment_rejected, payment_settled, payment_unknown

from .models import PAYABLES, State

log = logging.getLogger(__name__)


@receiver(payment_settled)
def paid(payment, outcome, **_):
    for payable, rows in _of(payment):
        with transaction.atomic():
            if rows.update(state=State.PAID, paid_at=timezone.now(), paid_by=payment.op_id, refusal=""):
                payable.fulfil(outcome.value)
            elif payable.paid_by != payment.op_id:
                log.error(
                    "%s was paid before by %s: give %s back", payable.pk, payable.paid_by, payment.op_id
                )


@receiver(payment_rejected)
def rejected(payment, outcome, **_):
    _not_paid(payment, State.REFUSED, refusal=outcome.refusal.code)


@receiver(payment_not_sent)
def not_sent(payment, outcome, **_):
    _not_paid(payment, State.REFUSED)


@receiver(payment_unknown)
def unknown(payment, outcome, **_):
    # Not a failure: xaalis goes on looking.
    _not_paid(payment, State.UNKNOWN)


def _not_paid(payment, state, **fields):
    for payable, rows in _of(payment):
        # Meanwhile a newer payment of the same order may have begun: it has the say.
        if payable.op_id == payment.op_id:
            rows.update(state=state, **fields)


def _of(payment):
    """The order or bill of a payment, with its row as long as it is not paid; nothing for payments of
    others."""
    ours = re.fullmatch(r"([a-z]+)-([0-9a-f]{32})-[0-9]+", payment.op_id)
    if ours and ours[1] in PAYABLES:
        for payable in PAYABLES[ours[1]].objects.filter(pk=ours[2]):
            yield payable, type(payable).objects.filter(pk=payable.pk, paid_at=None)
