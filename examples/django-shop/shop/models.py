"""What the shop keeps: products, orders, and bills paid at the counter.

How a payment stands at the vendor is in xaalis' own table. Here is what the shop makes of it.
"""

from __future__ import annotations

import uuid
from textwrap import wrap
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from xaalis import Bill
from xaalis import BillPayment as PaidBill
from xaalis.django import payable
from xaalis.django.models import Payment


class Product(models.Model):
    name_fr = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    price = models.PositiveIntegerField(help_text=_("XOF francs"), validators=[MinValueValidator(1)])
    stock = models.IntegerField(default=0)

    class Meta:
        ordering = ["name_fr"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_fr


class State(models.TextChoices):
    NEW = "new", _("not paid")
    CODE = "code", _("waiting for your code")
    DIAL = "dial", _("waiting for your confirmation on the phone")
    PENDING = "pending", _("under way")
    UNKNOWN = "unknown", _("not known yet")
    PAID = "paid", _("paid")
    REFUSED = "refused", _("not paid: refused")


class Payable(payable.Payable):
    """Something to be paid, once. Its payments have its id in theirs: a double click or a reload finds the same one."""

    # Chosen by the form, so that a form sent twice is one order. Also hard to guess: it is the address.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    amount = models.PositiveIntegerField(_("amount"), help_text=_("XOF francs"), null=True)
    refusal = models.CharField(max_length=40, blank=True)
    # The operator's words: what to dial for a code, or to confirm.
    instruction = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    paid_at = models.DateTimeField(null=True)

    class Meta(payable.Payable.Meta):
        abstract = True
        ordering = ["-created_at"]

    @property
    def is_under_way(self) -> bool:
        return self.state not in (State.NEW, State.PAID, State.REFUSED)

    @property
    def row(self) -> models.QuerySet[Payable]:
        """Its row, to change single fields of: `save` would undo what another request did meanwhile."""
        return type(self)._default_manager.filter(pk=self.pk)

    def fulfil(self, value: Any) -> None:
        """What the customer paid for. Called once, when the money is certain."""


class Order(Payable):
    payable_as = "order"

    product_id: int
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    quantity = models.PositiveSmallIntegerField(
        _("quantity"), default=1, validators=[MinValueValidator(1)]
    )
    name = models.CharField(_("your name"), max_length=80)
    phone = models.CharField(_("mobile money number"), max_length=20)
    provider = models.CharField(max_length=32, blank=True)
    # What pays it, once one of them has begun: the shop's own form, or a page through the relay. Never both.
    way = models.CharField(max_length=5, blank=True)

    def goes(self, way: str) -> bool:
        """From now on it is paid this way. False when it is paid the other way."""
        return Order.objects.filter(pk=self.pk, way__in=["", way]).update(way=way) == 1

    @classmethod
    def of(cls, payment: Payment) -> models.QuerySet[Order]:
        """Also of what a page pays: the relay makes an op_id of the id that a token names, `relay-…-1`."""
        word, _dash, rest = payment.op_id.partition("-")
        if word != "relay":
            return super().of(payment)
        return cls.objects.filter(pk=rest.rpartition("-")[0])

    def fulfil(self, value: Any) -> None:
        Product.objects.filter(pk=self.product_id).update(stock=F("stock") - self.quantity)


class Service(models.TextChoices):
    SENEAU = "SENEAU_SN_BILL", "SenEau"
    SENELEC = "SENELEC_SN_BILL", "Senelec"
    WOYOFAL = "WOYOFAL_SN_BILL", "Woyofal"


class BillPayment(Payable):
    """A bill or top-up paid from the shop's balance at DEXCHANGE, for a customer who paid cash."""

    payable_as = "bill"

    service = models.CharField(_("service"), max_length=20, choices=Service.choices)
    customer = models.CharField(_("customer or meter number"), max_length=32)
    holder = models.CharField(max_length=120, blank=True)
    bill = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=200, blank=True)

    @property
    def is_top_up(self) -> bool:
        return self.service == Service.WOYOFAL

    @property
    def codes(self) -> list[str]:
        """What to type into the meter, in fours. The vendor's text may hold several codes."""
        return [" ".join(wrap(code, 4)) for code in self.token.split()]

    def agree(self, found: Bill) -> None:
        """Keeps what the cashier is shown for confirmation: exactly that is paid."""
        self.holder = _holder(found)
        if not self.is_top_up:
            self.bill, self.amount = found.reference or "", found.amount
        self.save(update_fields=["holder", "bill", "amount"])

    def agrees(self, found: Bill) -> bool:
        """Whether this is still what was shown. A meter gets a new reference at each inquiry."""
        if self.is_top_up:
            return _holder(found) == self.holder
        return (found.reference, found.amount, found.paid) == (self.bill, self.amount, False)

    def disagree(self) -> None:
        """Back to the choice."""
        self.holder = self.bill = ""
        self.save(update_fields=["holder", "bill"])

    def fulfil(self, value: PaidBill) -> None:
        self.token = value.token or ""
        self.save(update_fields=["token"])


def _holder(found: Bill) -> str:
    return " ".join(filter(None, [found.first_name, found.last_name])) or "–"
