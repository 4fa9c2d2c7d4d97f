"""Webhooks: kept when they come, then handed to the payment they are about."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from xaalis import types
from xaalis.errors import OperationBusy, RecordError

from . import conf
from .clients import client_for
from .errors import NotConfigured
from .models import Notice, Payment, payments
from .models import notices as stored

log = logging.getLogger("xaalis.django")

BUSY_TRIES = 3


def keep(notice: types.Notice) -> Notice:
    """Stores a verified webhook, durably; the same one again gives the stored one."""
    using = conf.database()
    rows = stored(using)
    same = {"vendor": str(notice.vendor), "dedupe": notice.dedupe}
    held: Notice | None = rows.filter(**same).first()
    if held is not None:
        return held
    try:
        with transaction.atomic(using=using, durable=True):
            return rows.create(
                **same,
                event=str(notice.event)[:64],
                status=str(notice.status)[:64],
                reference=_short(notice.reference),
                ext_id=_short(notice.ext_id),
                content=json.dumps(asdict(notice)),
                received_at=timezone.now(),
            )
    except IntegrityError:
        return rows.get(**same)


def apply(kept: Notice) -> bool:
    """Hands a stored webhook to its payment, which asks the vendor. False when it has to wait: no
    payment has its reference yet, or another process is at it. Never raises."""
    if kept.applied_at is not None:
        return True
    try:
        notice = types.Notice(**_fields(kept))
        payment = payment_of(notice)
        if payment is None or not _handed_over(payment, notice):
            return False
        changes = {"applied_at": timezone.now(), "payment_id": payment.pk, "content": ""}
        stored(conf.database()).filter(pk=kept.pk).update(**changes)
    except (NotConfigured, RecordError) as error:
        log.warning("xaalis: webhook %s is left: %s", kept.pk, type(error).__qualname__)
        return False
    except Exception:
        log.exception("xaalis: webhook %s could not be applied; xaalis_resume will", kept.pk)
        return False
    return True


def payment_of(notice: types.Notice) -> Payment | None:
    """The payment a webhook is about: by the vendor's reference, else by ours."""
    rows = payments(conf.database()).filter(vendor=str(notice.vendor)).order_by("-created_at")
    payment: Payment
    for column, name in (("reference", notice.reference), ("our_reference", notice.ext_id)):
        if not name:
            continue
        for payment in rows.filter(**{column: name})[:10]:
            if payment.record().is_about(notice) and client_for(payment).mode == payment.mode:
                return payment
    return None


def _handed_over(payment: Payment, notice: types.Notice) -> bool:
    """False when other processes were faster each time."""
    for _ in range(BUSY_TRIES):
        going = client_for(payment).resume(payment.op_id)
        going.notify(notice)
        try:
            going.advance()
        except OperationBusy:
            continue
        return True
    return False


def _fields(kept: Notice) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(kept.content)
    return fields | {"vendor": types.Vendor(fields["vendor"]), "reference": kept.reference, "ext_id": kept.ext_id}


def _short(name: str | None) -> str | None:
    """References are at most 64 characters; anything longer is nobody's."""
    return str(name) if name and len(name) <= 64 else None
