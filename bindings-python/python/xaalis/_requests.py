"""A request of a page or an app, as servers hand it over, and what goes back."""

from __future__ import annotations

from ._data import _Data
from ._native import MOST_BODY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any


class Incoming(_Data):
    """A request of a page or an app, as it came.

    method: `GET`, `POST`, …
    target: The path and query of the request line: not decoded, not made shorter.
    headers: All of them, as pairs; one that came twice stands here twice.
    body: The body; read at most `MOST_BODY` bytes and one more of it.
    """

    _hidden = ("headers", "body")
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Answer(_Data):
    """What goes back.

    status: The HTTP status.
    headers: All headers, as pairs.
    body: JSON; of a preflight nothing.
    """

    # What a top-up bought may stand in it.
    _hidden = ("body",)
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


REASONS = {
    200: "OK",
    204: "No Content",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


def wsgi_request(environ: Mapping[str, Any]) -> Incoming:
    """The request of a WSGI server; its body is read as far as it is of use."""
    headers = []
    for name, value in environ.items():
        if name.startswith("HTTP_") and name not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"):
            # Servers join what came twice, and no token has a comma.
            several = value.split(",") if name == "HTTP_AUTHORIZATION" else [value]
            headers += [(name[5:].replace("_", "-"), one.strip()) for one in several]
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers.append((name.replace("_", "-"), environ[name]))
    target = environ.get("REQUEST_URI") or environ.get("RAW_URI") or _target(environ)
    return Incoming(
        method=environ.get("REQUEST_METHOD", ""), target=target, headers=tuple(headers), body=_body(environ)
    )


async def asgi_request(
    scope: Mapping[str, Any], receive: Callable[[], Awaitable[Mapping[str, Any]]]
) -> Incoming | None:
    """The request of an ASGI server, its body read as far as it is of use; `None` when it went away."""
    from urllib.parse import quote

    body, more = b"", True
    while more and len(body) <= MOST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    path = scope.get("raw_path") or quote(scope["path"]).encode()
    query = scope.get("query_string") or b""
    target = (path + b"?" + query if query else path).decode("latin-1")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Incoming(method=scope["method"], target=target, headers=headers, body=body[: MOST_BODY + 1])


def _target(environ: Mapping[str, Any]) -> str:
    """Put together again, by servers that do not hand it over as it came."""
    from urllib.parse import quote

    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    query = environ.get("QUERY_STRING")
    return quote(path.encode("latin-1", "replace")) + (f"?{query}" if query else "")


def _body(environ: Mapping[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    most = int(length) if length.isascii() and length.isdigit() and len(length) < 10 else MOST_BODY + 1
    if not length and not environ.get("wsgi.input_terminated"):
        return b""
    body, most = b"", min(most, MOST_BODY + 1)
    while len(body) < most and (part := environ["wsgi.input"].read(most - len(body))):
        body += part
    return body
