"""One worker of a relay: reads orders, and asks for each as a page that was just loaded."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.postgres.shop import SENFENICO_KEY, Clock, OnSandbox
from xaalis import Relay, Senfenico
from xaalis.relay import Incoming

PAGE = "https://shop.example"
SETTINGS: dict[str, Any] = {
    "url": "https://shop.example/xaalis/pay",
    "keys": {"a1": "relay-secret-of-two-tabs-0123456789abcdefgh"},
    "origins": [PAGE],
}


def main() -> None:
    told = json.loads(sys.argv[1])
    journal, tally = _stores(told)
    transport = OnSandbox(Clock(told["start"]))
    client = Senfenico(SENFENICO_KEY, journal=journal, transport=transport, base_url=told["url"])
    relay = Relay(client, **SETTINGS, tally=tally)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        number = int(line)
        token = relay.mint(f"tabs-{number}", 100 + number)
        body = json.dumps({"do": "start", "attempt": 1, "phone": f"7600{number:04d}"})
        headers = (("Authorization", f"Bearer {token}"), ("Origin", PAGE), ("Content-Type", "application/json"))
        incoming = Incoming(method="POST", target="/xaalis/pay", headers=headers, body=body.encode())
        answer = relay.handle(incoming)
        said = json.loads(answer.body)
        view = said.get("view", said)
        print(json.dumps([answer.status, said.get("error"), view.get("state")]), flush=True)


def _stores(told: dict[str, Any]) -> tuple[Any, Any]:
    if told["stores"] == "postgres":
        from xaalis import PostgresJournal, PostgresTally

        return PostgresJournal(told["conninfo"]), PostgresTally(told["conninfo"])
    import django
    from django.conf import settings

    database = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "xaalis"}
    database["HOST"] = told["host"]
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=["xaalis.django"], USE_TZ=True)
    django.setup()
    from xaalis.django.journal import DjangoJournal
    from xaalis.django.tally import DjangoTally

    return DjangoJournal(), DjangoTally()


if __name__ == "__main__":
    main()
