"""The two views, with the test client."""

import json

from django.test import Client, TestCase, override_settings

from heard import Heard
from xaalis import Sandbox, Waiting, types, webhooks
from xaalis.django import dexchange, dexchange_callback_url, notices, senfenico
from xaalis.django.models import Notice, Payment

KEY = "webhook-key-of-tests"
URL = "/xaalis/senfenico"


def settings_with(**options):
    from django.conf import settings

    return override_settings(XAALIS=settings.XAALIS | options)


class Receiving(TestCase):
    def setUp(self):
        self.heard = Heard(self)
        self.sandbox = Sandbox(webhook_url="http://127.0.0.1/xaalis/senfenico", webhook_key=KEY)
        changed = settings_with(TRANSPORT=self.sandbox)
        changed.enable()
        self.addCleanup(changed.disable)
        self.client = Client(enforce_csrf_checks=True)

    def post(self, body, signature=None, **more):
        signature = webhooks.Senfenico.sign(body, KEY) if signature is None else signature
        return self.client.post(
            URL, body, content_type="application/json", headers={"X-Webhook-Hash": signature}, **more
        )


class Senfenico(Receiving):
    def paid_but_not_noticed(self, op_id="web-1"):
        """A payer who confirms on the phone, while nobody looks."""
        order = types.CollectOrder(types.NewCharge(amount=1000, phone="76009905"))
        payment = senfenico().begin(op_id, order)
        assert isinstance(payment.advance(), types.DialPrompt)
        payment.shown()
        payment.advance()
        assert self.sandbox.payer_confirms(payment.reference)
        return payment

    def delivered(self):
        (delivery,) = self.sandbox.deliveries()
        headers = {name: value for name, value in delivery.headers if name.lower() == "x-webhook-hash"}
        return self.client.post(URL, delivery.body, content_type="application/json", headers=headers)

    def test_ends_the_payment(self):
        self.paid_but_not_noticed()
        assert self.delivered().status_code == 200
        row, notice = Payment.objects.get(), Notice.objects.get()
        assert (row.stage, row.outcome) == ("closed", "settled")
        assert self.heard.log == [("settled", "web-1")]
        assert notice.applied_at is not None and notice.payment == row
        assert notice.content == "", "personal data is dropped once it has served"

    def test_a_repeated_one_is_a_quiet_200(self):
        self.paid_but_not_noticed()
        self.delivered()
        seen = self.sandbox.requests_seen
        self.sandbox.pass_time(3600)
        assert self.delivered().status_code == 200
        assert (Notice.objects.count(), self.sandbox.requests_seen) == (1, seen)
        assert self.heard.log == [("settled", "web-1")]

    def test_later(self):
        self.paid_but_not_noticed()
        with settings_with(TRANSPORT=self.sandbox, APPLY_WEBHOOKS="later"):
            assert self.delivered().status_code == 200
        assert Notice.objects.get().applied_at is None
        assert Payment.objects.get().stage == "open"

    def test_a_webhook_alone_proves_nothing(self):
        order = types.CollectOrder(types.NewCharge(amount=1000, phone="76009905"))
        payment = senfenico().begin("web-1", order)
        payment.advance()
        body = json.dumps(
            {"event": "charge.success", "data": {"reference": payment.reference, "status": "success"}}
        )
        assert self.post(body.encode()).status_code == 200
        assert Payment.objects.get().stage == "open"
        assert self.heard.log == []

    def test_bad_ones(self):
        body = b'{"event": "charge.success", "data": {"reference": "ch_1", "status": "success"}}'
        assert self.post(body, signature="0" * 64).status_code == 400
        assert self.post(body + b" ", signature=webhooks.Senfenico.sign(body, KEY)).status_code == 400
        assert self.client.post(URL, body, content_type="application/json").status_code == 400
        assert self.post(b"[]").status_code == 400
        assert self.post(b" " * 70_000).status_code == 413
        assert self.client.get(URL).status_code == 405
        assert Notice.objects.count() == 0

    def test_an_unmatched_one_is_stored(self):
        body = b'{"event": "charge.success", "data": {"reference": "ch_other", "status": "success"}}'
        assert self.post(body).status_code == 200
        notice = Notice.objects.get()
        assert (notice.reference, notice.applied_at) == ("ch_other", None)

    def test_a_refused_transport_does_not_show(self):
        self.paid_but_not_noticed()
        self.sandbox.inject("503-before@*")
        assert self.delivered().status_code == 200

    def test_without_keys(self):
        with settings_with(SENFENICO_WEBHOOK_KEYS=[]):
            assert self.post(b"{}").status_code == 404

    def test_a_live_worker_is_in_the_way(self):
        self.paid_but_not_noticed()
        journal, put = senfenico()._desk.journal, senfenico()._desk.journal.put
        answers = iter(["outrun"])
        journal.put = lambda record: next(answers, None) or put(record)
        assert self.delivered().status_code == 200
        assert Notice.objects.get().applied_at is not None, "looked again"

    def test_stays_in_the_way(self):
        self.paid_but_not_noticed()
        senfenico()._desk.journal.put = lambda record: "outrun"
        assert self.delivered().status_code == 200
        assert Notice.objects.get().applied_at is None, "left to xaalis_resume"

    def test_is_applied_once(self):
        self.paid_but_not_noticed()
        self.delivered()
        seen = self.sandbox.requests_seen
        assert notices.apply(Notice.objects.get())
        assert self.sandbox.requests_seen == seen

    def test_atomic_requests_do_not_touch_it(self):
        from xaalis.django import views

        assert views.senfenico._non_atomic_requests == {"default"}
        assert views.dexchange._non_atomic_requests == {"default"}


class Dexchange(TestCase):
    def setUp(self):
        self.heard = Heard(self)
        # Only the callback can tell.
        self.sandbox = Sandbox(switches={"dexchange_serves_bill_lookup": False})
        changed = settings_with(TRANSPORT=self.sandbox)
        changed.enable()
        self.addCleanup(changed.disable)

    def test_a_top_up_ends_by_its_callback(self):
        url = dexchange_callback_url("ext-1")
        order = types.NewPayBill(
            service=types.Service.WOYOFAL,
            customer="07061270878",
            external_transaction_id="ext-1",
            amount=1000,
            callback_url=url,
        )
        payment = dexchange().begin("bill-1", types.PayBillOrder(order))
        assert isinstance(payment.advance(), Waiting)
        self.sandbox.pass_time(600)
        for delivery in self.sandbox.deliveries():
            path = delivery.url.removeprefix("https://shop.example")
            assert path.startswith("/xaalis/dexchange/ext-1/")
            bad = self.client.post(path[:-2] + "zz", delivery.body, content_type="application/json")
            assert bad.status_code == 400
            good = self.client.post(path, delivery.body, content_type="application/json")
            assert good.status_code == 200
        row = Payment.objects.get()
        assert (row.outcome, row.our_reference) == ("settled", "ext-1")
        assert self.heard.log == [("settled", "bill-1")]
        assert self.heard.outcomes[0].value.token
        assert self.heard.outcomes[0].value.evidence == "callback"


class OddBodies(Receiving):
    """What a proxy, a middleware or an attacker makes of a request."""

    def test_lengths_that_are_no_numbers(self):
        for told, status in (("²", 400), ("-1", 400), ("1_0", 400), ("9" * 5000, 400), ("9" * 19, 413), ("65537", 413), ("٣", 400)):
            assert self.client.generic("POST", URL, b"{}", CONTENT_LENGTH=told).status_code == status, told[:9]

    def test_a_body_somebody_has_looked_at(self):
        from django.test import RequestFactory

        from xaalis.django import views

        body = b'{"event": "charge.success", "data": {"reference": "ch_2", "status": "success"}}'
        headers = {"X-Webhook-Hash": webhooks.Senfenico.sign(body, KEY)}
        request = RequestFactory().post(URL, body, content_type="application/json", headers=headers)
        assert request.body == body
        assert views.senfenico(request).status_code == 200
        assert request.body == body
        begun = RequestFactory().post(URL, body, content_type="application/json", headers=headers)
        begun.read(5)
        assert views.senfenico(begun).status_code == 400, "the rest is no webhook"
