"""The relay's view: its attacks, through Django's test client; what settings, tokens and the command say."""

import asyncio
import contextlib
import io
import json
import sys
import types
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core import checks
from django.core.management import call_command, load_command_class
from django.test import Client, TestCase, TransactionTestCase
from django.urls import path, reverse
from django.utils import translation

sys.path.insert(0, str(Path(__file__).parents[2]))

from heard import Heard
from test_webhooks import settings_with
from tests import relay_ways, relays
from tests.relays import BOTH, SETTINGS, World
from xaalis import Sandbox, errors
from xaalis.django import NotConfigured, clients, relay
from xaalis.django.models import Payment, Tallied
from xaalis.django.tally import DjangoTally
from xaalis.relay import Answer

KEY = "relay-secret-canary-0123456789abcdefghijklm"
RELAY = {
    "RELAY_URL": "https://shop.example/xaalis/pay",
    "RELAY_KEYS": {"a1": KEY},
    "RELAY_ORIGINS": ["https://shop.example", "https://www.shop.example", "app"],
    "RELAY_CHECKOUT": ["https://shop.example/paid", "https://shop.example/cart"],
}
#: Of bills; its own address is another.
BILLS = {
    "DEXCHANGE_KEY": "dx_test_canary_5f2c9a",
    "RELAY_BILLS_URL": "https://shop.example/xaalis/bills",
}
#: A server of WSGI hands over as much of a body as its length says, so none can lie; and answers a HEAD without a body.
BUT = {"rel-atk-136", "rel-atk-124"}


def through_django(world):
    def end(incoming):
        client = Client(enforce_csrf_checks=True)
        path, _, query = incoming.target.partition("?")
        named = {}
        for name, value in incoming.headers:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            named[key] = f"{named[key]},{value}" if key in named else value
        named |= {"QUERY_STRING": query, "RAW_URI": incoming.target}
        answer = client.generic(incoming.method, path, incoming.body, **{"CONTENT_TYPE": "", **named})
        if answer.status_code == 404 and "Cache-Control" not in answer.headers:
            # No address of Django's: the view never saw it.
            assert not world.touched and not world.sent
            safe = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))
            return Answer(status=404, headers=safe, body=b'{"error":"not_found"}')
        # What Django's middleware adds.
        vary = answer.headers["Vary"].removesuffix(", Accept-Language")
        headers = {**answer.headers, "Vary": vary}
        return Answer(status=answer.status_code, headers=tuple(headers.items()), body=answer.content)

    return end


def through_django_asgi(world):
    """As uvicorn and daphne call a project; the view's own thread is this one, whose database it sees."""
    from asgiref.sync import async_to_sync
    from django.core.asgi import get_asgi_application

    application = get_asgi_application()

    def end(incoming):
        path, _, query = incoming.target.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "asgi": {"version": "3.0"},
            "method": incoming.method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in incoming.headers],
        }
        messages = [{"type": "http.request", "body": incoming.body, "more_body": False}]
        sent = []

        async def receive():
            if messages:
                return messages.pop()
            await asyncio.sleep(60)

        async def send(message):
            sent.append(message)

        async_to_sync(application)(scope, receive, send)
        named = {name.lower(): name for name in relay_ways.NAMES}
        headers = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
        headers = {named.get(name, name): value for name, value in headers}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        if sent[0]["status"] == 404 and "Cache-Control" not in headers:
            assert not world.touched and not world.sent
            safe = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))
            return Answer(status=404, headers=safe, body=b'{"error":"not_found"}')
        headers["Vary"] = headers["Vary"].removesuffix(", Accept-Language")
        return Answer(status=sent[0]["status"], headers=tuple(headers.items()), body=body)

    return end


class Attacks(TransactionTestCase):
    def test_none_succeeds(self):
        self.attacked(through_django)

    def test_none_succeeds_over_asgi(self):
        self.attacked(through_django_asgi)

    def attacked(self, through):
        failures, played = [], 0
        for cases in BOTH:
            for test in cases.tests:
                if test["id"] in BUT:
                    continue
                played += 1
                try:
                    self.attacked_once(test, cases, through)
                except AssertionError as error:
                    failures.append(f"{test['id']} {test['comment']}: {error}")
        assert not failures, f"{len(failures)}\n" + "\n".join(failures[:12])
        assert played == sum(len(cases.tests) for cases in BOTH) - len(BUT)

    def attacked_once(self, test, cases, through):
        Payment.objects.all().delete()
        Tallied.objects.all().delete()
        # Threads do not share a database in memory.
        at_once = any("parallel" in line or "hang" in line for line in test["input"]["lines"])
        is_of_bills = cases.settings.get("vendor") == "dexchange"
        # The vectors' address, whatever is paid there.
        given = {**RELAY, **BILLS, "RELAY_BILLS_URL": RELAY["RELAY_URL"]} if is_of_bills else RELAY
        self.addCleanup(clients.forget)
        with settings_with(**given), self.settings(ROOT_URLCONF=AT_PAY if is_of_bills else "shop_urls"):
            for run in range(20 if at_once else 1):
                stores = () if at_once else (clients.DjangoJournal(), DjangoTally())
                world = World(*stores, settings=cases.settings)
                clients._clients["bills_relay" if is_of_bills else "relay"] = world.relay()
                relays.attack(test, world, through(world), run)
        for model in (Payment, Tallied):
            world.search([repr(row) for row in model.objects.values_list()])


#: The address of bills, where the vectors' requests go.
AT_PAY = types.ModuleType("at_pay")
AT_PAY.urlpatterns = [path("xaalis/pay", relay.bills_view)]


class Paying(TestCase):
    def setUp(self):
        self.heard = Heard(self)
        self.sandbox = Sandbox(start=SETTINGS["now_ms"])
        changed = settings_with(TRANSPORT=self.sandbox, **RELAY)
        changed.enable()
        self.addCleanup(changed.disable)
        self.client = Client(enforce_csrf_checks=True)

    def page(self, token, body=None):
        headers = {"Authorization": f"Bearer {token}", "Origin": "https://shop.example"}
        if body is None:
            return self.client.get(reverse("xaalis:pay"), headers=headers)
        given = json.dumps(body)
        return self.client.post(reverse("xaalis:pay"), given, content_type="application/json", headers=headers)

    def test_an_order_is_paid_and_told_before_the_page_hears(self):
        token = relay.mint(42, 1500)
        assert self.page(token).json()["state"] == "ready"
        view = self.page(token, {"do": "start", "attempt": 1, "phone": "76 00 00 00"}).json()
        assert view["state"] == "asking" and self.heard.log == []
        view = self.page(token, {"do": "code", "rev": view["rev"], "code": "123456"}).json()
        assert view["state"] == "done"
        assert self.heard.log == [("settled", "relay-42-1")]
        row = Payment.objects.get()
        assert (row.op_id, row.stage, row.outcome) == ("relay-42-1", "closed", "settled")

    def test_nothing_without_settings(self):
        for name in ("RELAY_URL", "RELAY_KEYS", "RELAY_ORIGINS"):
            with settings_with(**{name: None}), pytest.raises(NotConfigured) as caught:
                relay.mint(42, 1500)
            assert name in str(caught.value) and KEY not in str(caught.value)
        with settings_with(RELAY_URL=None):
            assert self.client.get(reverse("xaalis:pay")).status_code == 404

    def test_what_no_relay_takes(self):
        for options, field in [
            ({"RELAY_KEYS": {"a1": "sk_test_django"}}, "keys"),
            ({"RELAY_ORIGINS": ["shop.example"]}, "origins"),
            ({"RELAY_CHECKOUT": ["https://shop.example"]}, "checkout"),
            ({"RELAY_AT_ONCE": 0}, "at_once"),
        ]:
            with settings_with(**options), pytest.raises(errors.InvalidInput) as caught:
                relay.mint(42, 1500)
            assert caught.value.field == field

    def test_no_more_of_a_body_is_read_than_is_of_use(self):
        read = []

        class Endless(io.BytesIO):
            def read(self, size=-1):
                read.append(size)
                return b"x" * max(size, 0)

        token = relay.mint(42, 1500)
        answer = self.client.generic(
            "POST",
            "/xaalis/pay",
            b"",
            content_type="application/json",
            CONTENT_LENGTH=str(10**9),
            HTTP_AUTHORIZATION=f"Bearer {token}",
            **{"wsgi.input": Endless()},
        )
        assert answer.status_code == 413 and sum(read) <= 4097 * 2, read


class Tally(TransactionTestCase):
    def test_counts_and_holds(self):
        from tests.test_relay import check_a_tally

        check_a_tally(DjangoTally())

    def test_a_transaction_of_somebody_elses_is_refused(self):
        from django.db import transaction

        with transaction.atomic(), pytest.raises(RuntimeError):
            DjangoTally().take("k", 1, 1000, 0)


class Refusals(TestCase):
    def test_what_is_refused_is_said_in_the_language_of_the_command(self):
        wrong = [
            ({"RELAY_URL": "http://shop.example/pay"}, "une adresse https de 2048 caractères au plus"),
            ({"RELAY_URL": "https://shop.example"}, "https://hôte/chemin, sans paramètre"),
            ({"RELAY_KEYS": {"a b": KEY}}, "lettres, chiffres, - et _, 32 au plus"),
            ({"RELAY_KEYS": {"a1": "short"}}, "de 32 à 256 caractères ASCII visibles, tirés au hasard"),
            ({"RELAY_ORIGINS": ["https://shop.example/"]}, "comme les navigateurs les écrivent"),
            ({"RELAY_CHECKOUT": ["x", "https://shop.example"]}, "une adresse https de 2048 caractères au plus"),
            ({"SENFENICO_KEY": "a\nb"}, "de 8 à 256 caractères ASCII visibles"),
            ({"SENFENICO_URL": "http://x.example"}, "https://hôte"),
        ]
        for options, french in wrong:
            (name,) = options
            with settings_with(**RELAY | options):
                for language, told in (("fr", french), ("en", None)):
                    with translation.override(language):
                        found = [one.msg for one in checks.run_checks() if one.id in ("xaalis.E017", "xaalis.E011")]
                    (said,) = found
                    assert name in said and KEY not in said and "short" not in said
                    assert (french in said) == (language == "fr"), said


class Command(TestCase):
    def test_prints_a_key_and_nothing_else(self):
        for known, name in [(None, "k1"), ({"k1": KEY, "k2": KEY + "2"}, "k3"), ({"a": KEY}, "k1")]:
            out, err = io.StringIO(), io.StringIO()
            with settings_with(RELAY_KEYS=known):
                call_command("xaalis_relay_key", stdout=out, stderr=err)
            made = json.loads("{" + out.getvalue() + "}")
            (secret,) = made.values()
            assert [*made] == [name] and len(secret) == 43 and err.getvalue()
            with settings_with(**RELAY | {"RELAY_KEYS": made}):
                assert relay.mint(1, 100)

    def test_it_runs_where_the_checks_ask_for_it(self):
        with settings_with(**RELAY | {"RELAY_KEYS": {}}):
            assert "xaalis.E016" in {found.id for found in checks.run_checks()}
            out = io.StringIO()
            # As from a shell: `call_command` looks at no checks.
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
                load_command_class("xaalis.django", "xaalis_relay_key").run_from_argv(["manage.py", "xaalis_relay_key"])
            assert out.getvalue().startswith('"k1": "')


class Checks(TestCase):
    def ids(self, **options):
        with settings_with(**RELAY | options):
            return {found.id for found in checks.run_checks(tags=["xaalis"])}

    def test_good_settings(self):
        assert self.ids() == set()
        assert self.ids(**dict.fromkeys(RELAY)) == set()

    def test_what_is_missing(self):
        for name in ("RELAY_KEYS", "RELAY_ORIGINS"):
            assert self.ids(**{name: None}) == {"xaalis.E016"}, name
        assert self.ids(RELAY_URL=None) == {"xaalis.E016"}
        assert self.ids(SENFENICO_KEY=None) == {"xaalis.E016"}

    def test_what_is_refused(self):
        for options in (
            {"RELAY_URL": "http://shop.example/xaalis/pay"},
            {"RELAY_URL": "https://shop.example"},
            {"RELAY_KEYS": {"a1": "short"}},
            {"RELAY_KEYS": {"a 1": KEY}},
            {"RELAY_ORIGINS": ["https://shop.example/"]},
            {"RELAY_CHECKOUT": ["https://shop.example/paid", "no"]},
        ):
            assert self.ids(**options) == {"xaalis.E017"}, options

    def test_kinds(self):
        for options in (
            {"RELAY_KEYS": [KEY]},
            {"RELAY_KEYS": {"a1": 1}},
            {"RELAY_CHECKOUT": "https://shop.example/paid"},
            {"RELAY_CHECKOUT": ["https://shop.example/paid"]},
            {"RELAY_COLLECT": "no"},
            {"RELAY_AT_ONCE": 0},
            {"RELAY_ORIGINS": 1},
            {"RELAY_URL": 1},
        ):
            assert self.ids(**options) == {"xaalis.E013"}, options

    def test_a_secret_that_is_another_one(self):
        for options in (
            {"DEXCHANGE_KEY": KEY},
            {"SENFENICO_EARLIER_KEYS": [KEY]},
            {"SENFENICO_WEBHOOK_KEYS": [KEY]},
            {"DEXCHANGE_CALLBACK_SECRETS": [KEY]},
        ):
            # Some of them are nothing of their own kind either.
            assert self.ids(**options) - {"xaalis.E011", "xaalis.E012"} == {"xaalis.E018"}, options
        with self.settings(SECRET_KEY=KEY):
            assert self.ids() == {"xaalis.E018"}

    def test_a_desk_s_settings_in_public(self):
        from unittest import mock

        home = {"RELAY_ORIGINS": ["http://localhost:5173"]}
        with mock.patch("xaalis.django.checks._in_tests", lambda: False):
            shop = {"TRANSPORT": "xaalis._sandbox_of_nobody"}
            assert "xaalis.W010" not in self.ids(**shop) and "xaalis.W010" in self.ids(**shop, **home)
        with self.settings(DEBUG=True):
            assert "xaalis.W010" not in self.ids(**home)

    def test_an_address_that_is_not_the_view_s(self):
        assert self.ids(RELAY_URL="https://shop.example/other") == {"xaalis.W011"}

    def test_no_secret_is_shown_and_french_is_spoken(self):
        from django.utils import translation

        with settings_with(**RELAY | {"RELAY_KEYS": {"a1": "canary-too-short"}, "DEXCHANGE_KEY": "canary-too-short"}):
            with translation.override("fr"):
                told = [f"{one.msg} {one.hint}" for one in checks.run_checks(tags=["xaalis"])]
        assert told and not [text for text in told if "canary" in text]
        assert any("refusé" in text for text in told), told
