"""Webhooks and callbacks: verified, then read. A webhook is a hint, never proof: hand the notice to the
payment (`payment.notify(notice)`), which asks the vendor.

Give the functions the raw bytes (`request.body` in Django, never `request.POST` or parsed JSON): a body
that was parsed and written again hashes differently.
"""

from __future__ import annotations

from . import _given, _log, _native
from .errors import WebhookError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types import Notice

__all__ = ["Dexchange", "Senfenico"]


class Senfenico:
    """Senfenico's webhooks: a hash of body and webhook key in the header `X-Webhook-Hash`.

    The scheme is that of both official SDKs; the vendor's page names none. It signs no time, so an old
    webhook verifies for ever: skip those whose `Notice.dedupe` you have seen. Answer 200 after storing,
    or it is sent again for up to an hour.
    """

    #: The header that carries the hash.
    HEADER = "X-Webhook-Hash"

    def __init__(self, *keys: str) -> None:
        """The webhook keys of the dashboard: one, or several while one replaces another."""
        self._keys = _native.WebhookKeys([_given.text("keys", key, "webhook keys, each a str") for key in keys])

    def read(self, raw: bytes, signature: str | None) -> Notice:
        """Verifies a webhook and reads it.

        signature: What the header said; `None` when it was missing.

        Raises `WebhookError`: answer 400 and look at your keys.
        """
        raw = _given.raw("raw", raw)
        if signature is not None:
            _given.instance("signature", signature, str, "a str: what the header said; None when it was missing")
        try:
            return self._keys.read(raw, _heard(signature or ""))
        except WebhookError as error:
            _log.refused("Senfenico", error)
            raise

    @staticmethod
    def sign(raw: bytes, key: str) -> str:
        """The hash Senfenico would send: for your tests."""
        return _native.WebhookKeys.sign(_given.raw("raw", raw), _given.text("key", key))

    def __repr__(self) -> str:
        return "<webhooks.Senfenico keys='***'>"


class Dexchange:
    """DEXCHANGE's callbacks, which are not signed: each payment gets an address that only they know."""

    def __init__(self, *secrets: str) -> None:
        """Your own random secret of at least 16 characters; several while one replaces another."""
        self._key = _native.CallbackKey([_given.text("secrets", one, "secrets, each a str") for one in secrets])

    def callback_url(self, base: str, external_transaction_id: str) -> str:
        """The `callback_url` of one payment: `{base}/{external_transaction_id}/{token}`."""
        ours = _given.text("external_transaction_id", external_transaction_id)
        return self._key.callback_url(_given.text("base", base), ours)

    def custom_data(
        self, external_transaction_id: str, service: str, customer: str, amount: int | None = None
    ) -> str:
        """The `custom_data` of one payment, which the callback echoes: a second proof."""
        ours = _given.text("external_transaction_id", external_transaction_id)
        service, customer = _given.text("service", service), _given.text("customer", customer)
        amount = None if amount is None else _given.whole("amount", amount, "whole francs (XOF), an int")
        return self._key.custom_data(ours, service, customer, amount)

    def read(self, raw: bytes, external_transaction_id: str, token: str) -> Notice:
        """Checks the two parts of the address, then reads the callback.

        Raises `WebhookError`.
        """
        raw = _given.raw("raw", raw)
        for name, part in (("external_transaction_id", external_transaction_id), ("token", token)):
            _given.instance(name, part, str, "a str: a part of the address that was called")
        try:
            return self._key.read(raw, _heard(external_transaction_id), _heard(token))
        except WebhookError as error:
            _log.refused("DEXCHANGE", error)
            raise

    @staticmethod
    def verify_hmac(raw: bytes, signature: str, secret: str) -> None:
        """The HMAC of DEXCHANGE's JavaScript SDK, hex: an addition to the token, never in its place.

        Raises `WebhookError` when it does not fit.
        """
        _given.instance("signature", signature, str, "a str: what the header said")
        secret = _given.text("secret", secret)
        _native.CallbackKey.verify_hmac(_given.raw("raw", raw), _heard(signature), secret)

    def __repr__(self) -> str:
        return "<webhooks.Dexchange secrets='***'>"


def _heard(text: str) -> str:
    """What a stranger sent: no valid Unicode is no reason to fail."""
    return text if text.isascii() else text.encode(errors="replace").decode()
