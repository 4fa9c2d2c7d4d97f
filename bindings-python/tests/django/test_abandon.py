"""Charges that are given up, and persons who are waited for too long: who is told, and what staff can do."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.test import TestCase
from django.utils import timezone

from test_signals import NOW, Base
from test_webhooks import settings_with
from xaalis import types
from xaalis.django import clients, senfenico
from xaalis.django.models import Payment
from xaalis.django.resuming import abandon, resume_all


class Abandon(Base, TestCase):
    def asked(self, op_id="a", phone="76000000"):
        order = types.CollectOrder(types.NewCharge(amount=1000, phone=phone))
        payment = senfenico().begin(op_id, order)
        payment.advance()
        return payment

    def test_told_by_a_signal_of_its_own(self):
        self.asked()
        assert abandon("a") == "abandoned"
        assert self.heard.log == [("abandoned", "a")]
        row = Payment.objects.get()
        assert (row.stage, row.outcome, row.code) == ("closed", "rejected", "ABANDONED")
        assert resume_all(NOW, 10) == {}
        assert abandon("a") == "no"
        assert self.heard.log == [("abandoned", "a")], "told once"

    def test_money_that_arrives_all_the_same_is_told(self):
        reference = self.asked().reference
        abandon("a")
        self.sandbox.paid_without_code(reference)
        assert senfenico().resume("a").run().status == "success"
        assert self.heard.log == [("abandoned", "a"), ("settled", "a")]

    def test_the_vendor_says_otherwise(self):
        self.sandbox.paid_without_code(self.asked().reference)
        assert abandon(Payment.objects.get()) == "settled"
        assert self.heard.log == [("settled", "a")]

    def test_the_vendor_does_not_answer(self):
        self.asked()
        self.sandbox.inject("503-before@*")
        assert abandon("a", wait=1) == "waiting"
        self.sandbox.heal()
        assert self.heard.log == []
        assert resume_all(NOW, 10) == {"rejected": 1}
        assert self.heard.log == [("abandoned", "a")]

    def test_what_cannot_be_given_up(self):
        self.asked("dialled", phone="76009905")
        assert abandon("dialled") == "no"
        assert abandon("nobody's") == "other_key"
        with settings_with(TRANSPORT=self.sandbox, MAY_ABANDON=False):
            self.asked("a")
            assert abandon("a") == "no"

    def test_waited_for_a_day(self):
        self.asked("a"), self.asked("b", phone="76009906")
        self.sandbox.pass_time(86_399)
        assert resume_all(NOW, 10) == {"person": 2}
        Payment.objects.update(look_at=None)
        self.sandbox.pass_time(1)
        assert resume_all(NOW, 10) == {"unknown": 2}
        assert self.heard.log == [("unknown", "a"), ("unknown", "b")]
        assert {outcome.unknown.why for outcome in self.heard.outcomes} == {"still_open"}

    def test_looking_again_at_one_that_was_handed_over_changes_nothing(self):
        self.asked()
        self.sandbox.pass_time(86_400)
        resume_all(NOW, 10)
        before = Payment.objects.get()
        Payment.objects.update(look_at=None, updated_at=timezone.now() - timedelta(hours=10))
        assert resume_all(NOW, 10) == {"unknown": 1}
        after = Payment.objects.get()
        assert after.sequence == before.sequence and self.heard.log == [("unknown", "a")]
        assert after.look_at - after.looked_at > timedelta(minutes=59), "less and less often"

    def test_waited_for_as_long_as_is_set(self):
        with settings_with(TRANSPORT=self.sandbox, PERSON_AGE=600):
            self.asked()
            self.sandbox.pass_time(600)
            assert resume_all(NOW, 10) == {"unknown": 1}

    def test_an_action_of_the_admin(self):
        self.client.force_login(get_user_model().objects.create_superuser("boss"))
        self.asked("a"), self.asked("b", phone="76009906")
        given = {"action": "give_up", "_selected_action": ["a", "b"]}
        page = self.client.post("/admin/xaalis/payment/", given, follow=True).content.decode()
        assert "Given up: 1 of 2." in page and "Not given up: 1;" in page
        page = self.client.post("/admin/xaalis/payment/", given, follow=True, headers={"accept-language": "fr"})
        assert "Paiements abandonnés : 0 sur 1." in page.content.decode()
        assert self.heard.log == [("abandoned", "a")]

    def test_clients_of_both_kinds_heed_the_settings(self):
        with settings_with(TRANSPORT=self.sandbox, MAY_ABANDON=False):
            self.asked()
            assert not clients.senfenico().resume("a").can_abandon
        assert clients.senfenico().resume("a").can_abandon
