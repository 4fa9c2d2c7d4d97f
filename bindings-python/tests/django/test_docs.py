"""The examples of docs/django.md run."""

import re
import types as modules
from pathlib import Path

from django.test import TestCase, override_settings
from django.urls import path

from test_signals import Base
from xaalis.django import signals
from xaalis.django.models import Payment

DOCS = Path(__file__).parents[2] / "docs/django.md"


def example(name):
    return re.search(rf"```python\n# {name}\n(.*?)```", DOCS.read_text(), re.S)[1]


class Examples(Base, TestCase):
    def setUp(self):
        super().setUp()
        self.paid = []
        shop = modules.ModuleType("shop")
        given = {"total_of": lambda order_id: 1000, "mark_paid": self.paid.append, "render": self.render}
        exec(compile(example("views.py"), "views.py", "exec"), vars(shop))
        exec(compile(example("receivers.py"), "receivers.py", "exec"), vars(shop))
        vars(shop).update(given)
        self.addCleanup(signals.payment_settled.disconnect, shop.deliver)
        shop.urlpatterns = [path("<int:order_id>/pay", shop.pay), path("<int:order_id>", shop.code, name="code")]
        changed = override_settings(ROOT_URLCONF=shop)
        changed.enable()
        self.addCleanup(changed.disable)

    def render(self, request, template, context, status=200):
        from django.http import HttpResponse

        self.context = context
        return HttpResponse(status=status)

    def test_an_order_is_paid_with_a_code(self):
        for _ in range(2):
            assert self.client.post("/7/pay", {"phone": "76 00 00 00"}).headers["location"] == "/7"
        self.client.get("/7")
        assert self.context["step"].kind == "otp"
        self.client.post("/7", {"code": "000000"})
        assert (self.context["step"].kind, self.context["step"].problem) == ("otp", "invalid")
        self.client.post("/7", {"code": "123 456"})
        assert self.context["outcome"].kind == "settled"
        assert self.paid == ["7"]
        assert len(self.sandbox.payments) == 1, "clicked twice, asked once"
        assert Payment.objects.get().op_id == "order-7"

    def test_a_wrong_number(self):
        assert self.client.post("/7/pay", {"phone": "12"}).status_code == 400
        assert self.context["field"] == "phone"
