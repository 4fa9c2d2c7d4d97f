"""`manage.py xaalis_resume`: goes on with payments that no process is at."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.translation import gettext as _

from xaalis.django.resuming import Resting, forget_notices, resume_all


class Command(BaseCommand):
    """From cron or a systemd timer each minute, or once with `--loop`. Several may run."""

    help = _(
        "Goes on with payments whose process died, looks again for unknown outcomes, applies waiting "
        "webhooks and tells endings that were not told. Never pays anything twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        text = _("leave payments alone that changed or were looked at less than this many seconds ago")
        add("--older-than", type=float, default=60.0, metavar="SECONDS", help=text)
        text = _("how many payments and webhooks a round at most")
        add("--limit", type=int, default=200, metavar="N", help=text)
        text = _("how many seconds to stay with each payment that is under way")
        add("--wait", type=float, default=0.0, metavar="SECONDS", help=text)
        text = _("go on for ever, with this pause between rounds; SIGTERM ends it after the payment in hand")
        add("--loop", type=float, metavar="SECONDS", help=text)
        text = _("delete stored webhooks after this many days; 0 keeps them")
        add("--keep-webhooks", type=float, default=90.0, metavar="DAYS", help=text)

    def handle(self, *_args: Any, **options: Any) -> None:
        self._stop = threading.Event()
        self._resting: Resting = []
        if options["loop"] is None:
            self._round(options)
            return
        # Python lets no other thread listen: whoever started one ends its process.
        heard = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
        held = {number: signal.signal(number, self._end) for number in heard}
        try:
            while not self._stop.is_set():
                close_old_connections()
                self._round(options)
                self._stop.wait(options["loop"])
        finally:
            for number, handler in held.items():
                signal.signal(number, handler)

    def _end(self, *_signal: Any) -> None:
        self._stop.set()

    def _round(self, options: dict[str, Any]) -> None:
        older_than = timedelta(seconds=options["older_than"])
        go_on = lambda: not self._stop.is_set()  # noqa: E731
        # From cron, the next round is another process: this one stays until all have rested.
        resting = None if options["loop"] is None else self._resting
        counts = resume_all(older_than, options["limit"], options["wait"], go_on, resting)
        if options["keep_webhooks"] > 0:
            counts["forgotten"] += forget_notices(timedelta(days=options["keep_webhooks"]))
        if options["loop"] is None or +counts or options["verbosity"] > 1:
            self.stdout.write(summary(counts))


def summary(counts: Counter[str]) -> str:
    """One line about a round."""
    words = {
        "settled": _("settled"),
        "rejected": _("rejected"),
        "not_sent": _("not sent"),
        "ended": _("ended, see each item"),
        "unknown": _("unknown"),
        "waiting": _("waiting"),
        "person": _("waiting for a person"),
        "busy": _("in other hands"),
        "other_key": _("of another key"),
        "error": _("errors"),
        "notices": _("webhooks applied"),
        "forgotten": _("webhooks deleted"),
    }
    said = [f"{counts[name]} {word}" for name, word in words.items() if counts[name]]
    return "xaalis: " + (", ".join(said) if said else _("nothing to do"))
