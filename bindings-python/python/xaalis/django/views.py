"""Where the vendors' webhooks arrive: verified, stored, answered, then applied."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xaalis import types, webhooks
from xaalis.errors import WebhookError

from . import conf, notices
from .models import Notice

#: The vendors' webhooks are some hundred bytes; nothing longer is read.
LARGEST = 64 * 1024


def webhook_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What a webhook view needs: POST only, no CSRF, no login, and no transaction around it."""
    view = csrf_exempt(require_POST(view))
    for alias in settings.DATABASES:
        view = transaction.non_atomic_requests(using=alias)(view)
    view.login_required = False  # type: ignore[attr-defined]
    return view


@webhook_view
def senfenico(request: HttpRequest) -> HttpResponse:
    """Senfenico's webhooks. 400 when the hash does not fit any key: look at your keys."""
    signature = request.headers.get(webhooks.Senfenico.HEADER)
    keys = conf.several("SENFENICO_WEBHOOK_KEYS")
    return _received(request, keys, lambda raw: webhooks.Senfenico(*keys).read(raw, signature))


@webhook_view
def dexchange(request: HttpRequest, external_transaction_id: str, token: str) -> HttpResponse:
    """DEXCHANGE's callbacks, at an address of their own for each payment."""
    secrets = conf.several("DEXCHANGE_CALLBACK_SECRETS")

    def read(raw: bytes) -> types.Notice:
        return webhooks.Dexchange(*secrets).read(raw, external_transaction_id, token)

    return _received(request, secrets, read)


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


def _received(
    request: HttpRequest, keys: list[str], read: Callable[[bytes], types.Notice]
) -> HttpResponse:
    if not keys:
        return HttpResponse(status=404)
    raw = _body(request)
    if isinstance(raw, int):
        return HttpResponse(status=raw)
    try:
        notice = read(raw)
    except WebhookError:
        return HttpResponse(status=400)
    kept = notices.keep(notice)
    if kept.applied_at is None and conf.applies_inline():
        return Received(kept)
    return HttpResponse(status=200)


def _body(request: HttpRequest) -> bytes | int:
    """The bytes as they came, or the status to answer with. Whoever asks for `request.body` later gets
    them too."""
    told: str = request.META.get("CONTENT_LENGTH") or "0"
    if not (told.isascii() and told.isdecimal()):
        return 400
    if len(told) > len(str(LARGEST)) or int(told) > LARGEST:
        return 413
    try:
        raw: bytes = _stream(request).read(LARGEST + 1)
    except (OSError, RawPostDataException):
        # The sender broke off, or somebody else has begun to read.
        return 400
    request._body = raw
    return raw if len(raw) <= LARGEST else 413


def _stream(request: HttpRequest) -> Any:
    """Where the body is read from."""
    chunked = request.META.get("HTTP_TRANSFER_ENCODING", "").strip().lower() == "chunked"
    if chunked and request.META.get("wsgi.input_terminated"):
        # Django takes no Content-Length for an empty body. The server says that its stream ends.
        return request.META["wsgi.input"]
    return BytesIO(request.body) if hasattr(request, "_body") else request
