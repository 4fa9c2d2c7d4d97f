"""The only file that talks to the payment vendors.

Nothing here decides whether to pay again: xaalis does, by the `op_id`. Whatever happens to a request (a
double click, a reload, a worker killed half way), the next one goes on with the same payment.
"""

import logging

import xaalis.django
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from xaalis import (
    BillPrompt,
    CollectOrder,
    DialPrompt,
    Done,
    NewCharge,
    NewPayBill,
    NotSent,
    OperationBusy,
    OtpPrompt,
    PayBillOrder,
    Rejected,
    Settled,
    Why,
)

from .models import PAYABLES, Order, State

log = logging.getLogger(__name__)

#: How many seconds a customer may be kept waiting for a page. Webhooks and polling do the rest.
PATIENCE = 1.0
#: The vendor is asked about one payment at most this often, in seconds.
LOOK_EVERY = 3


def client(payable):
    return xaalis.django.senfenico() if isinstance(payable, Order) else xaalis.django.dexchange()


def collect(order):
    """Asks the customer's operator for the money, or goes on with it when that has begun."""
    charge = NewCharge(order.amount, order.phone, order.provider or None)
    _go_on(order, client(order).begin(order.op_id, CollectOrder(charge)))


def pay_bill(bill_payment):
    """Pays the bill that was confirmed. False, and nothing paid, when it is no longer the same."""
    new = NewPayBill(
        service=bill_payment.service,
        customer=bill_payment.customer,
        external_transaction_id=bill_payment.op_id,
        amount=bill_payment.amount if bill_payment.is_top_up else None,
        confirm=True,
        callback_url=xaalis.django.callback_url(bill_payment.op_id),
    )
    payment = client(bill_payment).begin(bill_payment.op_id, PayBillOrder(new))
    step = payment.advance(wait=PATIENCE)
    if isinstance(step, BillPrompt):
        same = [found for found in step.bills if bill_payment.agrees(found)]
        if not same:
            bill_payment.disagree()
            return False
        payment.choose_bill(same[0])
    _go_on(bill_payment, payment)
    return True


def find_bills(bill_payment):
    """The bills of a customer, looked up now. Nothing is paid."""
    found = client(bill_payment).bills.inquire(service=bill_payment.service, customer=bill_payment.customer)
    return found.bills


def submit_code(order, code):
    """Hands the customer's one-time code over. Answers the prompt when it is asked for again."""
    return _go_on(order, client(order).resume(order.op_id), code=code)


def follow(payable):
    """Looks how the payment stands, unless somebody looked a moment ago."""
    if payable.state in (State.NEW, State.PAID, State.REFUSED):
        return
    if cache.add(f"looked-{payable.op_id}", True, LOOK_EVERY):
        _go_on(payable, client(payable).resume(payable.op_id))


def try_again(payable):
    """After a definite no, and only then, a new payment may begin."""
    type(payable).objects.filter(pk=payable.pk, state=State.REFUSED, attempt=payable.attempt).update(
        state=State.NEW, refusal="", attempt=payable.attempt + 1
    )


def conclude(op_id, outcome):
    """Notes how a payment ended. Safe to call any number of times: the goods are given once."""
    payable = _payable(op_id)
    if payable is None:
        return
    rows = type(payable).objects.filter(pk=payable.pk, paid_at=None)
    if isinstance(outcome, Settled):
        with transaction.atomic():
            if rows.update(state=State.PAID, paid_at=timezone.now(), refusal=""):
                payable.fulfil(outcome.value)
        return
    rows = rows.exclude(state=State.REFUSED)
    if op_id != payable.op_id:
        log.warning("%s ended (%s) after a newer payment had begun", op_id, outcome.kind)
    elif isinstance(outcome, Rejected):
        rows.update(state=State.REFUSED, refusal=outcome.refusal.code)
    elif isinstance(outcome, NotSent):
        rows.update(state=State.REFUSED, refusal="")
    else:
        # Not a failure: xaalis goes on looking, from `follow` and from `manage.py xaalis_resume`.
        rows.update(state=State.UNKNOWN)


def _go_on(payable, payment, *, code=None):
    """Carries the payment as far as it goes within this request, and notes how it stands."""
    step = None
    try:
        step = payment.advance(wait=PATIENCE)
        if isinstance(step, OtpPrompt) and code is not None:
            payment.submit_otp(code)
            step = payment.advance(wait=PATIENCE)
        _noted(payable, step)
    except OperationBusy:
        # Another request, or the webhook, was faster. It notes how the payment stands.
        log.info("%s: somebody else goes on with it", payable.op_id)
    payable.refresh_from_db()
    return step


def _noted(payable, step):
    if isinstance(step, Done):
        conclude(payable.op_id, step.outcome)
    elif isinstance(step, OtpPrompt):
        _note(payable, State.CODE, step.text)
    elif isinstance(step, DialPrompt):
        # Not `shown()`: the next request asks again, and sees whether the customer has confirmed.
        _note(payable, State.DIAL, step.text)
    elif step.why == Why.RECONCILING:
        _note(payable, State.UNKNOWN)
    else:
        _note(payable, State.PENDING)


def _note(payable, state, instruction=None):
    """For a payment that is on its way: an end noted meanwhile by another process stands."""
    fields = {"state": state}
    if instruction and not payable.instruction:
        fields["instruction"] = instruction
    ended = (State.PAID, State.REFUSED)
    rows = type(payable).objects.filter(pk=payable.pk, attempt=payable.attempt).exclude(state__in=ended)
    rows.update(**fields)
    payable.refresh_from_db()


def _payable(op_id):
    """The order or bill of an `op_id` of ours; None for payments made elsewhere."""
    prefix, _, rest = op_id.partition("-")
    model = PAYABLES.get(prefix)
    return None if model is None else model.objects.filter(pk=rest.partition("-")[0]).first()
