"""Listens to the signals."""

from xaalis.django import signals

NAMES = ("settled", "rejected", "abandoned", "not_sent", "unknown")


class Heard:
    def __init__(self, case):
        self.log, self.outcomes = [], []
        for name in NAMES:
            self._listen(case, name, getattr(signals, f"payment_{name}"))

    def _listen(self, case, name, signal):
        def receiver(payment, outcome, **_):
            self.log.append((name, payment.op_id))
            self.outcomes.append(outcome)

        signal.connect(receiver, weak=False)
        case.addCleanup(signal.disconnect, receiver)
