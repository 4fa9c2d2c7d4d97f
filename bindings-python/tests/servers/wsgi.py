"""A WSGI application whose client is made and used before gunicorn forks (`--preload`)."""

import os
from collections.abc import Callable, Iterable

from xaalis import Senfenico

senfenico = Senfenico("sk_test_sandbox", base_url=os.environ["VENDOR"])
senfenico.charges.create(amount=1000, phone="76000000")


def app(environ: dict[str, object], start: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    reference = senfenico.charges.create(amount=1000, phone="76000000").reference
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {reference}".encode()]
