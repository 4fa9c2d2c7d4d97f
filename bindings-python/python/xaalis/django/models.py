"""Payments and webhooks, as the app keeps them, and what a relay counts. Read them; only the app writes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xaalis.types import Mode, Record, Stage, Vendor


class Kept(models.TextField):  # type: ignore[type-arg]
    """A text that is kept and given back, never looked up by: whoever may look up by it reads it letter by
    letter, in the admin of a model of yours as well (`?payment__state__regex=`)."""

    def get_lookup(self, lookup_name: str) -> None:
        return None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def deconstruct(self) -> Any:
        """To migrations it is what it is to the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class Payment(models.Model):
    """The newest record of an operation, and what has been told about its end."""

    objects: ClassVar[models.Manager[Payment]] = models.Manager()

    class Stages(models.TextChoices):
        OPEN = "open", _("on its way")
        UNKNOWN = "unknown", _("outcome unknown")
        CLOSED = "closed", _("ended")

    class Outcomes(models.TextChoices):
        SETTLED = "settled", _("settled")
        REJECTED = "rejected", _("rejected")
        NOT_SENT = "not_sent", _("not sent")
        UNKNOWN = "unknown", _("unknown")
        ENDED = "ended", _("ended, see each item")

    op_id: models.CharField[str, str] = models.CharField(_("operation"), max_length=64, primary_key=True)
    version: models.IntegerField[int, int] = models.IntegerField(editable=False)
    sequence: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(
        _("sequence"), editable=False
    )
    vendor: models.CharField[str, str] = models.CharField(_("vendor"), max_length=16)
    mode: models.CharField[str, str] = models.CharField(_("mode"), max_length=8)
    operation: models.CharField[str, str] = models.CharField(_("kind"), max_length=32)
    stage: models.CharField[str, str] = models.CharField(_("stage"), max_length=8, choices=Stages.choices)
    #: NULL, never empty: several payments may have none, and on every database NULLs do not collide.
    reference: models.CharField[str | None, str | None] = models.CharField(
        _("vendor's reference"), max_length=64, null=True, blank=True
    )
    our_reference: models.CharField[str | None, str | None] = models.CharField(
        _("our reference"), max_length=64, null=True, blank=True
    )
    #: The library's own. A bill's holds a customer number: do not show it.
    state: models.TextField[str, str] = Kept(editable=False)

    outcome: models.CharField[str, str] = models.CharField(
        _("outcome"), max_length=8, choices=Outcomes.choices, blank=True
    )
    code: models.CharField[str, str] = models.CharField(_("code"), max_length=64, blank=True)
    #: The outcome that all receivers of the signals have heard.
    told: models.CharField[str, str] = models.CharField(max_length=8, blank=True, editable=False)
    telling_since: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, editable=False
    )
    looked_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        _("looked at"), null=True, blank=True
    )
    #: When `xaalis_resume` looks again; at once after a change.
    look_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, editable=False
    )
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("begun"))
    updated_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("last change"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-created_at",)
        constraints = (models.UniqueConstraint(fields=["vendor", "mode", "reference"], name="xaalis_claim"),)
        indexes = (
            models.Index(fields=["stage", "look_at"], name="xaalis_due"),
            models.Index(fields=["vendor", "our_reference"], name="xaalis_our_reference"),
            models.Index(fields=["created_at"], name="xaalis_created"),
        )

    def __str__(self) -> str:
        return self.op_id

    def record(self) -> Record:
        """As the library knows it."""
        return Record(
            version=self.version,
            op_id=self.op_id,
            sequence=self.sequence,
            vendor=Vendor(self.vendor),
            mode=Mode(self.mode),
            operation=self.operation,
            stage=Stage(self.stage),
            state=self.state,
            reference=self.reference,
            our_reference=self.our_reference,
        )


class Notice(models.Model):
    """A verified webhook or callback. Its content is dropped once it was applied."""

    objects: ClassVar[models.Manager[Notice]] = models.Manager()

    vendor: models.CharField[str, str] = models.CharField(_("vendor"), max_length=16)
    dedupe: models.CharField[str, str] = models.CharField(max_length=64, editable=False)
    event: models.CharField[str, str] = models.CharField(_("event"), max_length=64)
    status: models.CharField[str, str] = models.CharField(_("status"), max_length=64, blank=True)
    reference: models.CharField[str | None, str | None] = models.CharField(
        _("vendor's reference"), max_length=64, null=True, blank=True
    )
    ext_id: models.CharField[str | None, str | None] = models.CharField(
        _("our reference"), max_length=64, null=True, blank=True
    )
    #: The fields of `xaalis.types.Notice` as JSON, with the customer's number and a Woyofal code in
    #: it: empty once applied.
    content: models.TextField[str, str] = Kept(blank=True, editable=False)
    payment: models.ForeignKey[Payment | None, Payment | None] = models.ForeignKey(
        Payment, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("payment")
    )
    received_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("received"))
    applied_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        _("applied"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("-received_at",)
        constraints = (models.UniqueConstraint(fields=["vendor", "dedupe"], name="xaalis_once"),)
        indexes = (models.Index(fields=["applied_at", "received_at"], name="xaalis_unapplied"),)

    def __str__(self) -> str:
        return f"{self.vendor} {self.event}"


class Tallied(models.Model):
    """What a relay counts or holds under a key, and until when: see `xaalis.django.tally`."""

    objects: ClassVar[models.Manager[Tallied]] = models.Manager()

    key: models.CharField[str, str] = models.CharField(max_length=128, primary_key=True)
    total: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    owner: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    #: Milliseconds since 1970.
    until: models.BigIntegerField[int, int] = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["until"], name="xaalis_over"),)

    def __str__(self) -> str:
        return self.key


def payments(using: str) -> models.QuerySet[Payment]:
    """All payments in the database of this alias."""
    rows: models.QuerySet[Payment] = Payment.objects.using(using)
    return rows


def notices(using: str) -> models.QuerySet[Notice]:
    """All webhooks in the database of this alias."""
    rows: models.QuerySet[Notice] = Notice.objects.using(using)
    return rows


def tallied(using: str) -> models.QuerySet[Tallied]:
    """All that is counted and held in the database of this alias."""
    rows: models.QuerySet[Tallied] = Tallied.objects.using(using)
    return rows
