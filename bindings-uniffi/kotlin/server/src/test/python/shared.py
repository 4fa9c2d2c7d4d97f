"""A shop in Python over a journal that it shares: `begin`, `second` or `end`, the journal's kind, where it is, the sandbox."""

from __future__ import annotations

import sys

from xaalis import Senfenico
from xaalis.journal import SqliteJournal
from xaalis.postgres import PostgresJournal
from xaalis.types import CollectOrder, NewCharge

what, kind, where, url = sys.argv[1:]
if kind == "postgres":
    journal = PostgresJournal(where)
    journal.create_table()
else:
    journal = SqliteJournal(where)
senfenico = Senfenico("sk_test_sandbox", journal=journal, base_url=url)
if what == "end":
    payment = senfenico.resume(f"order-{kind}")
    charge = payment.run()
    print("settled", charge.amount)
else:
    order = f"order-{kind}" if what == "begin" else f"second-{kind}"
    step = senfenico.begin(order, CollectOrder(NewCharge(1_000, "76 00 00 00"))).advance()
    print("asks", type(step).__name__)
