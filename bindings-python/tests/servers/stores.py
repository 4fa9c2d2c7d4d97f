"""A project of Django's in a process of its own, over the database of `XAALIS_TEST_DATABASE`, which threads share: its
journal and its tally under the attacks on a relay, two at once among them. Says how many it played."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "django"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("migrate", verbosity=0, skip_checks=True)
    from tests import relay_ways, relays, test_relay
    from xaalis.django.journal import DjangoJournal
    from xaalis.django.models import Payment, Tallied
    from xaalis.django.tally import DjangoTally

    class Closing:
        """Threads end here without a request's end, at which Django would give their connections back."""

        def __init__(self, store: Any) -> None:
            self._store, self.in_memory = store, False

        def __getattr__(self, name: str) -> Any:
            def used(*given: Any) -> Any:
                try:
                    return getattr(self._store, name)(*given)
                finally:
                    if threading.current_thread() is not threading.main_thread():
                        connections.close_all()

            return used

    def empty() -> None:
        for model in (Payment, Tallied):
            model.objects.all().delete()

    test_relay.check_a_tally(DjangoTally())
    empty()
    test_relay.check_threads(Closing(DjangoTally()))
    played = 0

    def play(test: dict[str, Any], run: int, settings: dict[str, Any]) -> None:
        nonlocal played
        empty()
        world = relays.World(Closing(DjangoJournal()), Closing(DjangoTally()), settings)
        relays.attack(test, world, relay_ways.handled(world), run)
        for model in (Payment, Tallied):
            world.search([repr(row) for row in model.objects.values_list()])
        played += 1

    test_relay.fall(play, 5)
    if connection.vendor == "mysql":
        # Its usual collations hold these for the same: the second is refused, and pays for nobody else.
        empty()
        world = relays.World(DjangoJournal(), DjangoTally())
        relay = world.relay()
        states = []
        for order in ("Ab", "aB"):
            headers = (("Authorization", f"Bearer {relay.mint(order, 1500)}"), ("Origin", "https://shop.example"))
            headers = (*headers, ("Content-Type", "application/json"))
            body = b'{"do":"start","attempt":1,"phone":"76000000"}'
            given = relays.Incoming(method="POST", target="/xaalis/pay", headers=headers, body=body)
            states.append(relay.handle(given).status)
        assert (states, [row.op_id for row in Payment.objects.all()]) == ([200, 409], ["relay-Ab-1"])
    print(f"{connection.vendor}: {played} played")


if __name__ == "__main__":
    main()
