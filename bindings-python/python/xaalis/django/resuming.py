"""Continues what no process works on: payments of processes that died, unknown outcomes, waiting
webhooks, endings that were not told."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from xaalis.errors import OperationBusy, OperationNotFound, RecordError
from xaalis.types import Code, Mode, Prompt, Why
from xaalis._payment import Payment as Going
from xaalis._payment import Waiting

from . import conf, notices, telling
from .clients import client_for
from .errors import NotConfigured
from .models import Notice, Payment, payments
from .models import notices as stored

log = logging.getLogger("xaalis.django")

#: How long a webhook that fits no payment is tried again: its payment's reference may come later.
HOPE = timedelta(days=1)

#: The longest time between two looks at a payment that does not change.
LONGEST_PAUSE = timedelta(hours=6)

#: How much longer than its quiet time a payment is left to the process it rests in: for the request.
LEEWAY = timedelta(minutes=2)

#: Bills whose process died while it paid: each is sent once more by a process that has seen the whole
#: quiet time pass, since another's clock may not measure it.
Resting = list[tuple[Going[Any], int]]


def resume_all(
    older_than: timedelta,
    limit: int,
    wait: float = 0.0,
    go_on: Callable[[], bool] = lambda: True,
    resting: Resting | None = None,
) -> Counter[str]:
    """One round. Counts what became of each: `settled`, `rejected`, `not_sent`, `unknown`, `ended`,
    `waiting`, `person`, `busy`, `other_key`, `error`, and `notices` that were applied.

    older_than: Payments that changed or were looked at less long ago are left to whoever is at them.
    limit: How many payments at most, those first that were looked at longest ago; and how many webhooks
        are applied at most, the oldest first.
    go_on: Asked before each.
    resting: What rests until the quiet time has passed is put here, for the next rounds; without it, this
        round takes the two minutes.
    """
    counts: Counter[str] = Counter()
    kept: Resting = [] if resting is None else resting
    for notice in _waiting_notices():
        if not go_on():
            return counts
        counts["notices"] += notices.apply(notice)
        # Those that cannot be applied do not count: they must not hold up the others.
        if counts["notices"] >= limit:
            break
    for payment in _claimed(older_than, limit):
        if not go_on():
            return counts
        said = _look(payment, wait, kept)
        if said is not None:
            counts[said] += 1
        # A long round does not keep them until it is too late.
        _rested(kept, counts, go_on)
    _rested(kept, counts, go_on)
    while resting is None and kept and go_on():
        clock, until = kept[0][0]._clock, kept[0][1]
        clock.sleep_until(min(until, clock.now() + 1_000))
        _rested(kept, counts, go_on)
    return counts


def look(payment: Payment) -> str:
    """Looks once at one payment; what may have been sent is not sent again. Never raises."""
    return _look(payment) or "waiting"


def abandon(payment: Payment | str, wait: float = 5.0) -> str:
    """Gives up a charge that waits for a code, by its row or its op_id: the number was wrong. Never raises.

    `abandoned`; `settled` or `rejected` when the vendor says that; `waiting` when it did not answer within `wait`
    seconds: `xaalis_resume` goes on, and a signal tells how it ended; `no` when it cannot be given up: a prompt is
    on the phone, a code is on its way or was not answered, or it has ended; `unknown`, `busy`, `other_key` and
    `error` as for `look`. Another try may begin after `abandoned` and `rejected` only.
    """
    try:
        row = payments(conf.database()).get(pk=payment) if isinstance(payment, str) else payment
        going = client_for(row).resume(row.op_id)
        if not going.can_abandon:
            return "no"
        going.abandon()
        said = _said(going.advance(wait=wait))
        refused = getattr(going.outcome, "refusal", None)
        return "abandoned" if refused is not None and refused.code == Code.ABANDONED else said
    except OperationBusy:
        return "busy"
    except (NotConfigured, OperationNotFound, Payment.DoesNotExist, RecordError):
        return "other_key"
    except Exception as error:
        return _failed(payment if isinstance(payment, str) else payment.op_id, error)


def _look(payment: Payment, wait: float = 0.0, resting: Resting | None = None) -> str | None:
    try:
        going = client_for(payment).resume(payment.op_id)
        step = going.advance(wait=wait)
        if resting is not None and isinstance(step, Waiting) and step.why == Why.QUIET:
            resting.append((going, step.until))
            _leave_alone(payment, step.until - going._clock.now())
            return None
    except OperationBusy:
        return "busy"
    except (NotConfigured, OperationNotFound):
        # Of a vendor without a key here.
        return "other_key"
    except RecordError as error:
        # Of the other mode or another key, or changed by somebody: its text holds nothing personal.
        log.warning("xaalis: the record of %s is refused: %s", payment.op_id, error)
        return "other_key"
    except Exception as error:
        return _failed(payment.op_id, error)
    return _said(step)


def _rested(resting: Resting, counts: Counter[str], go_on: Callable[[], bool]) -> None:
    """Goes on with those whose quiet time has passed."""
    due = [rest for rest in resting if rest[0]._clock.now() >= rest[1]]
    for rest in due:
        if not go_on():
            return
        resting.remove(rest)
        going = rest[0]
        try:
            said = _said(going.advance())
        except OperationBusy:
            said = "busy"
        except Exception as error:
            said = _failed(going.op_id, error)
        counts[said] += 1


def _leave_alone(payment: Payment, ms: int) -> None:
    """No other process takes it while it rests here."""
    mine = payments(conf.database()).filter(pk=payment.pk, sequence=payment.sequence)
    mine.update(look_at=timezone.now() + timedelta(milliseconds=ms) + LEEWAY)


def _failed(op_id: str, error: Exception) -> str:
    # The class only: a message may hold what a customer typed.
    log.error("xaalis: %s could not be resumed: %s", op_id, type(error).__qualname__)
    return "error"


def _said(step: Any) -> str:
    if isinstance(step, Waiting):
        return "waiting"
    if isinstance(step, Prompt):
        return "person"
    return str(getattr(step.outcome, "kind", "ended"))


def forget_notices(older_than: timedelta) -> int:
    """Deletes webhooks received longer ago; payments stay."""
    old = stored(conf.database()).filter(received_at__lt=timezone.now() - older_than)
    deleted: int = old.delete()[0]
    return deleted


def _waiting_notices() -> Iterator[Notice]:
    """Webhooks whose payment is there now, oldest first. The others are not even read: they may be
    many, from another shop with the same account."""
    using = conf.database()
    waiting = stored(using).filter(applied_at=None, received_at__gte=timezone.now() - HOPE)
    # All modes are named so that the index of claims, which has the mode in the middle, is used.
    modes = [str(mode) for mode in Mode]
    theirs = payments(using).filter(vendor=OuterRef("vendor"))
    by_reference = theirs.filter(mode__in=modes, reference=OuterRef("reference"))
    by_ours = theirs.filter(our_reference=OuterRef("ext_id"))
    fitting = waiting.filter(Exists(by_reference) | Exists(by_ours)).order_by("received_at")
    for pk in list(fitting.values_list("pk", flat=True)):
        notice = waiting.filter(pk=pk).first()
        if notice is not None:
            yield notice


def _claimed(older_than: timedelta, limit: int) -> Iterator[Payment]:
    """Payments that are due, each for one process only."""
    using = conf.database()
    for payment in _due(using, older_than)[:limit]:
        now = timezone.now()
        mine = payments(using).filter(
            pk=payment.pk, sequence=payment.sequence, look_at=payment.look_at
        )
        # One that has not changed for long is looked at less and less often.
        pause = min(max(older_than, (now - payment.updated_at) / 10), LONGEST_PAUSE)
        if mine.update(looked_at=now, look_at=now + pause):
            yield payment


def _due(using: str, older_than: timedelta) -> QuerySet[Payment]:
    now = timezone.now()
    untold = Q(pk__in=telling.untold(using).values("pk"))
    due: QuerySet[Payment] = payments(using).filter(~Q(stage="closed") | untold)
    due = due.filter(Q(look_at=None) | Q(look_at__lte=now), updated_at__lte=now - older_than)
    due = due.order_by(F("looked_at").asc(nulls_first=True), "created_at")
    return due
