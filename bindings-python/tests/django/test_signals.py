"""Each ending is told once, after it is durable, whoever saw it."""

import asyncio
import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from heard import Heard
from test_webhooks import settings_with
from xaalis import AsyncSenfenico, Sandbox, errors, types
from xaalis.django import senfenico, signals
from xaalis.django.journal import DjangoJournal
from xaalis.django.models import Payment
from xaalis.django.resuming import resume_all

NOW = timedelta(0)


class Base:
    def setUp(self):
        self.heard = Heard(self)
        self.sandbox = Sandbox()
        changed = settings_with(TRANSPORT=self.sandbox)
        changed.enable()
        self.addCleanup(changed.disable)

    def payout(self, op_id, phone="76000000"):
        return senfenico().payout(op_id, amount=500, phone=phone, ext_id=f"ext-{op_id}")


class Endings(Base, TestCase):
    def test_settled_and_rejected(self):
        self.payout("a")
        with pytest.raises(errors.PaymentRejected):
            self.payout("b", phone="76009901")
        assert self.heard.log == [("settled", "a"), ("rejected", "b")]
        assert Payment.objects.get(pk="b").code == "PAYMENT_FAILED"

    def test_not_sent(self):
        self.sandbox.inject("refuse@*")
        with pytest.raises(errors.PaymentNotSent):
            self.payout("a")
        assert self.heard.log == [("not_sent", "a")]

    def test_each_try_of_what_was_not_sent_tells_its_end(self):
        self.sandbox.inject("refuse@*")
        for _ in range(2):
            with pytest.raises(errors.PaymentNotSent):
                self.payout("a")
        with pytest.raises(errors.PaymentNotSent):
            senfenico().resume("a").run()
        assert self.heard.log == [("not_sent", "a")] * 2, "resuming is no try"
        assert resume_all(NOW, 10) == {}, "nobody begins anew by himself"
        self.sandbox.heal()
        self.payout("a")
        assert self.heard.log == [("not_sent", "a")] * 2 + [("settled", "a")]
        assert Payment.objects.get().outcome == "settled" and len(self.sandbox.payments) == 1

    def test_unknown_then_settled(self):
        self.sandbox.inject("503-after@*")
        with pytest.raises(errors.OutcomeUnknown):
            self.payout("a")
        assert self.heard.log == [("unknown", "a")]
        with pytest.raises(errors.OutcomeUnknown):
            senfenico().resume("a").run()
        assert self.heard.log == [("unknown", "a")], "still unknown: not told again"
        self.sandbox.heal()
        senfenico().resume("a").run()
        assert self.heard.log == [("unknown", "a"), ("settled", "a")]

    def test_a_single_request_that_was_accepted_is_no_payment(self):
        senfenico().charges.create(amount=500, phone="76000000", op_id="a")
        assert Payment.objects.get().outcome == "settled"
        assert self.heard.log == []
        senfenico().charges.list()

    def test_a_bulk_payout_item_by_item(self):
        def items(op, *phones):
            return [
                types.NewTransfer(amount=500, phone=phone, ext_id=f"{op}-{place}")
                for place, phone in enumerate(phones)
            ]

        senfenico().bulk_payout("a", items("a", "76000000", "76000001"))
        senfenico().bulk_payout("b", items("b", "76000000", "76009901"))
        assert self.heard.log == [("settled", "a"), ("rejected", "b")]
        assert [row.outcome for row in Payment.objects.order_by("op_id")] == ["ended", "ended"]

    def test_a_bulk_payout_of_which_nothing_was_sent(self):
        items = [types.NewTransfer(amount=500, phone="76000000", ext_id="a-0")]
        self.sandbox.inject("refuse@*")
        senfenico().bulk_payout("a", items)
        senfenico().bulk_payout("a", items)
        assert self.heard.log == [("not_sent", "a")] * 2 and Payment.objects.get().outcome == "not_sent"
        self.sandbox.heal()
        senfenico().bulk_payout("a", items)
        assert self.heard.log[2:] == [("settled", "a")] and Payment.objects.get().outcome == "ended"


class Receivers(Base, TestCase):
    def test_one_that_raises(self):
        calls = []

        def broken(payment, **_):
            calls.append(payment.op_id)
            raise ValueError("the customer 76000000 does not exist")

        signals.payment_settled.connect(broken)
        with self.assertLogs("xaalis.django", logging.ERROR) as logs:
            self.payout("a")
        assert "76000000" not in "".join(logs.output) and "ValueError" in logs.output[0]
        assert "test_signals.py" in logs.output[0] and "in broken" in logs.output[0], "where it was raised"
        assert resume_all(NOW, 10) == {}, "its process has time"
        signals.payment_settled.disconnect(broken)
        Payment.objects.update(telling_since=timezone.now() - timedelta(minutes=6))
        assert resume_all(NOW, 10)["settled"] == 1
        assert (len(calls), self.heard.log) == (1, [("settled", "a"), ("settled", "a")])
        assert resume_all(NOW, 10) == {}

    def test_a_process_that_died_before_telling(self):
        self.payout("a")
        self.heard.log.clear()
        Payment.objects.update(told="")
        assert resume_all(NOW, 10)["settled"] == 1
        assert self.heard.log == [("settled", "a")]

    def test_news_older_than_the_record_is_not_told(self):
        from xaalis.django.telling import tell

        self.payout("a")
        self.heard.log.clear()
        Payment.objects.update(told="")
        unknown = types.UnknownOutcome(
            op_id="a", attempts=1, last_sent=0, why=types.Doubt.NO_ANSWER, plan=types.Plan.FETCH
        )
        tell("a", types.Unknown(unknown), "default")
        assert self.heard.log == []


class Committed(Base, TransactionTestCase):
    """As with ATOMIC_REQUESTS and records on an alias of their own."""

    def setUp(self):
        super().setUp()
        self.payout("a")
        self.heard.log.clear()
        Payment.objects.update(told="")

    def tell(self):
        senfenico()._desk.journal.ended("a", "payout", self.heard.outcomes[0])

    def test_waits_for_the_commit_around_it(self):
        with transaction.atomic():
            self.tell()
            assert self.heard.log == []
        assert self.heard.log == [("settled", "a")]

    def test_a_rollback_leaves_it_to_be_told(self):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            self.tell()
            1 / 0
        assert self.heard.log == []
        assert resume_all(NOW, 10)["settled"] == 1
        assert self.heard.log == [("settled", "a")]

    def test_an_async_client_on_the_same_journal(self):
        async def pay():
            client = AsyncSenfenico("sk_test_django", transport=self.sandbox, journal=DjangoJournal())
            await client.payout("b", amount=500, phone="76000000", ext_id="ext-b")

        asyncio.run(pay())
        assert Payment.objects.get(pk="b").told == "settled"
        assert self.heard.log == [("settled", "b")]
