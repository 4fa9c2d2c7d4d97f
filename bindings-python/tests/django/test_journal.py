"""The journal's contract on the ORM, and where it refuses to be."""

import dataclasses

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase, override_settings

from xaalis import errors, types
from xaalis.django import TransactionOpen, senfenico
from xaalis.django.journal import DjangoJournal
from xaalis.django.models import Payment


def record(op_id, sequence, reference=None, mode="test", stage="open", state="{}", our_reference=None):
    return types.Record(
        version=1,
        op_id=op_id,
        sequence=sequence,
        vendor=types.Vendor.SENFENICO,
        mode=types.Mode(mode),
        operation="collect",
        stage=types.Stage(stage),
        state=state,
        reference=reference,
        our_reference=our_reference,
    )


class Contract(TestCase):
    def put(self, *args, **named):
        return DjangoJournal().put(record(*args, **named))

    def test_both_races(self):
        assert self.put("a", 1) == "stored"
        assert self.put("a", 1) == "outrun", "the same again"
        assert self.put("a", 3) == "outrun", "a gap"
        assert self.put("b", 2) == "outrun", "no beginning"
        assert self.put("a", 2, "ch_1") == "stored"
        assert self.put("b", 1, "ch_1") == "taken"
        assert self.put("b", 3, "ch_1") == "outrun", "outrun before taken"
        assert self.put("b", 1, "ch_2") == "stored", "a refused record leaves no trace"
        assert self.put("b", 2, "ch_1") == "taken"
        assert self.put("b", 1, "ch_1") == "outrun", "outrun before taken"
        assert self.put("a", 3) == "stored"
        assert self.put("b", 2, "ch_1") == "stored", "given up, so free"

    def test_what_has_ended_may_begin_anew_in_one_process(self):
        assert self.put("a", 1, stage="closed", our_reference="first") == "stored"
        assert self.put("a", 2, our_reference="other") == "stored"
        assert self.put("a", 2) == self.put("a", 1, stage="closed") == "outrun"
        found = [DjangoJournal().find("senfenico", "test", None, name) for name in ("first", "other")]
        assert found == [None, record("a", 2, our_reference="other")]

    def test_modes_do_not_collide(self):
        assert self.put("a", 1, "ch_1") == "stored"
        assert self.put("b", 1, "ch_1", mode="live") == "stored"

    def test_what_comes_back_is_what_went_in(self):
        given = record("a", 1, "ch_1", state='{"intent": "é"}')
        DjangoJournal().put(given)
        held = DjangoJournal().get("a")
        assert held == given
        assert type(held.stage) is types.Stage and held.stage is types.Stage.OPEN
        assert DjangoJournal().get("nobody") is None

    def test_unfinished_oldest_first(self):
        for number, stage in enumerate(["open", "closed", "unknown", "open"]):
            self.put(f"op-{9 - number}", 1, stage=stage)
        assert [one.op_id for one in DjangoJournal().unfinished()] == ["op-9", "op-7", "op-6"]

    def test_other_damage_is_not_taken_for_a_race(self):
        broken = dataclasses.replace(record("a", 1), operation=None)
        with pytest.raises(IntegrityError):
            DjangoJournal().put(broken)


class Durable(TransactionTestCase):
    def test_refuses_a_transaction(self):
        journal = DjangoJournal()
        with pytest.raises(TransactionOpen, match="non_atomic_requests"), transaction.atomic():
            journal.put(record("a", 1))
        transaction.set_autocommit(False)
        try:
            with pytest.raises(TransactionOpen):
                journal.put(record("a", 1))
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)
        assert journal.get("a") is None

    def test_nothing_is_sent_from_a_transaction(self):
        client = senfenico()
        sandbox = client._desk.transport
        before = sandbox.requests_seen
        with pytest.raises(TransactionOpen), transaction.atomic():
            client.collect("a", amount=1000, phone="76000000")
        assert sandbox.requests_seen == before

    def test_the_typed_error_is_no_payment_error_and_pickles(self):
        import pickle

        error = pickle.loads(pickle.dumps(TransactionOpen("default")))
        assert error.alias == "default" and not isinstance(error, errors.PaymentError)

    def test_synchronous_on_sqlite(self):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            DjangoJournal().put(record("a", 1))
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2


class InTestCase(TestCase):
    def test_a_transaction_inside_a_test_is_one(self):
        with pytest.raises(TransactionOpen), transaction.atomic():
            DjangoJournal().put(record("a", 1))
        assert Payment.objects.count() == 0

    @override_settings(XAALIS={"DATABASE": "elsewhere"})
    def test_the_alias_of_the_settings(self):
        assert DjangoJournal().using == "elsewhere"
        assert DjangoJournal("default").using == "default"


class Finding(TestCase):
    def test_a_webhook_finds_its_record_by_an_index(self):
        journal = DjangoJournal()
        assert journal.find("senfenico", "test", "ch_1", "e-1") is None
        journal.put(record("a", 1, our_reference="e-1"))
        journal.put(record("b", 1, our_reference="e-1"))
        journal.put(record("a", 2, "ch_1", our_reference="e-1", stage="closed"))
        assert journal.find("senfenico", "test", "ch_1", "e-1").op_id == "a", "ended ones too"
        assert journal.find("senfenico", "test", None, "e-1").op_id == "b", "the newest of ours"
        assert journal.find("senfenico", "test", "CH_1", None) is None
        assert journal.find("senfenico", "live", "ch_1", "e-1") is None
        assert journal.find("dexchange", "test", "ch_1", "e-1") is None
        for column in ("reference", "our_reference"):
            rows = Payment.objects.filter(vendor="senfenico", mode="test", **{column: "x"}).order_by("-created_at")
            plan = rows.explain()
            assert "USING INDEX" in plan and ("reference=?" in plan) and "SCAN" not in plan, plan
