"""What an attacker, an error tracker or a curious member of staff gets to see."""

import json
from unittest import mock

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldError, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import UnreadablePostError
from django.test import RequestFactory, TestCase

import canaries
from test_signals import Base
from test_webhooks import URL, Receiving, settings_with
from xaalis import types, webhooks
from xaalis.django import asenfenico, clients, conf, dexchange, dexchange_callback_url, senfenico, views
from xaalis.django.models import Notice, Payment

KEY, SECRET, PHONE = "webhook-key-of-tests", "callback-secret-of-tests", "76431987"
CANARIES = {"key": "sk_test_django", "other key": "dexchange-key-of-tests", "webhook key": KEY, "secret": SECRET}
BODY = json.dumps(
    {"event": "charge.success", "data": {"reference": "ch_2", "status": "success", "number": PHONE}}
).encode()
TOKEN = webhooks.Dexchange(SECRET).callback_url("https://s.example", "ext-1").rsplit("/", 1)[1]
CALLBACK = f"/xaalis/dexchange/ext-1/{TOKEN}"


def signed(body=BODY):
    return {"X-Webhook-Hash": webhooks.Senfenico.sign(body, KEY)}


def raised(call):
    """The exception with its frames: `assertRaises` clears them."""
    try:
        call()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


class Raising:
    """A stream that fails as servers' streams do."""

    def __init__(self, error):
        self.error = error

    def read(self, *_):
        raise self.error


class Broken(Receiving):
    ERRORS = (
        *(UnreadablePostError("gone"), ConnectionResetError(104, "reset"), BrokenPipeError(), TimeoutError()),
        *(RequestDataTooBig("large"), SuspiciousOperation("odd"), ValueError("a chunk of no size"), EOFError()),
    )

    def test_a_body_that_cannot_be_read_is_400(self):
        for error in self.ERRORS:
            for chunked in (False, True):
                request = RequestFactory().post(URL, BODY, content_type="application/json", headers=signed())
                request._stream = request.META["wsgi.input"] = Raising(error)
                if chunked:
                    request.META |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
                assert views.senfenico(request).status_code == 400, (error, chunked)
        assert Notice.objects.count() == 0

    def test_a_database_that_is_down_is_503_and_shows_nothing(self):
        for path in (URL, CALLBACK):
            body = BODY if path == URL else b'{"status": "SUCCESS", "externalTransactionId": "ext-1"}'
            down = mock.patch.object(connection, "execute_wrappers", [self.fails])
            with down, self.assertLogs("xaalis.django", "ERROR") as said:
                answer = self.client.post(path, body, content_type="application/json", headers=signed(body))
            assert answer.status_code == 503, "it is sent again"
            assert "OperationalError" in said.output[0]
            assert not any(record.exc_info for record in said.records)

    def test_whatever_else_fails_shows_no_secret(self):
        for error in (ZeroDivisionError(), KeyboardInterrupt(), MemoryError()):
            for path in (URL, CALLBACK):
                for broken in ("keep", "apply"):
                    body = BODY if path == URL else b'{"status": "SUCCESS", "externalTransactionId": "ext-1"}'
                    with mock.patch.object(views.notices, broken, side_effect=error):
                        told = raised(
                            lambda: self.client.post(path, body, content_type="application/json", headers=signed(body))
                        )
                    assert type(told) is type(error)
                    assert not canaries.leaks(told, CANARIES)

    @staticmethod
    def fails(*_):
        raise OperationalError("server closed the connection")


class Settings(TestCase):
    """No frame holds a key, whatever is wrong in the settings."""

    def test_what_is_refused(self):
        long = "canary-of-the-settings"
        key = {"SENFENICO_KEY": long, "DEXCHANGE_KEY": long}
        wrong = (
            {"SENFENICO_KEY": long.encode(), "DEXCHANGE_KEY": [long]},
            {"SENFENICO_KEY": f"{long}\n", "DEXCHANGE_KEY": f"{long}\n"},
            key | {"SENFENICO_URL": "ftp://x", "DEXCHANGE_URL": "ftp://x"},
            key | {"TRANSPORT": "no.such.thing"},
            key | {"TRANSPORT": object()},
            {"DEXCHANGE_CALLBACK_SECRETS": {long: long}, "SENFENICO_WEBHOOK_KEYS": {long: long}},
            {"DEXCHANGE_CALLBACK_SECRETS": [long, 5], "SENFENICO_WEBHOOK_KEYS": [long, 5]},
            {"DEXCHANGE_CALLBACK_SECRETS": [long, "short"], "SENFENICO_WEBHOOK_KEYS": [long, "é\ud800"]},
            {"DEXCHANGE_CALLBACK_BASE": 5, "SENFENICO_WEBHOOK_KEYS": long.encode()},
        )
        calls = (
            *(senfenico, asenfenico, dexchange, lambda: dexchange_callback_url("é")),
            lambda: views.senfenico(RequestFactory().post(URL, BODY, content_type="application/json")),
            lambda: views.dexchange(RequestFactory().post(URL, b"{}", content_type="application/json"), "e", "t"),
        )
        failed = 0
        for options in wrong:
            with settings_with(**options):
                clients.forget()
                for call in calls:
                    try:
                        call()
                    except Exception as error:
                        failed += 1
                        assert not canaries.leaks(error, CANARIES | {"canary": long}), options
        clients.forget()
        assert failed > 15, failed

    def test_no_dict(self):
        from django.test import override_settings

        with override_settings(XAALIS=["canary-of-the-settings"]):
            try:
                conf.options()
            except conf.NotConfigured as error:
                assert not canaries.leaks(error, {"canary": "canary-of-the-settings"})

    def test_a_journal_that_is_down(self):
        order = types.NewPayBill(
            service="WOYOFAL_SN_BILL",
            customer="07061270931",
            external_transaction_id="ext-1",
            amount=1000,
            callback_url=f"https://s.example{CALLBACK}",
        )
        clients.forget()
        down = mock.patch.object(connection, "execute_wrappers", [Broken.fails])
        with down:
            told = raised(lambda: dexchange()._desk.journal.get("op-9"))
        assert isinstance(told, OperationalError) and not canaries.leaks(told, CANARIES)

        def fails_to_write(execute, sql, params, many, context):
            if "INSERT" in sql:
                raise OperationalError("disk full")
            return execute(sql, params, many, context)

        with mock.patch.object(connection, "execute_wrappers", [fails_to_write]):
            told = raised(lambda: dexchange().begin("op-9", types.PayBillOrder(order)).advance())
        assert isinstance(told, OperationalError)
        assert not canaries.leaks(told, CANARIES | {"meter": "07061270931", "token": TOKEN})


class Staff(Base, TestCase):
    """Who may look at payments, and no more."""

    LOOKUPS = ("regex", "contains", "startswith", "exact", "gt", "in", "isnull", "iregex", "length")

    def setUp(self):
        super().setUp()
        user = get_user_model().objects.create_user("clerk", is_staff=True)
        names = ("view_payment", "view_notice")
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        self.client.force_login(user)
        transfer = types.NewTransfer(amount=500, phone="76123456", ext_id="ext-a")
        senfenico().begin("a", types.PayoutOrder(transfer)).advance()
        self.client.post(URL, BODY, content_type="application/json", headers=signed())
        assert "ch_2" in Notice.objects.get().content

    def shown(self, path, query):
        page = self.client.get(f"/admin/xaalis/{path}/", query)
        return page.status_code == 200 and 'id="result_list"' in page.content.decode()

    def test_nothing_hidden_is_looked_up_by(self):
        for lookup in self.LOOKUPS:
            for value in (".", "{", "0", "1", "ch_2"):
                for path, field in (
                    *(("payment", "state"), ("payment", "told"), ("payment", "version"), ("payment", "notices__content")),
                    *(("notice", "content"), ("notice", "dedupe"), ("notice", "payment__state")),
                ):
                    query = {f"{field}__{lookup}": value}
                    assert not self.shown(path, query), query
                    assert not self.shown(path, {field: value}), query

    def test_what_is_shown_is(self):
        assert self.shown("payment", {}) and self.shown("notice", {})
        for path, query in (
            *(("payment", {"vendor__exact": "senfenico"}), ("payment", {"operation": "payout"})),
            *(("payment", {"op_id__startswith": "a"}), ("notice", {"reference": "ch_2"})),
            *(("notice", {"applied_at__isempty": "1"}), ("notice", {"payment__isnull": "True"})),
        ):
            assert self.shown(path, query), query

    def test_nor_through_a_model_of_the_shop(self):
        for lookup in (*self.LOOKUPS, "iexact", "endswith", "range"):
            for rows, name in (
                *((Payment, "state"), (Notice, "content"), (Notice, "payment__state"), (Payment, "notices__content")),
            ):
                with self.assertRaises(FieldError):
                    rows.objects.filter(**{f"{name}__{lookup}": "x"}).exists()
        row = Payment.objects.get()
        assert Payment.objects.filter(pk=row.pk).update(state=row.state) == 1

    def test_anonymous_ones_see_nothing(self):
        self.client.logout()
        for path in ("payment/", "payment/a/change/", "notice/", "payment/?state__regex=."):
            assert self.client.get(f"/admin/xaalis/{path}").status_code == 302
        stranger = get_user_model().objects.create_user("stranger", is_staff=True)
        self.client.force_login(stranger)
        assert self.client.get("/admin/xaalis/payment/").status_code == 403

    def test_looking_again_needs_a_permission(self):
        seen = self.sandbox.requests_seen
        self.client.post("/admin/xaalis/payment/", {"action": "look_again", "_selected_action": ["a"]})
        assert self.sandbox.requests_seen == seen


class Forged(Receiving):
    def test_odd_headers_and_addresses_are_400(self):
        for value in ("\xff", "é" * 64, "0" * 5000, "\x00", "Ø", "\udcff", "٣" * 64):
            request = RequestFactory().post(URL, BODY, content_type="application/json")
            request.META["HTTP_X_WEBHOOK_HASH"] = value
            assert views.senfenico(request).status_code == 400, value[:5]
            for ours, token in ((value, TOKEN), ("ext-1", value), (value, value)):
                request = RequestFactory().post(URL, b"{}", content_type="application/json")
                assert views.dexchange(request, ours, token).status_code == 400, value[:5]
        assert Notice.objects.count() == 0

    def test_what_is_forged_leaves_no_row(self):
        for body in (b"", b"{}", BODY, b"[" * 60_000, b'{"a":' * 10_000, b"\xff\xfe", b"\x00" * 100, b"1e999"):
            right = webhooks.Senfenico.sign(body, KEY)
            for hash_ in ("", "0" * 64, right[:-1], right + "0", webhooks.Senfenico.sign(body, KEY[:-1]), f"sha256={right[:-1]}"):
                assert self.post(body, hash_ or " ").status_code == 400
            assert self.client.post(f"{CALLBACK[:-1]}", body, content_type="application/json").status_code == 400
        # One vendor's at the other's door.
        assert self.client.post(CALLBACK, BODY, content_type="text/plain", headers=signed()).status_code == 400
        assert Notice.objects.count() == 0 and Payment.objects.count() == 0

    def test_every_bit_counts(self):
        right = signed()["X-Webhook-Hash"]
        for place in range(0, len(BODY) * 8, 7):
            flipped = bytearray(BODY)
            flipped[place // 8] ^= 1 << place % 8
            assert self.post(bytes(flipped), right).status_code == 400, place
        assert Notice.objects.count() == 0

    def test_other_methods(self):
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
            assert self.client.generic(method, URL, BODY, headers=signed()).status_code == 405, method

    def test_any_content_type(self):
        for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "x" * 999):
            assert self.client.generic("POST", URL, BODY, content_type=kind, headers=signed()).status_code == 200
        assert Notice.objects.count() == 1

    def test_paths(self):
        for path in ("/xaalis/senfenico/x", "/xaalis/dexchange/a/b/c", "/xaalis/dexchange/..%2f/x/", "/xaalis/"):
            assert self.client.post(path, BODY, content_type="text/plain", headers=signed()).status_code in (400, 404)
        assert Notice.objects.count() == 0
