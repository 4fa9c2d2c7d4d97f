"""Bills at a relay of Django's: which of the two addresses a token is for, what settings and checks say, callbacks."""

import json
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.core import checks
from django.test import Client, SimpleTestCase, TestCase
from django.urls import reverse
from django.utils import translation
from heard import Heard
from test_relay import KEY, RELAY
from test_webhooks import settings_with
from xaalis import Sandbox, errors
from xaalis.django import NotConfigured, clients, relay
from xaalis.django.models import Payment
from xaalis.relay import Relay

BILLS = {name: RELAY[name] for name in ("RELAY_KEYS", "RELAY_ORIGINS")} | {
    "RELAY_BILLS_URL": "https://shop.example/xaalis/bills",
    "RELAY_CODES": "test_relay_bills.Codes",
}
#: As the sandbox has them: one bill of 104,500, a meter, and one whose code comes later.
BILL = {"service": "SENELEC_SN_BILL", "customer": "210278816"}
METER = {"service": "WOYOFAL_SN_BILL", "customer": "07061270877"}
LATER = {"service": "WOYOFAL_SN_BILL", "customer": "07061270878"}


class Codes:
    """Those of a shop."""

    kept = {}

    def keep(self, order, code):
        self.kept[order] = code

    def recall(self, order):
        return self.kept.get(order)


class Paying(TestCase):
    def setUp(self):
        self.heard = Heard(self)
        self.sandbox = Sandbox()
        changed = settings_with(TRANSPORT=self.sandbox, **RELAY | BILLS)
        changed.enable()
        self.addCleanup(changed.disable)
        self.client = Client(enforce_csrf_checks=True)
        Codes.kept.clear()

    def page(self, token, body=None, name="bills"):
        headers = {"Authorization": f"Bearer {token}", "Origin": "https://shop.example"}
        if body is None:
            return self.client.get(reverse(f"xaalis:{name}"), headers=headers)
        given = json.dumps(body)
        return self.client.post(reverse(f"xaalis:{name}"), given, content_type="application/json", headers=headers)

    def test_a_bill_is_chosen_and_paid(self):
        token = relay.mint(42, 200_000, **BILL)
        view = self.page(token, {"do": "start", "attempt": 1}).json()
        assert [bill["amount"] for bill in view["prompt"]["bills"]] == [104_500]
        bill = view["prompt"]["bills"][0]["bill"]
        view = self.page(token, {"do": "start", "attempt": 1, "bill": bill}).json()
        assert (view["state"], view["amount"], self.heard.log) == ("done", 104_500, [("settled", "relay-42-1")])
        row = Payment.objects.get()
        assert (row.vendor, row.operation, row.outcome, row.told) == ("dexchange", "pay_bill", "settled", "settled")

    def test_a_meter_is_topped_up_and_its_code_with_the_shop(self):
        token = relay.mint(42, 5000, **METER)
        view = self.page(token, {"do": "start", "attempt": 1}).json()
        assert view["outcome"]["token"] == Codes.kept["42"]
        assert self.page(token).json()["outcome"] == view["outcome"]
        assert Codes.kept["42"] not in repr([*Payment.objects.values_list()])

    def test_a_token_is_for_one_of_the_two_addresses(self):
        tokens = {"pay": relay.mint(42, 1500), "bills": relay.mint(42, 1500, operation="pay_bill", **BILL)}
        for name, token in tokens.items():
            for other in tokens:
                assert self.page(token, name=other).status_code == (200 if other == name else 401)
        with pytest.raises(errors.InvalidInput) as caught:
            relay.mint(42, 1500, operation="collect", **BILL)
        assert caught.value.field == "operation"
        for given, field in [
            ({"service": "SENELEC_SN_BILL"}, "customer"),
            ({"customer": "210278816"}, "service"),
            ({"operation": "pay_bill"}, "service"),
        ]:
            with pytest.raises(errors.InvalidInput) as caught:
                relay.mint(42, 1500, **given)
            assert caught.value.field == field

    def test_the_vendor_calls_back_where_the_project_hears_it(self):
        token = relay.mint(42, 5000, **LATER)
        assert self.page(token, {"do": "start", "attempt": 1}).json()["state"] == "waiting"
        record = Payment.objects.get()
        (payment,) = self.sandbox.payments
        assert self.sandbox.top_up_finishes(payment.reference)
        (delivery,) = self.sandbox.deliveries()
        url = urlsplit(delivery.url)
        assert url.path.startswith(f"/xaalis/dexchange/{record.our_reference}/")
        headers = dict(delivery.headers)
        answer = self.client.post(url.path, delivery.body, content_type="application/json", headers=headers)
        assert answer.status_code == 200 and self.heard.log == [("settled", "relay-42-1")]
        view = self.page(token).json()
        assert view["outcome"]["token"] == Codes.kept["42"], "the vendor told it at the next look"

    def test_bills_alone_and_payments_alone(self):
        with settings_with(**RELAY, **dict.fromkeys(("RELAY_BILLS_URL", "RELAY_CODES"))):
            assert relay.mint(42, 1500) and self.page("x").status_code == 404
            with pytest.raises(NotConfigured, match="RELAY_BILLS_URL"):
                relay.mint(42, 1500, **BILL)
        with settings_with(**BILLS | {"RELAY_URL": None}):
            assert relay.mint(42, 1500, **BILL) and self.page("x", name="pay").status_code == 404
            with pytest.raises(NotConfigured, match="RELAY_URL"):
                relay.mint(42, 1500)
        with settings_with(RELAY_CODES=None), pytest.raises(errors.InvalidInput) as caught:
            relay.mint(42, 1500, **METER)
        assert caught.value.field == "service"

    def test_codes_as_they_may_be_given(self):
        for given in (Codes, Codes(), "test_relay_bills.Codes"):
            with settings_with(RELAY_CODES=given):
                assert relay.mint(42, 1500, **METER) and relay.bills_relay() is relay.bills_relay()
        with settings_with(RELAY_CODES="nowhere.Codes"), pytest.raises(NotConfigured, match="RELAY_CODES"):
            relay.mint(42, 1500, **METER)
        with settings_with(RELAY_CODES=object()), pytest.raises(errors.InvalidInput) as caught:
            relay.mint(42, 1500, **METER)
        assert caught.value.field == "codes"

    def test_callbacks_are_those_of_the_project(self):
        for options, called in [
            ({}, True),
            ({"DEXCHANGE_CALLBACK_BASE": None}, False),
            ({"DEXCHANGE_CALLBACK_SECRETS": []}, False),
        ]:
            with settings_with(**options), mock.patch.object(clients, "Relay", wraps=Relay) as made:
                clients.forget()
                relay.bills_relay()
            assert ("callbacks" in made.call_args.kwargs) is called


class Checks(SimpleTestCase):
    def found(self, **options):
        with settings_with(**BILLS | options):
            return checks.run_checks(tags=["xaalis"])

    def ids(self, **options):
        return {found.id for found in self.found(**options)}

    def test_good_settings(self):
        assert self.ids() == set()
        assert self.ids(**RELAY) == set()
        assert self.ids(RELAY_CODES=None) == set()
        assert self.ids(SENFENICO_KEY=None, SENFENICO_WEBHOOK_KEYS=None) == set()
        assert self.ids(RELAY_CODES=Codes) == set() and self.ids(RELAY_CODES=Codes()) == set()
        assert self.ids(DEXCHANGE_CALLBACK_BASE=None) == set()

    def test_what_is_missing(self):
        for options, missing in [
            ({"DEXCHANGE_KEY": None}, "DEXCHANGE_KEY"),
            ({"RELAY_KEYS": None}, "RELAY_KEYS"),
            ({"RELAY_ORIGINS": None}, "RELAY_ORIGINS"),
            ({"RELAY_BILLS_URL": None}, "RELAY_BILLS_URL"),
            ({"RELAY_URL": RELAY["RELAY_URL"], "SENFENICO_KEY": None}, "SENFENICO_KEY"),
            ({"RELAY_BILLS_URL": None, "RELAY_CODES": None}, "RELAY_URL"),
        ]:
            (found,) = [one for one in self.found(**options) if one.id.startswith("xaalis.E")]
            assert found.id == "xaalis.E016" and found.msg == f"A relay is set up without {missing}."

    def test_what_is_refused(self):
        for options, name in [
            ({"RELAY_BILLS_URL": "http://shop.example/xaalis/bills"}, "RELAY_BILLS_URL"),
            ({"RELAY_BILLS_URL": "https://shop.example"}, "RELAY_BILLS_URL"),
            ({"RELAY_KEYS": {"a1": "short"}}, "RELAY_KEYS"),
            ({"RELAY_ORIGINS": ["https://shop.example/"]}, "RELAY_ORIGINS"),
            ({"DEXCHANGE_CALLBACK_BASE": "https://shop.example/x?y=1"}, "DEXCHANGE_CALLBACK_BASE"),
            ({"RELAY_CODES": "test_relay_bills.KEY"}, "RELAY_CODES"),
        ]:
            (found,) = self.found(**options)
            assert found.id == "xaalis.E017" and found.msg.startswith(f"{name} is refused: "), found
        assert self.ids(RELAY_CODES="nowhere.Codes") == {"xaalis.E022"}
        for options in ({"RELAY_BILLS_URL": 1}, {"RELAY_CODES": 7}, {"RELAY_CODES": dict}):
            assert self.ids(**options) == {"xaalis.E013"}, options
        assert self.ids(DEXCHANGE_CALLBACK_SECRETS=[KEY]) == {"xaalis.E018"}

    def test_what_else_is_said_of_callbacks_is_said_once(self):
        assert self.ids(DEXCHANGE_CALLBACK_SECRETS=["short"]) == {"xaalis.E005"}
        assert self.ids(DEXCHANGE_CALLBACK_BASE="http://shop.example/x") == {"xaalis.E003"}

    def test_an_address_that_is_not_the_views(self):
        (found,) = self.found(RELAY_BILLS_URL="https://shop.example/xaalis/pay")
        assert found.id == "xaalis.W011" and found.msg == (
            "RELAY_BILLS_URL does not lead to the relay's view: its path is not /xaalis/bills."
        )

    def test_a_desks_settings_in_public(self):
        home = {"RELAY_BILLS_URL": "http://localhost:5173/xaalis/bills", "TRANSPORT": "xaalis._sandbox_of_nobody"}
        with mock.patch("xaalis.django.checks._in_tests", lambda: False):
            (found,) = [one for one in self.found(**home) if one.id == "xaalis.W010"]
        assert found.msg == "RELAY_BILLS_URL: this machine, but DEBUG is off."

    def test_french_is_spoken_and_no_secret_shown(self):
        for options, french in [
            ({"RELAY_CODES": 7}, "un objet avec keep et recall, ou son chemin pointé"),
            ({"RELAY_CODES": "test_relay_bills.KEY"}, "RELAY_CODES est refusé : un objet avec keep et recall"),
            ({"RELAY_CODES": "nowhere.Codes"}, "ne peut pas être importé"),
            ({"RELAY_BILLS_URL": "https://shop.example/other"}, "RELAY_BILLS_URL ne mène pas à la vue du relais"),
            ({"RELAY_BILLS_URL": "https://shop.example"}, "https://hôte/chemin, sans paramètre"),
        ]:
            with translation.override("fr"):
                told = [one.msg for one in self.found(**options)]
            assert any(french in text for text in told) and KEY not in str(told), told
