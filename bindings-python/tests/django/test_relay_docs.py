"""The examples of docs/relay.md run, as a reader would put them together."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest import mock

from django.contrib.auth import get_user_model
from django.test import Client, TestCase, override_settings
from django.urls import include, path

from docs_shop.models import Order
from test_relay import KEY
from test_webhooks import settings_with
from xaalis import Sandbox
from xaalis.django import signals

PAGE = Path(__file__).parents[2] / "docs/relay.md"
BLOCKS = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))


def run(name, **known):
    code = BLOCKS[name].replace("from .models import Order", "")
    space = {"__name__": name, "os": os, "Order": Order, **known}
    exec(compile(code, name, "exec"), space)
    return space


def views():
    code = BLOCKS["views.py"].replace(", customer=request.user", "")
    assert code != BLOCKS["views.py"]
    space = {"__name__": "views", "Order": Order}
    exec(compile(code.replace("from .models import Order", ""), "views.py", "exec"), space)
    return space


urlpatterns = [path("xaalis/", include("xaalis.django.urls")), path("token/<int:pk>", views()["token"])]


@override_settings(ROOT_URLCONF=__name__)
class ThePage(TestCase):
    def setUp(self):
        with mock.patch.dict(os.environ, XAALIS_RELAY_KEY=KEY):
            given = run("settings.py", XAALIS={"TRANSPORT": Sandbox()})["XAALIS"]
        changed = settings_with(**given)
        changed.enable()
        self.addCleanup(changed.disable)
        deliver = run("receivers.py")["deliver"]
        self.addCleanup(signals.payment_settled.disconnect, deliver)

    def test_an_order_is_paid(self):
        order = Order.objects.create(amount=1500)
        client = Client()
        assert client.post(f"/token/{order.pk}").status_code == 302, "nobody in particular gets none"
        client.force_login(get_user_model().objects.create_user("awa"))
        token = client.post(f"/token/{order.pk}").json()["token"]
        page = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})

        def say(**body):
            answer = page.post(
                "/xaalis/pay",
                json.dumps(body),
                content_type="application/json",
                headers={"Origin": "https://shop.example"},
            )
            return answer.json()

        view = say(do="start", attempt=1, phone="76 00 00 00")
        assert view["state"] == "asking" and view["prompt"]["kind"] == "otp"
        view = say(do="code", rev=view["rev"], code="123456")
        assert view["state"] == "done"
        order.refresh_from_db()
        assert order.paid_by == f"relay-{order.pk}-1"

    def test_an_order_whose_amount_changed_is_not_delivered(self):
        order = Order.objects.create(amount=1500)
        payment = mock.Mock(op_id=f"relay-{order.pk}-1")
        for amount, paid_by in [(1000, ""), (1500, payment.op_id)]:
            outcome = mock.Mock(**{"value.amount": amount})
            signals.payment_settled.send(None, outcome=outcome, payment=payment)
            order.refresh_from_db()
            assert order.paid_by == paid_by

    def test_the_wire_is_as_the_page_shows_it(self):
        told = re.search(r"```\nGET.*?\n\n(\{.*?\})\n```", PAGE.read_text(encoding="utf-8"), re.S)
        shown = json.loads(told[1])
        from xaalis.django import relay

        token = relay.mint(42, 1500)
        page = Client(headers={"Authorization": f"Bearer {token}", "Origin": "https://shop.example"})
        body = {"do": "start", "attempt": 1, "phone": "76000000"}
        view = page.post("/xaalis/pay", json.dumps(body), content_type="application/json").json()
        view["prompt"]["text"] = "…"
        assert view == shown


def test_the_shop_without_django_starts():
    code = BLOCKS["shop.py"] + "\nassert relay.mint(1, 100) and callable(application)\n"
    given = {"SENFENICO_KEY": "sk_test_x", "XAALIS_RELAY_KEY": KEY, "DATABASE_URL": "postgresql:///nowhere"}
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | given)


def test_every_example_is_run():
    elsewhere = ["shop_api.py", "till.py"]  # tests/test_relay_fastapi.py
    assert sorted(BLOCKS) == sorted(["receivers.py", "settings.py", "shop.py", "views.py", *elsewhere])
    assert PAGE.read_text(encoding="utf-8").count("```python") == len(BLOCKS)
