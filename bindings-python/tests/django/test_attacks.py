"""What strangers, vendors and other sites' pages try at the doors of a Django project."""

import hashlib
import json
from unittest import mock

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from test_secrets import BODY, CALLBACK
from test_webhooks import KEY, URL, Receiving, settings_with
from xaalis import Sandbox, types, webhooks
from xaalis.django import senfenico, signals
from xaalis.django.models import Notice, Payment

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class Keys(Receiving):
    def test_keys_that_are_nearly_right_sign_nothing(self):
        near = (KEY[:-1], KEY[1:], KEY + "0", KEY + "\n", f" {KEY}", KEY.upper(), KEY[::-1], KEY * 2, "whsec_" + KEY)
        for key in near:
            assert self.post(BODY, webhooks.Senfenico.sign(BODY, key)).status_code == 400, key
        # The hash is that of the body with the key behind it: no part of the key moves into the body.
        for cut in (1, 5, len(KEY)):
            moved = BODY + KEY[:cut].encode()
            assert self.post(moved, webhooks.Senfenico.sign(BODY, KEY)).status_code == 400, cut
        assert Notice.objects.count() == 0
        assert self.post(BODY, webhooks.Senfenico.sign(BODY, KEY)).status_code == 200

    def test_an_empty_key_is_no_key(self):
        empty = hashlib.sha256(BODY).hexdigest()
        for keys in ([], [""], ["", ""], "", None):
            with settings_with(SENFENICO_WEBHOOK_KEYS=keys, DEXCHANGE_CALLBACK_SECRETS=keys):
                assert self.post(BODY, empty).status_code == 404
                assert self.client.post(CALLBACK, b"{}", content_type="application/json").status_code == 404
        with settings_with(SENFENICO_WEBHOOK_KEYS=["", KEY]):
            assert self.post(BODY, empty).status_code == 400
        assert Notice.objects.count() == 0


class Atomic(TransactionTestCase):
    """With ATOMIC_REQUESTS, which would roll back what a failing receiver leaves behind."""

    def setUp(self):
        self.sandbox = Sandbox(webhook_url="http://127.0.0.1/hook", webhook_key=KEY)
        for change in (
            settings_with(TRANSPORT=self.sandbox),
            mock.patch.dict(connection.settings_dict, ATOMIC_REQUESTS=True),
        ):
            change.__enter__()
            self.addCleanup(change.__exit__, None, None, None)

    def test_a_webhook_is_kept_whatever_becomes_of_it(self):
        payment = senfenico().begin("web-1", types.CollectOrder(types.NewCharge(amount=1000, phone="76009905")))
        payment.advance()
        payment.shown()
        payment.advance()
        assert self.sandbox.payer_confirms(payment.reference)
        open_ones = []

        def breaks(**_):
            open_ones.append(connection.in_atomic_block)
            raise ZeroDivisionError("the shop's own fault")

        signals.payment_settled.connect(breaks)
        self.addCleanup(signals.payment_settled.disconnect, breaks)
        (delivery,) = self.sandbox.deliveries()
        headers = {name: value for name, value in delivery.headers if name.lower() == "x-webhook-hash"}
        assert Client().post(URL, delivery.body, content_type="application/json", headers=headers).status_code == 200
        assert open_ones == [False]
        assert Notice.objects.count() == 1 and Payment.objects.get().outcome == "settled"

    def test_a_forged_one_is_not(self):
        forged = {"X-Webhook-Hash": "0" * 64}
        assert Client().post(URL, BODY, content_type="application/json", headers=forged).status_code == 400
        assert Notice.objects.count() == 0


class Pages(Receiving, TestCase):
    def setUp(self):
        super().setUp()
        self.boss = get_user_model().objects.create_superuser("boss")
        self.client.force_login(self.boss)

    def test_markup_of_a_vendor_is_text(self):
        data = {"reference": f"ch_1{MARKUP}", "status": MARKUP, "message": MARKUP}
        self.post(json.dumps({"event": f"charge.{MARKUP}", "data": data}).encode())
        given = {"version": 1, "sequence": 1, "vendor": "senfenico", "mode": "test", "operation": "collect", "state": "{}"}
        given |= {"created_at": timezone.now(), "updated_at": timezone.now()}
        Payment.objects.create(op_id="op-1", stage="closed", outcome="rejected", code=MARKUP[:32], reference=MARKUP[:64], **given)
        Notice.objects.create(vendor="senfenico", event=MARKUP[:32], status=MARKUP[:32], reference=MARKUP[:64], dedupe="d", content="{}", received_at=timezone.now())
        pages = ["payment/", "payment/op-1/change/", "payment/?q=%3Cscript%3E", "notice/", "notice/?event=%3Cscript%3E"]
        pages += [f"notice/{notice.pk}/change/" for notice in Notice.objects.all()]
        shown = 0
        for path in pages:
            page = self.client.get(f"/admin/xaalis/{path}").content.decode()
            assert "<script>alert" not in page and "<img src=x" not in page, path
            shown += "&lt;script&gt;" in page
        assert shown >= 4

    def test_another_sites_page_looks_at_nothing(self):
        self.sandbox.inject("503-after@*")
        senfenico().begin("a", types.PayoutOrder(types.NewTransfer(amount=500, phone="76123456", ext_id="e"))).advance(wait=1e9)
        self.sandbox.heal()
        seen, given = self.sandbox.requests_seen, {"action": "look_again", "_selected_action": ["a"]}
        assert self.client.post("/admin/xaalis/payment/", given).status_code == 403
        self.client.get("/admin/xaalis/payment/", given)
        assert self.sandbox.requests_seen == seen
        assert Payment.objects.get().stage == "unknown"

    @override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    def test_a_login_leads_nowhere_else(self):
        self.boss.set_password("a password of the test")
        self.boss.save()
        for place in ("https://pages.example/", "//pages.example", "/\\pages.example", "javascript:alert(1)", "http:pages.example"):
            answer = Client().post(
                f"/admin/login/?next={place}", {"username": "boss", "password": "a password of the test", "next": place}
            )
            assert answer.status_code == 302 and "pages.example" not in answer["Location"], place
            assert answer["Location"].startswith("/"), place

    def test_signature_of_a_body_of_another_kind(self):
        """What is signed is the bytes, not what they mean: no other spelling of them passes."""
        right = webhooks.Senfenico.sign(BODY, KEY)
        for body in (BODY + b"\n", b"\xef\xbb\xbf" + BODY, json.dumps(json.loads(BODY), indent=1).encode(), BODY.replace(b" ", b"")):
            assert self.post(body, right).status_code == 400
        assert Notice.objects.count() == 0
