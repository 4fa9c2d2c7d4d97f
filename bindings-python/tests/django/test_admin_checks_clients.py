"""The admin's pages, the system checks, and one client per process."""

import os
import re

import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import SimpleTestCase, TestCase, override_settings
from django.utils import translation

from test_signals import Base
from test_webhooks import settings_with
from xaalis import Sandbox, types
from xaalis.errors import InvalidInput
from xaalis.django import NotConfigured, client_for, dexchange, dexchange_callback_url, senfenico
from xaalis.django import conf
from xaalis.django.models import Payment


class Admin(Base, TestCase):
    def setUp(self):
        super().setUp()
        # A page in French leaves its language to the thread.
        self.addCleanup(translation.deactivate)
        self.client.force_login(get_user_model().objects.create_superuser("boss"))
        self.sandbox.inject("503-after@*")
        transfer = types.NewTransfer(amount=500, phone="76123456", ext_id="ext-a")
        senfenico().begin("a", types.PayoutOrder(transfer)).advance(wait=1e9)
        self.sandbox.heal()

    def test_lists_and_shows_without_anything_personal(self):
        for path in ("payment/", "payment/?stage=unknown", "payment/a/change/", "payment/?q=ext-a", "notice/"):
            page = self.client.get(f"/admin/xaalis/{path}")
            assert page.status_code == 200, path
            assert "76123456" not in page.content.decode() and "intent" not in page.content.decode()

    def test_is_read_only(self):
        assert self.client.get("/admin/xaalis/payment/add/").status_code == 403
        assert self.client.post("/admin/xaalis/payment/a/change/", {"stage": "closed"}).status_code == 403
        assert self.client.post("/admin/xaalis/payment/a/delete/", {"post": "yes"}).status_code == 403
        assert Payment.objects.get().stage == "unknown"

    def test_looks_again(self):
        given = {"action": "look_again", "_selected_action": ["a"]}
        page = self.client.post("/admin/xaalis/payment/", given, follow=True)
        assert "1 payment looked at, 1 ended." in page.content.decode()
        assert self.heard.log == [("unknown", "a"), ("settled", "a")]

    def test_in_french(self):
        page = self.client.get("/admin/xaalis/payment/", headers={"accept-language": "fr"})
        assert "résultat inconnu" in page.content.decode()
        page = self.client.get("/admin/xaalis/payment/a/change/", headers={"accept-language": "fr"})
        assert "Ne payez pas une seconde fois" in page.content.decode()

    def test_earlier_tries(self):
        order = types.PayoutOrder(types.NewTransfer(amount=500, phone="76123456", ext_id="ext-b"))
        self.sandbox.inject("refuse@*")
        for _ in range(2):
            senfenico().begin("b", order).advance(wait=1e9)
        page = self.client.get("/admin/xaalis/payment/b/change/").content.decode()
        assert "1: not sent (unreachable), until" in page and "2: not sent" not in page and "76123456" not in page
        page = self.client.get("/admin/xaalis/payment/b/change/", headers={"accept-language": "fr"}).content.decode()
        assert "essais précédents" in page.lower() and "1 : non envoyé (unreachable)" in page

    def test_amount_and_masked_payer(self):
        order = types.CollectOrder(types.NewCharge(amount=1234567, phone="76112233"))
        senfenico().begin("c", order).advance()
        page = self.client.get("/admin/xaalis/payment/c/change/").content.decode()
        assert "76••••33" in page and "1234567" in page and "761122" not in page
        page = self.client.get("/admin/xaalis/payment/c/change/", headers={"accept-language": "fr"}).content.decode()
        assert "montant (xof)" in page.lower() and "payeur" in page.lower()
        Payment.objects.filter(pk="c").update(state="not what was written")
        page = self.client.get("/admin/xaalis/payment/c/change/")
        assert page.status_code == 200 and "76••••33" not in page.content.decode()

    def test_progress(self):
        many = [types.NewTransfer(amount=200, phone="76123456", ext_id=f"ext-{place}") for place in range(150)]
        payment = senfenico().begin("many", types.BulkPayoutOrder(many))
        payment.advance()
        page = self.client.get("/admin/xaalis/payment/many/change/").content.decode()
        told = "100 of 150 handed over: 0 paid, 0 refused, 0 with unknown outcome. 0 will not be sent."
        assert told in page and "30000" in page and "76123456" not in page
        payment.stop()
        payment.advance()
        page = self.client.get("/admin/xaalis/payment/many/change/", headers={"accept-language": "fr"}).content.decode()
        told = "100 sur 150 transmis : 0 payés, 0 refusés, 100 au résultat inconnu. 50 ne seront pas envoyés."
        assert told in page and "avancement" in page.lower()

    def test_migrations_are_complete(self):
        call_command("makemigrations", "xaalis", check=True, dry_run=True, verbosity=0)


class Checks(SimpleTestCase):
    def ids(self, **options):
        with settings_with(**options):
            return {found.id for found in checks.run_checks(tags=["xaalis"])}

    def test_a_good_project(self):
        assert self.ids() == set()

    def test_keys(self):
        assert "xaalis.E001" in self.ids(SENFENICO_KEY="", DEXCHANGE_KEY="")
        live = {"SENFENICO_KEY": "sk_" + "live_xyz", "TRANSPORT": None}
        with override_settings(DEBUG=True):
            assert self.ids(**live) == {"xaalis.W001", "xaalis.W002"}
            assert self.ids(DEXCHANGE_URL="http://127.0.0.1:1", TRANSPORT=None) == set()
        assert self.ids(**live) == set()

    def test_webhooks(self):
        assert self.ids(SENFENICO_WEBHOOK_KEYS=None) == {"xaalis.I001"}
        assert self.ids(DEXCHANGE_CALLBACK_BASE="http://shop.example") == {"xaalis.E003"}
        with override_settings(DEBUG=True):
            assert self.ids(DEXCHANGE_CALLBACK_BASE="http://shop.example") == {"xaalis.W003"}
            assert self.ids(DEXCHANGE_CALLBACK_BASE="http://localhost.example") == {"xaalis.W003"}
            assert self.ids(DEXCHANGE_CALLBACK_BASE="http://localhost:8000/xaalis/dexchange") == set()
        assert self.ids(DEXCHANGE_CALLBACK_SECRETS=[]) == {"xaalis.E004"}
        assert self.ids(DEXCHANGE_CALLBACK_SECRETS=["short"]) == {"xaalis.E005"}

    def test_play_money_without_debug(self):
        from unittest.mock import patch

        with patch("xaalis.django.checks._in_tests", return_value=False):
            assert self.ids() == {"xaalis.E009"}
            assert self.ids(TRANSPORT=Sandbox()) == {"xaalis.E009"}
            assert self.ids(TRANSPORT=None) == {"xaalis.W005"}
            live = {"SENFENICO_KEY": "sk_" + "live_xyz", "TRANSPORT": None}
            assert self.ids(**live) == set()
            assert self.ids(**live, SENFENICO_URL="http://127.0.0.1:1") == {"xaalis.W006"}

    def test_what_clients_refuse(self):
        assert self.ids(TRANSPORT="no.such") == {"xaalis.E010"}
        assert self.ids(DEXCHANGE_KEY="secret-with-newline\n") == {"xaalis.E011"}
        assert self.ids(SENFENICO_URL="http://shop.example") == {"xaalis.E011"}
        for age in (0, 59, 604_801, 1e300, float("-inf")):
            assert self.ids(PERSON_AGE=age) == {"xaalis.E011"}, age
            with settings_with(PERSON_AGE=age):
                assert "PERSON_AGE is refused: from a minute to 7 days" in str(checks.run_checks(tags=["xaalis"]))
        assert self.ids(PERSON_AGE=60.5, MAY_ABANDON=False) == set()
        assert self.ids(SENFENICO_WEBHOOK_KEYS=[5]) == {"xaalis.E012"}
        assert self.ids(SENFENICO_WEBHOOK_KEYS=[""]) == {"xaalis.I001"}, "empty: none"
        with settings_with(DEXCHANGE_KEY="secret-with-newline\n"):
            assert "secret" not in str(checks.run_checks(tags=["xaalis"]))

    def test_a_setting_of_the_wrong_kind_is_named_with_what_is_expected(self):
        for given in ([("SENFENICO_KEY", "sk_test_x")], [], "sk_test_x", "", 5, 0, {"SENFENICO_KEY"}, object(), dict):
            with override_settings(XAALIS=given):
                (found,) = checks.run_checks(tags=["xaalis"])
                assert found.id == "xaalis.E013" and found.msg.startswith(f"XAALIS is of type {type(given).__name__}, not a dict")
                with pytest.raises(SystemCheckError, match="xaalis.E013"):
                    call_command("check")
                with pytest.raises(NotConfigured, match="XAALIS is a"):
                    senfenico()
        with override_settings(XAALIS=None):
            assert {found.id for found in checks.run_checks(tags=["xaalis"])} == {"xaalis.E001"}

    def test_an_option_of_the_wrong_kind_is_named_and_its_value_is_not_shown(self):
        odd = (5, 1.5, True, b"sk_test_x", ["sk_test_x"], {"a": "sk_test_x"}, object(), NotImplementedError)
        for name in sorted(conf.NAMES):
            for value in odd:
                listed = name.endswith(("_KEYS", "_SECRETS")) and isinstance(value, list)
                if listed or (name == "TRANSPORT" and callable(value)) or (name, value) == ("PROXIES", 5):
                    continue
                if (name, value) == ("MAY_ABANDON", True) or (name == "PERSON_AGE" and type(value) in (int, float)):
                    continue
                fits = {"RELAY_AT_ONCE": 5, "RELAY_COLLECT": True, "RELAY_ORIGINS": ["sk_test_x"], "RELAY_KEYS": {"a": "sk_test_x"}}
                if name in fits and value == fits[name] and type(value) is type(fits[name]):
                    continue
                with settings_with(**{name: value}):
                    (found,) = checks.run_checks(tags=["xaalis"])
                assert found.id == "xaalis.E013" and name in found.msg and type(value).__name__ in found.msg, (name, value)
                assert "sk_test_x" not in found.msg, name
        with override_settings(XAALIS={5: "x", "SENFENICO_KEY": "sk_test_sandbox"}):
            (found,) = checks.run_checks(tags=["xaalis"])
            assert found.id == "xaalis.E013" and "int" in found.msg
        assert self.ids(TRANSPORT="xaalis.__version__") == {"xaalis.E013"}, "imported, and nothing to call"
        for keys in ([5], [None, 5], (b"x" * 20,), {5.0}):
            assert self.ids(DEXCHANGE_CALLBACK_SECRETS=keys) == {"xaalis.E012"}, keys
            assert self.ids(SENFENICO_EARLIER_KEYS=keys) == {"xaalis.E011"}, keys
        with settings_with(SENFENICO_EARLIER_KEYS=["sk_live_of_before"]):
            (found,) = checks.run_checks(tags=["xaalis"])
        assert "SENFENICO_EARLIER_KEYS" in found.msg and "of_before" not in found.msg

    def test_a_client_says_it_too(self):
        for name, value in (("SENFENICO_KEY", 5), ("SENFENICO_URL", ["x"]), ("DATABASE", 5)):
            with settings_with(**{name: value}), pytest.raises(NotConfigured, match=f'XAALIS..{name}.. is a'):
                senfenico().unfinished()
        with settings_with(TRANSPORT=5), pytest.raises(InvalidInput, match="transport: an int"):
            senfenico()
        with settings_with(DEXCHANGE_CALLBACK_SECRETS=5), pytest.raises(NotConfigured, match="a list of str"):
            dexchange_callback_url("ext-1")

    def test_databases(self):
        from django.db import connections

        assert self.ids(DATABASE="nowhere") == {"xaalis.E006"}
        connections["default"].settings_dict["ATOMIC_REQUESTS"] = True
        try:
            assert self.ids() == {"xaalis.W004"}
            (found,) = checks.run_checks(tags=["xaalis"])
            assert "On SQLite a second alias would only wait" in found.hint
        finally:
            connections["default"].settings_dict["ATOMIC_REQUESTS"] = False

    def test_options(self):
        assert self.ids(SENFENICO_KYE="x", APPLY_WEBHOOKS="sometimes") == {"xaalis.E007", "xaalis.E008"}


class Clients(SimpleTestCase):
    def test_one_per_process_until_settings_change(self):
        first = senfenico()
        assert senfenico() is first
        with settings_with(SENFENICO_KEY="sk_test_another"):
            assert senfenico() is not first

    def test_both_share_a_transport_made_from_a_path(self):
        assert isinstance(senfenico()._desk.transport, Sandbox)
        assert senfenico()._desk.transport is dexchange()._desk.transport

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
    def test_a_child_has_its_own(self):
        first = senfenico()
        pid = os.fork()
        if pid == 0:
            os._exit(0 if senfenico() is not first else 1)
        assert os.waitpid(pid, 0)[1] == 0

    def test_what_is_missing_is_named(self):
        with settings_with(SENFENICO_KEY=None), pytest.raises(NotConfigured, match="SENFENICO_KEY"):
            senfenico()
        with settings_with(TRANSPORT="no.such"), pytest.raises(NotConfigured, match="TRANSPORT"):
            senfenico()
        with settings_with(DEXCHANGE_CALLBACK_BASE=None), pytest.raises(NotConfigured):
            dexchange_callback_url("ext-1")

    def test_for_asyncio(self):
        import asyncio

        from xaalis.django import adexchange, asenfenico

        assert asenfenico() is asenfenico()
        assert asenfenico()._desk.transport is adexchange()._desk.transport is senfenico()._desk.transport
        # Each in a loop of its own, as under `async_to_sync`.
        for _ in range(2):
            assert asyncio.run(asenfenico().balances.fetch()).collection is not None
        with settings_with(SENFENICO_KEY=None), pytest.raises(NotConfigured, match="SENFENICO_KEY"):
            asenfenico()

    def test_client_for(self):
        assert client_for(Payment(vendor="dexchange")) is dexchange()
        assert client_for(Payment(vendor="senfenico")) is senfenico()

    def test_french_is_complete(self):
        from gettext import GNUTranslations
        from pathlib import Path

        import xaalis.django

        folder = Path(xaalis.django.__file__).parent / "locale/fr/LC_MESSAGES"
        source = (folder / "django.po").read_text()
        assert 'msgstr ""\n\n' not in source and "fuzzy" not in source
        with (folder / "django.mo").open("rb") as file:
            compiled = GNUTranslations(file)
        for text in re.findall(r'^msgid "([^"\\\\]+)"$', source, re.M):
            assert f'msgid "{text}"\nmsgstr "{compiled.gettext(text)}"' in source or "%(n)d" in text, text
