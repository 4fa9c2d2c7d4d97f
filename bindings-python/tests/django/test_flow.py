"""A payment through the app, from the order to the signal."""

from django.test import TestCase

from heard import Heard
from xaalis import types
from xaalis.django import senfenico
from xaalis.django.models import Payment


class Flow(TestCase):
    def setUp(self):
        self.heard = Heard(self)

    def test_a_charge_with_a_code(self):
        order = types.CollectOrder(types.NewCharge(amount=1000, phone="76000000"))
        payment = senfenico().begin("flow-1", order)
        assert isinstance(payment.advance(), types.OtpPrompt)
        payment = senfenico().resume("flow-1")
        assert isinstance(payment.advance(), types.OtpPrompt)
        payment.submit_otp("123456")
        done = payment.advance(wait=60)
        assert isinstance(done.outcome, types.Settled), done
        row = Payment.objects.get(pk="flow-1")
        assert (row.stage, row.outcome, row.told) == ("closed", "settled", "settled")
        assert self.heard.log == [("settled", "flow-1")]
        assert self.heard.outcomes[0].value.amount == 1000
        senfenico().resume("flow-1").run()
        assert len(self.heard.log) == 1, "told once"
