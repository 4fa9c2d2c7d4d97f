"""Where the vendors' webhooks arrive: verified, stored, answered, then applied."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xaalis import types, webhooks
from xaalis._given import Hidden
from xaalis.errors import WebhookError

from . import conf, notices
from .models import Notice

log = logging.getLogger("xaalis.django")

#: The vendors' webhooks are some hundred bytes; nothing longer is read.
LARGEST = 64 * 1024
#: No length has more digits; `int` refuses thousands of them.
DIGITS = 19


def outside(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a view that others than your pages call needs: no CSRF, no login, and no transaction around it."""
    view = csrf_exempt(view)
    for alias in settings.DATABASES:
        view = transaction.non_atomic_requests(using=alias)(view)
    view.login_required = False  # type: ignore[attr-defined]
    return view


def webhook_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same by POST only."""
    return outside(require_POST(view))


@webhook_view
def senfenico(request: HttpRequest) -> HttpResponse:
    """Senfenico's webhooks. 400 when the hash does not fit any key: look at your keys."""
    signature = request.headers.get(webhooks.Senfenico.HEADER)
    if not conf.several("SENFENICO_WEBHOOK_KEYS"):
        return HttpResponse(status=404)
    reader = webhooks.Senfenico(*conf.several("SENFENICO_WEBHOOK_KEYS"))
    return _received(request, lambda raw: reader.read(raw, signature))


@webhook_view
def dexchange(request: HttpRequest, external_transaction_id: str, token: str) -> HttpResponse:
    """DEXCHANGE's callbacks, at an address of their own for each payment."""
    proof = Hidden(token)
    del token
    if not conf.several("DEXCHANGE_CALLBACK_SECRETS"):
        return HttpResponse(status=404)
    reader = webhooks.Dexchange(*conf.several("DEXCHANGE_CALLBACK_SECRETS"))
    return _received(request, lambda raw: reader.read(raw, external_transaction_id, proof.value))


class Received(HttpResponse):
    """200, and the payment goes on once it was sent: the server closes a response after that."""

    def __init__(self, kept: Notice) -> None:
        super().__init__(status=200)
        self._kept: Notice | None = kept

    def close(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            notices.apply(kept)
        super().close()


class _Refused(Exception):
    """A body that is not read to its end, and the status to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _received(request: HttpRequest, read: Callable[[bytes], types.Notice]) -> HttpResponse:
    try:
        notice = read(_body(request))
    except _Refused as refused:
        return HttpResponse(status=refused.status)
    except WebhookError:
        return HttpResponse(status=400)
    try:
        kept = notices.keep(notice)
    except DatabaseError as error:
        # Not raised: the frames of a database's error hold what was to be stored. It is sent again.
        log.error("xaalis: a webhook of %s could not be stored: %s", notice.vendor, type(error).__qualname__)
        return HttpResponse(status=503)
    if kept.applied_at is None and conf.applies_inline():
        return Received(kept)
    return HttpResponse(status=200)


def _body(request: HttpRequest) -> bytes:
    """The bytes as they came. Whoever asks for `request.body` later gets them too."""
    told: str = request.META.get("CONTENT_LENGTH") or "0"
    if not (told.isascii() and told.isdecimal()) or len(told) > DIGITS:
        raise _Refused(400)
    if int(told) > LARGEST:
        raise _Refused(413)
    try:
        request._body = _stream(request).read(LARGEST + 1)
    except Exception:
        # The sender broke off, or somebody else has begun to read: each server has exceptions of its own.
        raise _Refused(400) from None
    if len(request._body) > LARGEST:
        raise _Refused(413)
    return request._body


def read_body(request: HttpRequest, most: int) -> bytes:
    """So many bytes of the body; none when the sender broke off. Whoever asks for `request.body` later gets them too."""
    try:
        read: bytes = _stream(request).read(most)
    except Exception:
        read = b""
    request._body = read
    return read


def _stream(request: HttpRequest) -> Any:
    """Where the body is read from."""
    chunked = request.META.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
    if chunked and request.META.get("wsgi.input_terminated"):
        # Django takes no Content-Length for an empty body. The server says that its stream ends.
        return request.META["wsgi.input"]
    return BytesIO(request.body) if hasattr(request, "_body") else request
