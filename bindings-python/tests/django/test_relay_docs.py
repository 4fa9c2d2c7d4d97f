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
from payables.models import BillOrder
from test_relay import KEY
from test_webhooks import settings_with
from xaalis import Sandbox
from xaalis.django import signals

PAGE = Path(__file__).parents[2] / "docs/relay.md"
BLOCKS = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S))


def run(name, **known):
    code = re.sub("from .models import .*", "", BLOCKS[name])
    space = {"__name__": name, "os": os, "Order": Order, "BillOrder": BillOrder, **known}
    exec(compile(code, name, "exec"), space)
    return space


def views():
    code = BLOCKS["views.py"].replace(", customer=request.user", "")
    assert code != BLOCKS["views.py"]
    space = {"__name__": "views", "Order": Order}
    exec(compile(code.replace("from .models import Order", ""), "views.py", "exec"), space)
    return space


urlpatterns = [
    path("xaalis/", include("xaalis.django.urls")),
    path("token/<int:pk>", views()["token"]),
    path("bill/<int:pk>", run("bill_views.py")["bill_token"]),
]


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

    def test_bills_are_paid_and_meters_topped_up(self):
        codes = run("codes.py")["Codes"]
        given = {"RELAY_KEYS": {"k1": KEY}, "RELAY_ORIGINS": ["https://shop.example"], "TRANSPORT": Sandbox()}
        with mock.patch.dict(os.environ, DEXCHANGE_KEY="dx_test_of_docs"):
            told = run("settings_bills.py", XAALIS=given)["XAALIS"]
        assert told["RELAY_CODES"] == "shop.codes.Codes"
        self.addCleanup(signals.payment_settled.disconnect, run("bill_receivers.py")["bill_was_paid"])
        client, awa = Client(), get_user_model().objects.create_user("awa")
        client.force_login(awa)
        bill = BillOrder.objects.create(service="SENELEC_SN_BILL", number="210278816", amount=200_000)
        top_up = BillOrder.objects.create(service="WOYOFAL_SN_BILL", number="07061270877", amount=5000)
        with settings_with(**told | {"RELAY_CODES": codes}):
            assert client.post(f"/bill/{bill.pk}").status_code == 403, "nobody in particular"
            awa.is_superuser = True
            awa.save()

            def say(order, **body):
                token = client.post(f"/bill/{order.pk}").json()["token"]
                headers = {"Authorization": f"Bearer {token}", "Origin": "https://shop.example"}
                page = Client(enforce_csrf_checks=True, headers=headers)
                if not body:
                    return page.get("/xaalis/bills").json()
                return page.post("/xaalis/bills", json.dumps(body), content_type="application/json").json()

            shown = PAGE.read_text(encoding="utf-8").partition("And of a bill")[2]
            (asks, chooses), view = re.findall(r"^POST (.*)", shown, re.M), re.search(r"^\{.*?\}$", shown, re.S | re.M)[0]
            assert say(bill, **json.loads(asks)) == json.loads(view) | {"order": f"bill-{bill.pk}"}
            assert say(bill, **json.loads(chooses))["state"] == "done"
            code = say(top_up, do="start", attempt=1)["outcome"]["token"]
            assert say(top_up)["outcome"]["token"] == code
        assert [(order.paid, order.code) for order in BillOrder.objects.order_by("pk")] == [(104_500, ""), (5000, code)]

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
    bills = ["bill_receivers.py", "bill_views.py", "codes.py", "settings_bills.py"]
    assert sorted(BLOCKS) == sorted(["receivers.py", "settings.py", "shop.py", "views.py", *bills, *elsewhere])
    assert PAGE.read_text(encoding="utf-8").count("```python") == len(BLOCKS)
