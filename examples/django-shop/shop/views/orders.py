"""From the catalogue to the paid order."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from xaalis import InvalidInput, OtpPrompt
from xaalis.django import limits, relay

from .. import payments
from ..forms import CodeForm, OrderForm, PayForm
from ..models import Order, Product, State
from ..texts import explained, for_the_buyer


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/catalogue.html", {"products": Product.objects.all()})


def buy(request: HttpRequest, id: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=id)
    form = OrderForm(request.POST or None, product=product)
    if request.method == "POST" and form.is_valid():
        return redirect("order", form.save_once().pk)
    return render(request, "shop/buy.html", {"product": product, "form": form})


@never_cache
@require_safe
def order(request: HttpRequest, id: UUID) -> HttpResponse:
    order = get_object_or_404(Order, pk=id)
    payments.follow(order)
    return _page(request, order)


@require_POST
def pay(request: HttpRequest, id: UUID) -> HttpResponse:
    order = get_object_or_404(Order, pk=id)
    if order.state != State.NEW:
        return redirect("order", id)  # sent twice, or an old page
    form = PayForm(request.POST, instance=order)
    if not form.is_valid():
        return _page(request, order, form)
    try:
        taken = _count(request, "prompt", order, form.cleaned_data["phone"])
    except limits.TooOften as error:
        return _too_often(request, order, error)
    if not order.goes("form"):
        return redirect("order", id)  # a page has begun to pay it through the relay
    form.keep()
    try:
        payments.collect(order)
    except InvalidInput as wrong:
        taken.give_back()
        field = wrong.field if wrong.field in form.fields else None
        form.add_error(field, _("This number cannot pay with this operator."))
        return _page(request, order, form)
    return redirect("order", id)


@require_POST
def code(request: HttpRequest, id: UUID) -> HttpResponse:
    """The second request of a payment: maybe minutes later, maybe in another process."""
    order = get_object_or_404(Order, pk=id)
    form = CodeForm(request.POST)
    if order.state == State.CODE and form.is_valid():
        try:
            taken = _count(request, "code", order, order.phone)
        except limits.TooOften as error:
            return _too_often(request, order, error)
        step = payments.submit_code(order, form.cleaned_data["code"])
        if isinstance(step, OtpPrompt):
            messages.error(request, explained(step.code) or _("This code cannot be right. Look again."))
        elif step is not None:
            taken.give_back()  # it was right: only wrong ones count
    return redirect("order", id)


@require_POST
def wrong_number(request: HttpRequest, id: UUID) -> HttpResponse:
    """The customer mistyped it: the payment is given up before a code is sent, and another may begin."""
    order = get_object_or_404(Order, pk=id)
    if order.state == State.CODE and not payments.give_up(order):
        messages.error(request, _("This payment can no longer be given up: it may still be paid. Please wait."))
    return redirect("order", id)


@require_POST
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    payments.try_again(get_object_or_404(Order, pk=id))
    return redirect("order", id)


@require_POST
def token(request: HttpRequest, id: UUID) -> HttpResponse:
    """For a page that holds no key. Where customers log in, ask whose order it is: here its address is the secret."""
    order = get_object_or_404(Order, pk=id)
    if order.amount is None or not order.goes("relay"):
        return JsonResponse({"error": "begun by a form"}, status=409)
    return JsonResponse({"token": relay.mint(order.pk.hex, order.amount)})


@never_cache
@require_GET
def state(request: HttpRequest, id: UUID) -> HttpResponse:
    """For the few lines of script that wait for a change."""
    order = get_object_or_404(Order, pk=id)
    try:
        limits.take("read", order=order.pk)
    except limits.TooOften as error:
        return JsonResponse({}, status=429, headers={"Retry-After": str(error.seconds)})
    payments.follow(order)
    return JsonResponse({"state": order.state})


def _count(request: HttpRequest, what: str, order: Order, payer: str) -> limits.Taken:
    """Before anything is asked. The order, and not its attempt: each may name another number."""
    return limits.take(what, order=order.pk, payer=payer, address=limits.address(request))


def _too_often(request: HttpRequest, order: Order, error: limits.TooOften) -> HttpResponse:
    messages.error(request, for_the_buyer(error))
    page = _page(request, order)
    page.status_code = 503 if error.whom == "cache" else 429
    page["Retry-After"] = str(error.seconds)
    return page


def _page(request: HttpRequest, order: Order, form: BaseForm | None = None) -> HttpResponse:
    if order.state == State.NEW:
        form = form or PayForm(instance=order)
    elif order.state == State.CODE:
        form = CodeForm()
    return render(
        request,
        "shop/order.html",
        {
            "order": order,
            "payable": order,
            "form": form,
            "refusal": explained(order.refusal),
            "checkout_page": settings.CHECKOUT_PAGE,
        },
    )
