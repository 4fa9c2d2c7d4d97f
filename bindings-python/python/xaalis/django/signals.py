"""How payments end, told to your code.

```python
@receiver(payment_settled)
def deliver(payment, outcome, **_):
    Order.objects.filter(pk=payment.op_id, paid=False).update(paid=True)
```

Each ending is told when its record is durable and the surrounding transaction, if there is one, has
been committed, by whichever process saw it: a view, a webhook, `xaalis_resume`, the admin. It is told
once, and again by `xaalis_resume` only when a receiver raised, or the process died before all
receivers had returned: so let hearing it twice do no harm. What a receiver raises is logged and does
not touch the payment.

Receivers get `payment` (the row of `xaalis.Payment`) and `outcome` (`Settled`, `Rejected`, `NotSent`,
`Unknown`, or `Payouts` for a bulk payout). A Woyofal code is in `outcome.value.token` and is kept
nowhere: store it if your customer has to find it again.
"""

from __future__ import annotations

from django.dispatch import Signal

#: The money arrived, the bill is paid: flows only, for a single request proves no more than that it
#: was accepted. For a bulk payout: every item settled.
payment_settled = Signal()

#: The vendor said no, and no money moved. For a bulk payout: at least one item did not settle, and not
#: all were unsent: look at each.
payment_rejected = Signal()

#: The payer gave a charge up before a code was sent (`payment.abandon()`, `xaalis.django.abandon`), and nothing
#: was paid: another try may begin, `after` this one. Should money arrive all the same, `payment_settled` follows.
payment_abandoned = Signal()

#: Nothing happened at the vendor: the same op_id may be given again, with the same order or a corrected
#: one, and each of its tries tells how it ended. For a bulk payout: none of its items was sent.
payment_not_sent = Signal()

#: Money may have moved. Never a failure: `xaalis_resume` goes on looking, and another signal follows. Also told
#: when a payer or customer was waited for as long as `PERSON_AGE` says (`outcome.unknown.why` is `still_open`).
payment_unknown = Signal()
