"""What a customer pays once: an order, a booking, a bill. For shops whose own server shows the forms.

```python
class Order(Payable):
    amount = models.PositiveIntegerField()      # XOF francs

order.collect(phone)                            # begins, or goes on with what was begun
step = order.look(code)                         # in a later request, maybe in another process
order.try_again()                               # another number, after a definite no and only then
Order.of(payment)                               # in a receiver: the order that a payment was for
```

One attempt is open at a time: the next begins only when the one before ended without money. Pages and apps that pay
through a relay need none of this: there the relay counts the attempts.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, ClassVar

from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from xaalis._given import Hidden
from xaalis._payment import Done, Waiting
from xaalis.errors import InvalidInput, OperationBusy
from xaalis.types import CollectOrder, NewCharge, OtpPrompt, PayBillOrder, Why

from . import conf, resuming
from .clients import client_for, dexchange, senfenico
from .models import Payment, payments

if TYPE_CHECKING:
    from typing_extensions import Self

    from xaalis._payment import Payment as Going
    from xaalis.types import Order, Prompt

    #: Where it stands, and what it waits for.
    Step = Prompt | Waiting | Done

__all__ = ["Payable"]


class Payable(models.Model):
    """Something of your shop's that is paid once, with its attempts.

    Give it an `amount`, whole XOF francs: a field, or a property. Its methods send requests: call them outside of
    transactions (`transaction.non_atomic_requests`), on a row that was saved.
    """

    #: The first word of its payments' op_ids, of a kind with no other model: lower-case letters, digits and `_`, at
    #: most 20, not `relay`. The model's name when empty. It stays as it is once something was begun.
    payable_as: ClassVar[str] = ""

    #: Which attempt is the newest. The next one begins only after a definite no.
    attempt: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(
        default=1, editable=False
    )
    #: The op_id that paid, for your receiver of `payment_settled` to set; empty before.
    paid_by: models.CharField[str, str] = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def op_id(self) -> str:
        """Of its newest attempt: `order-7-2`. A double click, a reload and another process all come to the same."""
        return self._op_ids()[-1]

    @property
    def earlier(self) -> list[str]:
        """The op_ids of the attempts before."""
        return self._op_ids()[:-1]

    @property
    def attempts(self) -> models.QuerySet[Payment]:
        """The payments that were begun for it, the first one first."""
        rows: models.QuerySet[Payment] = payments(conf.database()).filter(pk__in=self._op_ids())
        rows = rows.order_by("created_at", "pk")
        return rows

    @property
    def open_payment(self) -> Payment | None:
        """The attempt that may still be paid; never two of them."""
        row: Payment | None = self.attempts.exclude(stage=Payment.Stages.CLOSED).first()
        return row

    @property
    def receipts(self) -> models.QuerySet[Payment]:
        """The payments that settled. More than one is money to give back: one that ended without was paid after all,
        beside the next attempt."""
        rows: models.QuerySet[Payment] = self.attempts.filter(outcome=Payment.Outcomes.SETTLED)
        return rows

    def collect(self, phone: str, provider: str | None = None, *, wait: float = 0.0) -> Step | None:
        """Asks this phone for the money, or goes on with it when that has begun. `None`: another number was given
        before, in another window, and may still pay or has paid; that one stands, and `look` shows it.

        phone: As the customer typed it.
        provider: The operator, where the number's prefix does not tell.
        wait: How many seconds of this request may go into waiting.

        Raises `InvalidInput` for a number, operator or amount that cannot be: nothing was sent then.
        """
        number = Hidden(phone)
        del phone
        amount: Any = getattr(self, "amount", None)
        charge = NewCharge(amount=amount, phone=number.value, provider=provider)
        going, is_its = self._begun(Hidden(CollectOrder(charge)))
        if not is_its:
            return None
        # Busy: another process has just stored how it stands.
        return _go_on(going, Hidden(None), wait) or self.look()

    def begin(self, order: Order) -> Going[Any]:
        """The payment itself, to go through step by step, paid in whichever way: a `CollectOrder`, a
        `CheckoutOrder`, a `PayBillOrder`. Nothing is sent before it advances. Where another one stands, which may
        still be paid or was, it is that one.

        Raises `InvalidInput` naming the field.
        """
        given = Hidden(order)
        del order
        return self._begun(given)[0]

    def look(self, code: str | None = None, *, wait: float | None = None) -> Step | None:
        """Where it stands, once the customer's code was handed over if there is one. `None`: nobody has begun.

        code: As typed. It goes to the vendor only where one is asked for.
        wait: How many seconds of this request may go into waiting: with a code 5, for what the vendor makes of it,
            without one none, when not given.
        """
        given = Hidden(code)
        del code
        wait = (5.0 if given.value else 0.0) if wait is None else wait
        for _time in range(2):
            going = _resume(self.op_id)
            if going is None:
                return None
            step = _go_on(going, given, wait)
            if step is not None:
                return step
        return _elsewhere()

    def try_again(self) -> bool:
        """Whether another number or operator may be given now: after a definite no, and before anything was begun.
        Never beside a payment that may still be paid, nor while nobody knows. Two clicks are one new attempt."""
        step = self.look()
        if step is None:
            return True
        kind = getattr(getattr(step, "outcome", None), "kind", None)
        if kind == "rejected":
            mine = type(self)._default_manager.filter(pk=self.pk, attempt=self.attempt)
            mine.update(attempt=models.F("attempt") + 1)
            self.refresh_from_db(fields=["attempt"])
        # One that was not sent begins anew under the same op_id.
        return kind in ("rejected", "not_sent")

    def give_up(self, *, wait: float = 5.0) -> bool:
        """The customer mistyped the number: a charge that waits for a code is given up (`resuming.abandon`), for good.
        Whether another number may be given now, as `try_again`."""
        resuming.abandon(self.op_id, wait)
        return self.try_again()

    @classmethod
    def of(cls, payment: Payment) -> models.QuerySet[Self]:
        """What a payment was for, for receivers: one row, or none where it was for something else."""
        rows: models.QuerySet[Self] = cls._default_manager.none()
        word, _dash, rest = payment.op_id.partition("-")
        text, _dash, attempt = rest.rpartition("-")
        try:
            pk = cls._meta.pk.to_python(text)
        except ValidationError:
            return rows
        # Exactly as this model writes it: `order-07-1` is nobody's.
        if word == cls._word() and str(pk) == text and NUMBER.fullmatch(attempt):
            rows = cls._default_manager.filter(pk=pk)
        return rows

    @classmethod
    def check(cls, **options: Any) -> list[checks.CheckMessage]:
        found: list[checks.CheckMessage] = super().check(**options)
        word = cls._word()
        if not WORD.fullmatch(word) or word == "relay":
            problem = _("payable_as is no word of at most 20 lower-case letters, digits and _, or is “relay”.")
            found.append(checks.Error(problem, obj=cls, id="xaalis.E019"))
        payables = [model for model in cls._meta.apps.get_models() if issubclass(model, Payable)]
        same = [model for model in payables if model is not cls and model._word() == word]
        if same:
            problem = _("%(other)s has the same payable_as: their payments could not be told apart.")
            found.append(checks.Error(problem % {"other": same[0]._meta.label}, obj=cls, id="xaalis.E020"))
        if not hasattr(cls, "amount"):
            problem = _("A Payable needs an amount: a field or a property, in whole XOF francs.")
            found.append(checks.Error(problem, obj=cls, id="xaalis.E021"))
        return found

    def _begun(self, order: Hidden[Order]) -> tuple[Going[Any], bool]:
        """The payment that it comes to, and whether it is of this order and no other one."""
        client = dexchange() if isinstance(order.value, PayBillOrder) else senfenico()
        try:
            return client.begin(self.op_id, order.value, after=self.earlier), True
        except InvalidInput as wrong:
            place = AFTER.fullmatch(wrong.field)
            # An earlier one is not over, or was paid after all. Or: two windows, two numbers.
            stands = self.earlier[int(place[1])] if place else self.op_id
            going = _resume(stands) if place or wrong.field == "op_id" else None
            if going is None:
                raise
            return going, False

    @classmethod
    def _word(cls) -> str:
        return cls.payable_as or str(cls._meta.model_name)

    def _op_ids(self) -> list[str]:
        if self.pk is None or self._state.adding:
            # All that were not saved would be one payment.
            raise ValueError(f"{type(self).__name__}: not saved, so it has no payment yet; call save() first")
        return [f"{self._word()}-{self.pk}-{number}" for number in range(1, self.attempt + 1)]


WORD = re.compile(r"[a-z][a-z0-9_]{0,19}")
NUMBER = re.compile(r"[1-9][0-9]*")
AFTER = re.compile(r"after\[(\d+)\]")


def _resume(op_id: str) -> Going[Any] | None:
    row = payments(conf.database()).filter(pk=op_id).first()
    return None if row is None else client_for(row).resume(op_id)


def _go_on(going: Going[Any], code: Hidden[Any], wait: float) -> Step | None:
    """`None`: another request or a webhook was faster, and what it stored is to be looked at."""
    try:
        step: Step = going.advance(wait=wait if code.value is None else 0.0)
        if code.value and isinstance(step, OtpPrompt):
            going.submit_otp(code.value)
            # It may be at the vendor by now: it is handed over once.
            code.value = None
            step = going.advance(wait=wait)
    except OperationBusy:
        return None
    return step


def _elsewhere() -> Waiting:
    """Again and again another was faster."""
    return Waiting(until=time.time_ns() // 1_000_000 + 1_000, why=Why.ELSEWHERE)
