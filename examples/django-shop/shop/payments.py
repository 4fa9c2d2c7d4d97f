"""Begins payments and goes on with them. How they end is told to `receivers.py`.

Nothing here decides whether to pay again: xaalis does, by the `op_id`. Whatever happens to a request (a
double click, a reload, a worker killed half way), the next one goes on with the same payment.
"""

from typing import Any

import xaalis.django
from xaalis import (
    Bill,
    BillPrompt,
    CollectOrder,
    Dexchange,
    DialPrompt,
    Done,
    NewCharge,
    NewPayBill,
    OperationBusy,
    OtpPrompt,
    PayBillOrder,
    Payment,
    Prompt,
    Senfenico,
    Waiting,
    Why,
)
from xaalis.django import limits, resuming

from .models import BillPayment, Order, Payable, State

#: Where a payment stands, and what it waits for.
Step = Prompt | Waiting | Done

#: How many seconds a page may wait for news: enough for the tries after which it is certain that a vendor
#: cannot be reached (1.5 s). Webhooks and polling do the rest.
PATIENCE = 2.0
#: Money may have moved, and the library is finding out.
IN_DOUBT = (Why.QUIET, Why.RECONCILING)


def client(payable: Payable) -> Senfenico | Dexchange:
    return xaalis.django.senfenico() if isinstance(payable, Order) else xaalis.django.dexchange()


def collect(order: Order) -> None:
    """Asks the customer's operator for the money, or goes on with it when that has begun."""
    assert order.amount is not None  # only a bill may not say yet
    charge = NewCharge(order.amount, order.phone, order.provider or None)
    _go_on(order, order.begin(CollectOrder(charge)))


def submit_code(order: Order, code: str) -> Step | None:
    """Hands the customer's one-time code over. Answers the prompt if a code is asked for again."""
    return _go_on(order, client(order).resume(order.op_id), code=code)


def find_bills(bill_payment: BillPayment) -> tuple[Bill, ...]:
    """The bills of a customer, looked up now. Nothing is paid."""
    bills = xaalis.django.dexchange().bills
    return bills.inquire(service=bill_payment.service, customer=bill_payment.customer).bills


def pay_bill(bill_payment: BillPayment) -> Step | None:
    """Pays the bill that was confirmed, or goes on with it when that has begun."""
    new = NewPayBill(
        service=bill_payment.service,
        customer=bill_payment.customer,
        external_transaction_id=bill_payment.op_id,
        amount=bill_payment.amount if bill_payment.is_top_up else None,
        confirm=True,
        callback_url=xaalis.django.dexchange_callback_url(bill_payment.op_id),
    )
    return _go_on(bill_payment, bill_payment.begin(PayBillOrder(new)))


def follow(payable: Payable) -> None:
    """Looks how a payment on its way stands, unless somebody looked a moment ago."""
    if payable.is_under_way and _may_look(payable):
        _go_on(payable, client(payable).resume(payable.op_id))


def give_up(order: Order) -> bool:
    """The customer mistyped the number. True unless it may still be paid: a code may be on its way."""
    # How it ends is told to `receivers.py`.
    return resuming.abandon(order.op_id, wait=PATIENCE) not in ("no", "unknown")


def try_again(payable: Payable) -> None:
    """After a definite no, and only then, a new payment may begin."""
    refused = payable.row.filter(state=State.REFUSED, attempt=payable.attempt)
    refused.update(state=State.NEW, refusal="", instruction="", attempt=payable.attempt + 1)


def _may_look(payable: Payable) -> bool:
    try:
        limits.take("look", order=payable.op_id)
    except limits.TooOften:
        return False
    return True


def _go_on(payable: Payable, payment: Payment[Any], code: str | None = None) -> Step | None:
    """Carries the payment as far as it goes within this request, and notes what it waits for."""
    step: Step | None = None
    try:
        step = payment.advance(wait=PATIENCE)
        if isinstance(step, OtpPrompt) and code is not None:
            payment.submit_otp(code)
            step = payment.advance(wait=PATIENCE)
        elif isinstance(step, BillPrompt) and isinstance(payable, BillPayment):
            same = [found for found in step.bills if payable.agrees(found)]
            if not same:
                return step  # not what was confirmed: nothing is paid
            payment.choose_bill(same[0])
            step = payment.advance(wait=PATIENCE)
        _note(payable, step)
    except OperationBusy:
        # Another request or a webhook was faster, and notes how it stands. Until it has, no button.
        payable.row.filter(state=State.NEW).update(state=State.PENDING)
    payable.refresh_from_db()
    return step


def _note(payable: Payable, step: Step) -> None:
    fields: dict[str, str] = {}
    if isinstance(step, OtpPrompt):
        fields["state"] = State.CODE
    elif isinstance(step, DialPrompt):
        # Not `shown()`: the next request asks again, and sees whether the customer has confirmed.
        fields["state"] = State.DIAL
    elif isinstance(step, Waiting):
        fields["state"] = State.UNKNOWN if step.why in IN_DOUBT else State.PENDING
    # After a resume, long numbers in the text are masked: the first one is kept.
    if isinstance(step, OtpPrompt | DialPrompt) and step.text and not payable.instruction:
        fields["instruction"] = step.text
    # An end that another process has noted meanwhile stands.
    ended = (State.PAID, State.REFUSED)
    payable.row.filter(attempt=payable.attempt).exclude(state__in=ended).update(**fields)
