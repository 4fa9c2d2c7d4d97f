"""`xaalis_resume`: what died is continued, what lives is left alone."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone, translation

from test_signals import NOW, Base
from test_webhooks import settings_with
from xaalis import types
from xaalis.django import dexchange, senfenico
from xaalis.django.models import Notice, Payment
from xaalis.django.resuming import forget_notices, resume_all


def said(*args):
    out = StringIO()
    call_command("xaalis_resume", *args, stdout=out)
    return out.getvalue().strip()


class Resume(Base, TestCase):
    def begun(self, op_id="a", phone="76009903"):
        """A payout whose process died after it was sent."""
        order = types.PayoutOrder(types.NewTransfer(amount=500, phone=phone, ext_id=f"ext-{op_id}"))
        return senfenico().begin(op_id, order).advance()

    def age(self, **by):
        Payment.objects.update(updated_at=timezone.now() - timedelta(**by))

    def test_leaves_the_living_alone(self):
        self.begun()
        seen = self.sandbox.requests_seen
        assert said() == "xaalis: nothing to do"
        assert self.sandbox.requests_seen == seen
        self.age(seconds=61)
        assert said() == "xaalis: 1 waiting"
        assert said() == "xaalis: nothing to do", "looked at a moment ago"

    def test_ends_what_died(self):
        self.begun()
        self.sandbox.pass_time(3600)
        assert said("--older-than", "0") == "xaalis: 1 settled"
        assert self.heard.log == [("settled", "a")]
        assert len(self.sandbox.payments) == 1, "paid once"

    def test_what_does_not_change_is_looked_at_less_often(self):
        self.begun()
        self.age(hours=10)
        said("--older-than", "0")
        row = Payment.objects.get()
        assert timedelta(minutes=59) < row.look_at - row.looked_at < timedelta(minutes=61)

    def test_loops_in_any_thread(self):
        from threading import Thread
        from unittest.mock import patch

        from xaalis.django.management.commands import xaalis_resume

        rounds, raised = [], []

        def work():
            command = xaalis_resume.Command()
            with patch.object(command, "_round", lambda options: (rounds.append(1), command._end())):
                try:
                    call_command(command, "--loop", "0.01")
                except BaseException as error:
                    raised.append(error)

        thread = Thread(target=work)
        thread.start()
        thread.join(10)
        assert (rounds, raised) == ([1], [])

    def test_a_person_is_waited_for(self):
        order = types.CollectOrder(types.NewCharge(amount=1000, phone="76000000"))
        senfenico().begin("a", order).advance()
        assert said("--older-than", "0") == "xaalis: 1 waiting for a person"
        assert isinstance(senfenico().resume("a").advance(), types.OtpPrompt)

    def test_unknown_outcomes_are_found(self):
        self.sandbox.inject("503-after@*")
        senfenico().begin(
            "a", types.PayoutOrder(types.NewTransfer(amount=500, phone="76000000", ext_id="ext-a"))
        ).advance(wait=1e9)
        assert Payment.objects.get().stage == "unknown"
        self.sandbox.heal()
        said("--older-than", "0", "--wait", "1000000")
        assert Payment.objects.get().outcome == "settled"
        assert len(self.sandbox.payments) == 1, "paid once"

    def died(self, *op_ids):
        """Top-ups whose process died before the answer came; the vendor's clock has gone on by six seconds."""
        self.sandbox.inject("drop-after@*")
        for op_id in op_ids:
            order = types.NewBillPayment(
                service=types.Service.WOYOFAL, customer="07060765257", amount=5_000, external_transaction_id=f"ext-{op_id}"
            )
            step = dexchange().begin(op_id, types.PayBillOrder(order)).advance()
            assert step.why == types.Why.QUIET
        self.sandbox.heal()
        self.sandbox.pass_time(6)

    def test_a_bill_is_sent_again_by_who_saw_the_whole_quiet_time(self):
        self.died("a", "b")
        before, seen = self.sandbox.now(), self.sandbox.requests_seen
        assert said("--older-than", "0") == "xaalis: 2 waiting"
        assert 120_000 <= self.sandbox.now() - before < 121_000, "both rested at once"
        assert self.sandbox.requests_seen == seen + 2
        assert len(self.sandbox.payments) == 2, "paid once each"

    def test_a_loop_does_not_stand_still_meanwhile(self):
        self.died("a")
        resting, before = [], self.sandbox.now()
        assert not resume_all(NOW, 10, resting=resting)
        assert [going.op_id for going, _until in resting] == ["a"]
        assert self.sandbox.now() - before < 1_000
        assert not resume_all(NOW, 10), "it is in other hands"
        self.sandbox.pass_time(119)
        assert not resume_all(NOW, 10, resting=resting)
        self.sandbox.pass_time(2)
        assert resume_all(NOW, 10, resting=resting) == {"waiting": 1}
        assert not resting and len(self.sandbox.payments) == 1

    def test_it_rests_no_longer_than_somebody_wants_it_to(self):
        self.died("a")
        seen, end = self.sandbox.requests_seen, self.sandbox.now() + 50_000
        assert not resume_all(NOW, 10, go_on=lambda: self.sandbox.now() < end)
        assert self.sandbox.requests_seen == seen

    def test_a_stop_is_heard_before_each_of_many(self):
        self.died("a", "b", "c")
        seen, resting = self.sandbox.requests_seen, []
        resume_all(NOW, 10, resting=resting)
        self.sandbox.pass_time(121)
        assert resume_all(NOW, 0, go_on=lambda: self.sandbox.requests_seen == seen, resting=resting)["waiting"] == 1
        assert self.sandbox.requests_seen == seen + 1
        assert len(resting) == 2

    def test_a_refused_record_is_in_the_log(self):
        self.died("a")
        row = Payment.objects.get()
        Payment.objects.update(state=row.state.replace("5000", "5001"))
        with self.assertLogs("xaalis.django", "WARNING") as logged:
            assert said("--older-than", "0") == "xaalis: 1 of another key"
        assert "the record of a is refused" in logged.output[0]

    def test_what_another_went_on_with_meanwhile_is_in_its_hands(self):
        self.died("a")
        resting = []
        resume_all(NOW, 10, resting=resting)
        assert dexchange().resume("a").advance(wait=200) is not None
        assert resume_all(NOW, 10, resting=resting)["busy"] == 1
        assert len(self.sandbox.payments) == 1

    def test_limit_takes_those_not_seen_for_longest(self):
        for number in range(3):
            self.begun(f"op-{number}")
        assert resume_all(NOW, 2).total() == 2
        seen = set(Payment.objects.exclude(looked_at=None).values_list("pk", flat=True))
        assert len(seen) == 2
        assert resume_all(NOW, 1).total() == 1
        assert Payment.objects.filter(looked_at=None).count() == 0

    def test_another_process_was_faster(self):
        self.begun()
        self.sandbox.pass_time(3600)
        journal = senfenico()._desk.journal

        def outrun(record):
            return "outrun"

        journal.put = outrun
        try:
            assert said("--older-than", "0") == "xaalis: 1 in other hands"
        finally:
            del journal.put

    def test_of_another_mode_or_vendor(self):
        self.begun()
        Payment.objects.update(mode="live")
        assert said("--older-than", "0") == "xaalis: 1 of another key"

    def test_one_that_cannot_be_read_does_not_stop_the_others(self):
        self.begun("a")
        self.begun("b")
        Payment.objects.filter(pk="a").update(state="{")
        self.sandbox.pass_time(3600)
        assert said("--older-than", "0") in ("xaalis: 1 settled, 1 of another key", "xaalis: 1 settled, 1 errors")

    def test_webhooks_that_came_too_early_or_while_busy(self):
        self.begun()
        row = Payment.objects.get()
        Notice.objects.create(
            vendor="senfenico",
            dedupe="1" * 64,
            event="transfer.success",
            reference=row.reference,
            content='{"vendor": "senfenico", "event": "transfer.success", "status": "success", "dedupe": "1"}',
            received_at=timezone.now(),
        )
        self.sandbox.pass_time(3600)
        assert said("--older-than", "3600") == "xaalis: 1 webhooks applied"
        assert Payment.objects.get().outcome == "settled"

    def test_webhooks_that_fit_nothing_hold_up_nobody(self):
        """Of another shop with the same account, or of a vendor that has no key here any more."""
        self.begun()
        row = Payment.objects.get()
        Payment.objects.create(
            op_id="b", version=1, sequence=1, vendor="dexchange", mode="unknown", operation="pay_bill",
            stage="open", state="{}", our_reference="ext-b", created_at=timezone.now(), updated_at=timezone.now(),
        )  # fmt: skip
        now = timezone.now()
        for number in range(9):
            vendor, name = [("senfenico", f"ch_{number}"), ("dexchange", "ext-b")][number % 2]
            self.heard_of(f"{number}" * 64, vendor, now - timedelta(hours=2), reference=name, ext_id=name)
        self.heard_of("a" * 64, "senfenico", now - timedelta(hours=1), reference=row.reference)
        self.heard_of("b" * 64, "senfenico", now, ext_id="ext-a")
        self.sandbox.pass_time(3600)
        with settings_with(DEXCHANGE_KEY=""):
            assert said("--older-than", "3600", "--limit", "1") == "xaalis: 1 webhooks applied"
            assert Notice.objects.get(payment="a").dedupe == "a" * 64, "the oldest first"
            assert said("--older-than", "3600", "--limit", "2") == "xaalis: 1 webhooks applied"
        assert Notice.objects.filter(applied_at=None).count() == 9

    def heard_of(self, dedupe, vendor, received_at, **names):
        content = f'{{"vendor": "{vendor}", "event": "x", "status": "success", "dedupe": "{dedupe}"}}'
        Notice.objects.create(vendor=vendor, dedupe=dedupe, event="x", content=content, received_at=received_at, **names)

    def test_old_webhooks_are_deleted(self):
        for days, dedupe in ((100, "1"), (1, "2")):
            received = timezone.now() - timedelta(days=days)
            Notice.objects.create(vendor="senfenico", dedupe=dedupe, event="x", received_at=received)
        assert forget_notices(timedelta(days=90)) == 1
        assert Notice.objects.get().dedupe == "2"

    def test_in_french(self):
        self.begun()
        with translation.override("fr"):
            assert said("--older-than", "0") == "xaalis: 1 en attente"

    def test_without_a_key(self):
        self.begun()
        with settings_with(SENFENICO_KEY=""):
            assert said("--older-than", "0") == "xaalis: 1 of another key"
