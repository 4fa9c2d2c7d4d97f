"""Bills and top-ups at the counter. The customer pays cash, the shop's balance at DEXCHANGE pays the bill:
so these pages are for the staff alone."""

from uuid import UUID

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from xaalis import Bill, BillPrompt, InvalidInput, PaymentError

from .. import payments
from ..forms import BillForm
from ..models import BillPayment, Order, State
from ..texts import explained_to_staff


@staff_member_required
def bills(request: HttpRequest) -> HttpResponse:
    form = BillForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("bill", form.save_once().pk)
    return render(request, "shop/bills.html", {"form": form, "latest": BillPayment.objects.all()[:10]})


@never_cache
@staff_member_required
@require_safe
def bill(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose a bill, confirm it, and see what became of it."""
    bill = get_object_or_404(BillPayment, pk=id)
    payments.follow(bill)
    found: tuple[Bill, ...] = ()
    if bill.state == State.NEW and not bill.holder:
        found = _find(request, bill)
    context = {
        "bill": bill,
        "payable": bill,
        "found": found,
        "refusal": explained_to_staff(bill.refusal),
    }
    return render(request, "shop/bill.html", context)


@staff_member_required
@require_POST
def choose(request: HttpRequest, id: UUID) -> HttpResponse:
    bill = get_object_or_404(BillPayment, pk=id, state=State.NEW)
    for one in _find(request, bill):
        # A meter is alone, and its reference is new at each look.
        if not one.paid and (bill.is_top_up or one.reference == request.POST.get("bill")):
            bill.agree(one)
    return redirect("bill", id)


@staff_member_required
@require_POST
def pay(request: HttpRequest, id: UUID) -> HttpResponse:
    bill = get_object_or_404(BillPayment, pk=id)
    if bill.state == State.NEW and bill.holder and isinstance(payments.pay_bill(bill), BillPrompt):
        bill.disagree()
        messages.error(request, _("The bill has changed since you looked. Nothing was paid."))
    return redirect("bill", id)


@staff_member_required
@require_POST
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    payments.try_again(get_object_or_404(BillPayment, pk=id))
    return redirect("bill", id)


@never_cache
@staff_member_required
@require_GET
def state(request: HttpRequest, id: UUID) -> HttpResponse:
    bill = get_object_or_404(BillPayment, pk=id)
    payments.follow(bill)
    return JsonResponse({"state": bill.state})


@staff_member_required
@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """Payments nobody knows the outcome of yet: for a person to look at."""
    unknown = [
        *Order.objects.filter(state=State.UNKNOWN),
        *BillPayment.objects.filter(state=State.UNKNOWN),
    ]
    return render(request, "shop/unknown.html", {"unknown": unknown})


def _find(request: HttpRequest, bill: BillPayment) -> tuple[Bill, ...]:
    try:
        return payments.find_bills(bill)
    except InvalidInput:
        messages.error(request, _("This is not a customer or meter number."))
    except PaymentError as error:
        # An inquiry moves no money: it can be made again.
        messages.error(
            request, explained_to_staff(error.code) or _("The service does not answer. Try again.")
        )
    return ()
