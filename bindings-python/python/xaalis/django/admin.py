"""Payments and webhooks in the admin: to read, and to look again. Nothing personal is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timezone
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from xaalis.types import Code

from . import conf, resuming
from .models import Notice, Payment

#: Each look may wait for the vendor: more are for `xaalis_resume`.
MOST_AT_ONCE = 20


class _ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    #: What may be looked up by.
    shown: tuple[str, ...]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """By what is shown, and not through relations: `?state__regex=` would read the rest letter by letter."""
        field, *rest = lookup.split("__")
        if field not in self.shown or field == "payment" and rest not in ([], ["exact"], ["isnull"]):
            return False
        # Django 4.2 gives no request.
        allowed: bool = super().lookup_allowed(*[lookup, value] if request is None else [lookup, value, request])
        return allowed

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.using(conf.database())
        ordered: QuerySet[Any] = rows.order_by(*self.get_ordering(request))
        return ordered

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Payment)
class PaymentAdmin(_ReadOnly):
    """Filter by stage for unknown outcomes."""

    list_display = ("op_id", "vendor", "mode", "operation", "stage", "outcome", "code", "updated_at")
    list_filter = ("stage", "outcome", "vendor", "mode", "operation", "created_at")
    search_fields = ("=op_id", "=reference", "=our_reference")
    ordering = ("-created_at",)
    actions = ("look_again", "give_up")
    fields = shown = (
        *("op_id", "vendor", "mode", "operation", "stage", "outcome", "code", "meaning"),
        *("amount", "payer", "progress", "earlier"),
        *("reference", "our_reference", "sequence", "created_at", "updated_at", "looked_at"),
    )

    @admin.display(description=_("meaning"))
    def meaning(self, payment: Payment) -> str:
        """What the code means and what to do, in the reader's language."""
        if payment.stage == "unknown":
            return gettext("Money may have moved. Do not pay again; the vendor is asked again and again.")
        if not payment.code:
            return ""
        code = Code(payment.code)
        if (get_language() or "").startswith("fr"):
            return code.merchant_text_fr
        return code.merchant_text

    @admin.display(description=_("earlier tries"))
    def earlier(self, payment: Payment) -> str:
        """The tries under this id before which nothing was sent: when the next one began, and why."""
        tries = payment.record().earlier
        began = [datetime.fromtimestamp(one.until / 1000, tz=timezone.utc) for one in tries]
        return "; ".join([
            gettext("%(number)d: not sent (%(why)s), until %(until)s")
            % {"number": one.number, "why": one.unsent.why, "until": date_format(localtime(until), "DATETIME_FORMAT")}
            for one, until in zip(tries, began)
        ])

    @admin.display(description=_("amount (XOF)"))
    def amount(self, payment: Payment) -> int | None:
        """In francs; of a bulk payout, all payouts together."""
        return payment.record().words.amount

    @admin.display(description=_("payer"))
    def payer(self, payment: Payment) -> str:
        """The payer's number, masked, where the record keeps it."""
        return payment.record().words.payer or ""

    @admin.display(description=_("progress"))
    def progress(self, payment: Payment) -> str:
        """How far a bulk payout is."""
        told = payment.record().progress
        if told is None:
            return ""
        return gettext(
            "%(handed_over)d of %(of)d handed over: %(settled)d paid, %(refused)d refused, "
            "%(unknown)d with unknown outcome. %(not_sent)d will not be sent."
        ) % asdict(told)

    def has_look_permission(self, request: HttpRequest) -> bool:
        """Looking asks the vendor and may end a payment."""
        user: Any = request.user
        return bool(user.has_perm("xaalis.change_payment"))

    @admin.action(description=_("Look again at the vendor's"), permissions=["look"])
    def look_again(self, request: HttpRequest, rows: QuerySet[Payment]) -> None:
        counts: Counter[str] = Counter()
        for payment in rows.exclude(stage="closed")[:MOST_AT_ONCE]:
            counts[resuming.look(payment)] += 1
        done = counts["settled"] + counts["rejected"] + counts["not_sent"] + counts["ended"]
        looked = sum(counts.values())
        said = ngettext("%(n)d payment looked at, %(done)d ended.", "%(n)d payments looked at, %(done)d ended.", looked)
        level = messages.WARNING if counts["error"] or counts["other_key"] else messages.SUCCESS
        self.message_user(request, said % {"n": looked, "done": done}, level)


    @admin.action(description=_("Give up (wrong number, the payer left)"), permissions=["look"])
    def give_up(self, request: HttpRequest, rows: QuerySet[Payment]) -> None:
        """Charges that wait for a code."""
        counts: Counter[str] = Counter()
        for payment in rows.exclude(stage="closed")[:MOST_AT_ONCE]:
            counts[resuming.abandon(payment)] += 1
        given, asked = counts["abandoned"], sum(counts.values())
        said = gettext("Given up: %(n)d of %(asked)d.")
        level = messages.SUCCESS if given == asked else messages.WARNING
        self.message_user(request, said % {"n": given, "asked": asked}, level)
        if counts["no"]:
            said = gettext("Not given up: %(n)d; no code is awaited there, or one may be on its way.")
            self.message_user(request, said % {"n": counts["no"]}, messages.WARNING)


@admin.register(Notice)
class NoticeAdmin(_ReadOnly):
    """Webhooks as they came, without their content."""

    list_display = ("received_at", "vendor", "event", "status", "reference", "ext_id", "applied_at")
    list_filter = ("vendor", "event", ("applied_at", admin.EmptyFieldListFilter))
    search_fields = ("=reference", "=ext_id")
    ordering = ("-received_at",)
    fields = shown = ("vendor", "event", "status", "reference", "ext_id", "payment", "received_at", "applied_at")
    readonly_fields = ("payment",)
