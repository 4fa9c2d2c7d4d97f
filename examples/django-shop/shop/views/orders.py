"""From the catalogue to the paid order."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from xaalis import InvalidInput, OtpPrompt

from .. import payments
from ..forms import CodeForm, OrderForm, PayForm
from ..models import Order, Product, State
from ..texts import explained


@require_safe
def catalogue(request):
    return render(request, "shop/catalogue.html", {"products": Product.objects.all()})


def buy(request, product):
    product = get_object_or_404(Product, pk=product)
    form = OrderForm(request.POST or None, product=product)
    if request.method == "POST" and form.is_valid():
        return redirect("order", form.save_once().pk)
    return render(request, "shop/buy.html", {"product": product, "form": form})


@never_cache
@require_safe
def order(request, id):
    order = get_object_or_404(Order, pk=id)
    payments.follow(order)
    return _page(request, order)


@require_POST
def pay(request, id):
    order = get_object_or_404(Order, pk=id)
    if order.state != State.NEW:
        return redirect("order", id)  # sent twice, or an old page
    form = PayForm(request.POST, instance=order)
    if not form.is_valid():
        return _page(request, order, form)
    form.save()
    try:
        payments.collect(order)
    except InvalidInput as wrong:
        field = wrong.field if wrong.field in form.fields else None
        form.add_error(field, _("This number cannot pay with this operator."))
        return _page(request, order, form)
    return redirect("order", id)


@require_POST
def code(request, id):
    """The second request of a payment: maybe minutes later, maybe in another process."""
    order = get_object_or_404(Order, pk=id)
    form = CodeForm(request.POST)
    if order.state == State.CODE and form.is_valid():
        step = payments.submit_code(order, form.cleaned_data["code"])
        if isinstance(step, OtpPrompt):
            messages.error(request, explained(step.code) or _("This code cannot be right. Look again."))
    return redirect("order", id)


@require_POST
def again(request, id):
    payments.try_again(get_object_or_404(Order, pk=id))
    return redirect("order", id)


@never_cache
@require_GET
def state(request, id):
    """For the few lines of script that wait for a change."""
    order = get_object_or_404(Order, pk=id)
    payments.follow(order)
    return JsonResponse({"state": order.state})


def _page(request, order, form=None):
    if form is None:
        form = {State.NEW: lambda: PayForm(instance=order), State.CODE: CodeForm}.get(order.state, str)()
    return render(
        request,
        "shop/order.html",
        {"order": order, "payable": order, "form": form, "refusal": explained(order.refusal)},
    )
