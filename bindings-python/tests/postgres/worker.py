"""One worker: reads names of payments, goes a little way with each, says how it stands."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.postgres.shop import DEXCHANGE_KEY, SENFENICO_KEY, Clock, OnSandbox, is_bill, order, recipients
from xaalis import Dexchange, Done, Senfenico, types
from xaalis.errors import OperationBusy

#: How long to stay with a payment, in its own seconds.
STAY = 4.0


def main() -> None:
    told = json.loads(sys.argv[1])
    journal = _journal(told)
    transport = OnSandbox(Clock(told["start"]))
    around: dict[str, Any] = {"journal": journal, "transport": transport, "base_url": told["url"]}
    senfenico, dexchange = Senfenico(SENFENICO_KEY, **around), Dexchange(DEXCHANGE_KEY, **around)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        op_id = line.strip()
        print(json.dumps({"op_id": op_id, "says": _go(dexchange if is_bill(op_id) else senfenico, op_id)}), flush=True)


def _go(client: Any, op_id: str) -> str:
    try:
        payment = client.begin(op_id, order(op_id))
        for _ in range(5):
            step = payment.advance(wait=STAY)
            if isinstance(step, types.OtpPrompt):
                payment.submit_otp("123456")
            elif isinstance(step, types.RecipientsPrompt):
                payment.give_recipients({one.ext_id: one.phone for one in recipients(op_id)})
            elif isinstance(step, Done):
                return _said(step.outcome)
            else:
                return "waiting"
    except OperationBusy:
        return "busy"
    return "waiting"


def _said(outcome: Any) -> str:
    if isinstance(outcome, types.Payouts):
        return json.dumps({item.ext_id: item.outcome.kind for item in outcome.items})
    return str(outcome.kind)


def _journal(told: dict[str, Any]) -> Any:
    if told["journal"] == "postgres":
        from xaalis.postgres import PostgresJournal

        made: Any = PostgresJournal(told["conninfo"])
    else:
        import django
        from django.conf import settings

        database = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "xaalis"}
        database["HOST"] = told["host"]
        settings.configure(DATABASES={"default": database}, INSTALLED_APPS=["xaalis.django"], USE_TZ=True)
        django.setup()
        from xaalis.django.journal import DjangoJournal

        made = DjangoJournal()
    if told["planted"]:
        _ignore_sequence(made)
    return made


def _ignore_sequence(journal: Any) -> None:
    """The planted bug: whoever was slower is not told, and goes on."""
    put = journal.put

    def careless(record: types.Record) -> str:
        kept = str(put(record))
        return "stored" if kept == "outrun" else kept

    journal.put = careless


if __name__ == "__main__":
    main()
