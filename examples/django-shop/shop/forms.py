import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from xaalis import Provider

from .models import BillPayment, Order, Payable, Product, State

#: The names are brands: they are not translated.
OPERATORS: list[tuple[str, Any]] = [
    ("", _("The operator of the number")),
    (Provider.ORANGE_BF, "Orange Money"),
    (Provider.MOOV_BF, "Moov Money"),
    (Provider.CORIS_BF, "Coris Money"),
    (Provider.SANK_BF, "Sank Money"),
]


class OnceForm(forms.ModelForm):
    """A form that knows the id of what it makes, so that sending it twice makes it once."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = uuid.uuid4

    def save_once(self) -> Payable:
        """What the first copy of this form made, or makes it now."""
        values = {name: getattr(self.instance, name) for name in self._meta.fields or ()}
        made: Payable
        made, _created = self._meta.model.objects.get_or_create(
            pk=self.cleaned_data["id"], defaults=values | self.extra()
        )
        return made

    def extra(self) -> dict[str, Any]:
        return {}


class OrderForm(OnceForm):
    class Meta:
        model = Order
        fields = ["name", "phone", "quantity"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national"}),
        }
        help_texts = {"phone": _("A number of Burkina Faso, 8 digits.")}

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        self.fields["quantity"].widget.attrs["max"] = product.stock

    def clean_quantity(self) -> int:
        quantity: int = self.cleaned_data["quantity"]
        if quantity > self.product.stock:
            raise forms.ValidationError(
                _("We have only %(stock)d left."), params={"stock": self.product.stock}
            )
        return quantity

    def extra(self) -> dict[str, Any]:
        return {"product": self.product, "amount": self.product.price * self.cleaned_data["quantity"]}


class PayForm(forms.ModelForm):
    provider = forms.ChoiceField(
        label=_("Pay with"), choices=OPERATORS, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Order
        fields = ["provider", "phone"]
        widgets = {"phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national"})}
        labels = {"phone": _("Number that pays")}

    def keep(self) -> None:
        """These fields only: another request may have gone further with the order meanwhile."""
        Order.objects.filter(pk=self.instance.pk, state=State.NEW).update(**self.cleaned_data)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your one-time code"),
        max_length=10,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )


class BillForm(OnceForm):
    class Meta:
        model = BillPayment
        fields = ["service", "customer", "amount"]
        help_texts = {"amount": _("For Woyofal only: how much to top up, in francs.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = False

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        top_up = values.get("service") == "WOYOFAL_SN_BILL"
        if top_up and not values.get("amount"):
            self.add_error("amount", _("Say how much to top up."))
        if not top_up:
            self.instance.amount = values["amount"] = None  # the bill says how much
