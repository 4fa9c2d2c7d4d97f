"""The ways in to a relay: the function, WSGI, ASGI; blocking and for asyncio."""

from __future__ import annotations

import asyncio
from typing import Any

import xaalis
from tests.relays import End, World
from xaalis.relay import Answer, Incoming

def handled(world: World) -> End:
    return world.relay().handle  # type: ignore[no-any-return]


def awaited(world: World) -> End:
    relay = world.relay(xaalis.AsyncRelay)
    return lambda incoming: run(relay.handle(incoming))


def through_wsgi(world: World) -> End:
    import io

    relay = world.relay()

    def end(incoming: Incoming) -> Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": incoming.method,
            "RAW_URI": incoming.target,
            "wsgi.input": io.BytesIO(incoming.body),
        }
        for name, value in incoming.headers:
            key = name.upper().replace("-", "_")
            key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
            # As servers do with what came twice.
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        environ.setdefault("CONTENT_LENGTH", str(len(incoming.body)))
        started: list[Any] = []
        body = b"".join(relay.wsgi(environ, lambda *given: started.append(given)))
        ((line, headers),) = started
        assert dict(headers)["Content-Length"] == str(len(body))
        return Answer(status=int(line[:3]), headers=tuple(headers), body=body)

    return end


def through_asgi(world: World) -> End:
    relay = world.relay(xaalis.AsyncRelay)

    def end(incoming: Incoming) -> Answer:
        path, _, query = incoming.target.partition("?")
        scope = {
            "type": "http",
            "method": incoming.method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in incoming.headers],
        }
        # In parts, as it comes over a network.
        parts = [incoming.body[place : place + 1000] for place in range(0, len(incoming.body), 1000)] or [b""]
        messages = [
            {"type": "http.request", "body": part, "more_body": place + 1 < len(parts)}
            for place, part in enumerate(parts)
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        run(relay.asgi(scope, receive, send))
        named = {name.lower(): name for name in NAMES}
        headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        headers = [(named.get(name, name), value) for name, value in headers]
        return Answer(status=sent[0]["status"], headers=tuple(headers), body=sent[1]["body"])

    return end


#: As core writes them; over ASGI names are small.
NAMES = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
    "Allow",
    "Cache-Control",
    "Content-Length",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "Referrer-Policy",
    "Retry-After",
    "Vary",
    "WWW-Authenticate",
    "X-Content-Type-Options",
]


def run(work: Any) -> Any:
    """On a loop of this thread's own; what a worker dies of comes out as it is."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
