"""An order's attempts: one open at a time, whatever two windows and two processes do."""

import re
from unittest import mock

import pytest
from django.db import models
from django.test import TestCase
from django.test.utils import isolate_apps

import canaries
import xaalis
from docs_shop.models import Order
from payables.models import Booking
from test_secrets import raised
from test_webhooks import settings_with
from xaalis.django import signals
from xaalis.django.models import Payment
from xaalis.django.payable import Payable

GOOD, OTHER = "76000000", "70000000"
REFUSED = "76009901"


class Attempts(TestCase):
    def setUp(self):
        self.vendor = xaalis.Sandbox()
        changed = settings_with(TRANSPORT=self.vendor)
        changed.enable()
        self.addCleanup(changed.disable)
        self.order = Order.objects.create(amount=1000)

    def also(self):
        """The same order, as another process has read it."""
        return Order.objects.get(pk=self.order.pk)

    def charges(self):
        return [payment.status for payment in self.vendor.payments]

    def test_what_it_tells_of_its_payments(self):
        order = self.order
        assert (list(order.attempts), order.open_payment, list(order.receipts)) == ([], None, [])
        order.collect(REFUSED)
        assert order.open_payment.op_id == order.op_id == f"order-{order.pk}-1"
        assert order.look("123456").outcome.kind == "rejected"
        assert order.open_payment is None and order.try_again()
        order.collect(GOOD)
        assert order.look("123456").outcome.kind == "settled"
        assert [row.op_id for row in order.attempts] == [*order.earlier, order.op_id]
        assert (order.open_payment, [row.op_id for row in order.receipts]) == (None, [order.op_id])
        assert not order.try_again(), "it is paid"
        assert order.collect(OTHER) is None and order.collect(GOOD).outcome.kind == "settled"
        assert self.charges() == ["failed", "success"]

    def test_two_windows_are_one_payment(self):
        first = self.order.collect(GOOD)
        assert self.also().collect(GOOD) == first
        assert self.also().collect(OTHER) is None
        assert (self.charges(), self.also().look().kind) == (["send_otp"], "otp")

    def test_two_clicks_on_another_number_are_one_attempt(self):
        self.order.collect(REFUSED)
        self.order.look("123456")
        one, other = self.also(), self.also()
        assert one.try_again() and other.try_again() and one.try_again()
        assert one.attempt == other.attempt == self.also().attempt == 2

    def test_who_read_the_order_before_begins_nothing_beside_the_next_attempt(self):
        for ending, code in ((REFUSED, "123456"), (GOOD, None)):
            with self.subTest(ending):
                self.order = Order.objects.create(amount=1000)
                stale = self.also()
                self.order.collect(ending)
                assert self.order.look(code) and self.order.give_up()
                self.order.collect(GOOD)
                before = self.charges()
                assert stale.collect(OTHER) is None and stale.look().outcome.kind == "rejected"
                assert self.charges() == before
                assert stale.try_again() and stale.op_id == self.order.op_id
                assert not stale.try_again(), "the next one is open"

    def test_what_was_not_sent_is_tried_under_the_same_id(self):
        stale = self.also()
        self.vendor.inject("refuse@*")
        assert self.order.collect(GOOD, wait=60.0).outcome.kind == "not_sent"
        assert self.order.try_again() and self.order.attempt == 1
        self.vendor.heal()
        self.order.collect(OTHER)
        assert stale.collect(GOOD) is None, "with another number, and open"
        assert self.charges() == ["send_otp"]

    def test_an_outcome_nobody_knows_is_no_reason_for_another_number(self):
        self.vendor.inject("503-after@*")
        self.order.collect(GOOD)
        self.vendor.pass_time(86_400)
        assert not self.order.try_again() and not self.order.give_up()
        assert (self.order.attempt, self.order.collect(OTHER)) == (1, None)

    def test_the_next_attempt_waits_for_the_one_before(self):
        self.order.collect("76009905")                 # confirmed on the phone, some time later
        # As a shop that counts by itself might do.
        Order.objects.filter(pk=self.order.pk).update(attempt=2)
        assert self.also().collect(OTHER) is None
        going = self.also().begin(xaalis.CollectOrder(xaalis.NewCharge(amount=1000, phone=OTHER)))
        assert (going.op_id, len(self.vendor.payments)) == (f"order-{self.order.pk}-1", 1)

    def test_a_code_is_handed_over_once(self):
        self.order.collect(GOOD)
        advance, submit, busy, codes = xaalis.Payment.advance, xaalis.Payment.submit_otp, [], []

        def advanced(payment, *, wait=0.0):
            step = advance(payment, wait=wait)
            if busy and busy.pop(0):
                raise xaalis.OperationBusy(payment.op_id)
            return step

        def submitted(payment, code):
            codes.append(code)
            submit(payment, code)

        with mock.patch.multiple(xaalis.Payment, advance=advanced, submit_otp=submitted):
            busy[:] = [True, False]                    # at the first look: it waits for the second
            assert self.order.look("000000").kind == "otp"
            assert codes == ["000000"]
            busy[:] = [False, True]                    # when it was answered: it may be at the vendor
            assert self.order.look("111111").kind == "otp"
        assert (codes, busy) == (["000000", "111111"], [])

    def test_a_look_waits_for_nobody_and_a_code_for_its_answer(self):
        self.order.collect(GOOD)
        waits, advance = [], xaalis.Payment.advance

        def seen(payment, *, wait=0.0):
            waits.append(wait)
            return advance(payment, wait=wait)

        with mock.patch.object(xaalis.Payment, "advance", seen):
            self.order.look()
            self.order.look("")
            self.order.look(wait=7.0)
            self.order.look("123456")
        assert waits == [0.0, 0.0, 7.0, 0.0, 5.0]

    def test_again_and_again_another_was_faster(self):
        self.order.collect(GOOD)
        busy = mock.patch.object(xaalis.Payment, "advance", side_effect=xaalis.OperationBusy("x"))
        with busy:
            for step in (self.order.look(), self.order.collect(GOOD)):
                assert isinstance(step, xaalis.Waiting) and step.why == "elsewhere"
            assert not self.order.try_again()

    def test_other_ways_to_pay(self):
        pages = xaalis.NewCheckout(amount=1000, success_url="https://s.example/y", cancel_url="https://s.example/n")
        going = self.order.begin(xaalis.CheckoutOrder(pages))
        assert going.advance().kind == "redirect"
        assert self.also().collect(GOOD) is None, "a page is open"
        assert not self.also().give_up()
        bill = Booking.objects.create(nights=1)
        new = xaalis.NewPayBill(
            service="SENELEC_SN_BILL", customer="210278817", external_transaction_id=bill.op_id, confirm=True
        )
        assert bill.begin(xaalis.PayBillOrder(new)).advance().kind == "bill"

    def test_the_order_of_a_payment(self):
        booking = Booking.objects.create(nights=2)
        booking.collect(GOOD)
        row = booking.open_payment
        assert row.op_id == f"stay-{booking.pk}-1" and [*Booking.of(row)] == [booking] and not Order.of(row)
        pk = self.order.pk
        for op_id in (f"order-{pk}-1", f"order-{pk}-12"):
            assert [*Order.of(Payment(op_id=op_id))] == [self.order]
        strange = ["order", "order-", f"order-{pk}", f"order-0{pk}-1", f"order-{pk}-0", f"order-{pk}-x", "order-x-1"]
        strange += [f"order-{pk}--1", f"relay-{pk}-1", f"order-{pk + 1}-1", f"order-{'9' * 40}-1", f"stay-{pk}-1"]
        strange += [f"stay-{booking.pk.hex}-1"]
        for op_id in strange:
            assert not [*Order.of(Payment(op_id=op_id)), *Booking.of(Payment(op_id=op_id))], op_id

    def test_money_that_comes_late_is_seen(self):
        self.order.collect("76111111")
        assert self.order.give_up()
        self.order.collect(GOOD)
        self.order.look("123456")
        first = self.order.attempts[0]
        with self.captureOnCommitCallbacks(execute=True):
            signals.payment_settled.send(Payment, payment=first, outcome=xaalis.Settled(None))
        Payment.objects.filter(pk=first.pk).update(outcome="settled")
        assert len(self.order.receipts) == 2

    def test_what_was_not_saved_has_no_payment(self):
        for order in (Order(amount=1000), Booking(nights=1)):
            with pytest.raises(ValueError, match="not saved"):
                order.collect(GOOD)
        with pytest.raises(xaalis.InvalidInput) as wrong:
            Booking.objects.create(nights=0).collect(GOOD)
        assert wrong.value.field == "amount" and not self.vendor.requests_seen

    def test_no_frame_shows_a_number_or_a_code(self):
        phone, code = "76431987", "864209"
        self.order.collect(phone)
        down = mock.patch("xaalis.django.journal.DjangoJournal.put", side_effect=ZeroDivisionError)
        with down:
            errors = [raised(lambda: Order.objects.create(amount=9).collect(phone))]
            errors += [raised(lambda: self.order.look(code))]
        errors += [raised(lambda: Order.objects.create(amount=9).collect(f"{phone}999"))]
        for error in errors:
            assert not canaries.leaks(error, {"phone": phone, "code": code})


class Checks(TestCase):
    @isolate_apps("payables")
    def test_models_that_would_lose_payments(self):
        class Meta:
            app_label = "payables"

        def ids(name, **space):
            space = {"__module__": "payables.models", "Meta": Meta, **space}
            return [found.id for found in type(name, (Payable,), space).check()]

        amount = models.IntegerField
        assert ids("Fine", amount=amount()) == ids("Other", amount=property(lambda _: 1)) == []
        assert ids("Gift") == ["xaalis.E021"]
        assert ids("Relay", amount=amount()) == ["xaalis.E019"]
        for word in ("a-b", "Order", "x" * 21, "1st", "é"):
            assert ids("Of" + re.sub(r"\W", "", word), amount=amount(), payable_as=word) == ["xaalis.E019"], word
        assert ids("Same", amount=amount(), payable_as="fine") == ["xaalis.E020"]

    def test_the_shops_of_these_tests_are_fine(self):
        assert not Order.check() and not Booking.check()
