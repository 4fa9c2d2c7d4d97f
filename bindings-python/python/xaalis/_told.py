"""What the exceptions of `errors.py` have in common. That file is printed; what is Python's own stands here."""

from __future__ import annotations

from . import _native
from ._travel import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._types import Code, Excess


class _Told:
    """What every exception of this package has: texts for two people in two languages."""

    @property
    def buyer_text(self) -> str:
        """For who pays, in English: what happened and what to do."""
        return self._texts()[0]

    @property
    def buyer_text_fr(self) -> str:
        """The same in French."""
        return self._texts()[1]

    @property
    def merchant_text(self) -> str:
        """For the shop and its operator, in English: what happened and what to do."""
        return self._texts()[2]

    @property
    def merchant_text_fr(self) -> str:
        """The same in French."""
        return self._texts()[3]

    def _about(self) -> tuple[str, dict[str, Any]]:
        """The block of texts that it tells, and from which facts."""
        return "error", {}

    def _texts(self) -> tuple[str, str, str, str]:
        return _native.error_texts(*self._about())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class _Failure(_Told, Exception):
    """What `PaymentError` is."""

    #: Why, as a word: the vendor's or ours. `None` when there is no code for it.
    code: Code | None = None
    #: The HTTP status it came with, if it came with one.
    http_status: int | None = None
    #: True when the very same call may be made again without harm.
    retryable: bool = False

    #: What happened, in English and in French, when nothing else says it.
    _said: tuple[str, str] = ("", "")

    def __init__(self, message: str, message_fr: str = "") -> None:
        self.args = (message, message_fr) if message_fr else (message,)
        self._said = (message, message_fr)

    def __str__(self) -> str:
        return _said(self)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return self._said[0]

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        return self._said[1] or self.merchant_text_fr

    @property
    def description(self) -> str:
        """What happened, in English, for the merchant; `buyer_text` is for the customer."""
        return self.code.description if self.code is not None else self.message

    @property
    def description_fr(self) -> str:
        """What happened, in French, for the merchant; `buyer_text_fr` is for the customer."""
        return self.code.description_fr if self.code is not None else self.message_fr

    @property
    def next_step(self) -> str:
        """What to do next, in English; empty when there is no code."""
        return self.code.next_step if self.code is not None else ""

    @property
    def next_step_fr(self) -> str:
        """What to do next, in French; empty when there is no code."""
        return self.code.next_step_fr if self.code is not None else ""


class _Unended(_Told, Exception):
    """No failure, and no end either: its texts stand where those of a `PaymentError` do."""

    #: Why, as a word: the vendor's or ours. `None` when there is no code for it.
    code: Code | None = None
    #: The HTTP status it came with, if it came with one.
    http_status: int | None = None
    #: Never: what is not known must not be done again, and what waits is resumed.
    retryable: bool = False

    def __str__(self) -> str:
        return _said(self)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return ""

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        return self.merchant_text_fr

    @property
    def description(self) -> str:
        """What happened and what to do, in English, for the merchant."""
        return self.merchant_text

    @property
    def description_fr(self) -> str:
        """What happened and what to do, in French, for the merchant."""
        return self.merchant_text_fr


class _Transport(_Told, Exception):
    """What a transport says of one request: the words it was raised with, if it was with any."""

    #: What is said when it was raised without words.
    _otherwise = ""

    def __str__(self) -> str:
        return super().__str__() or self._otherwise

    @property
    def message(self) -> str:
        """What happened, in English."""
        return str(self)

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        return self.merchant_text_fr


def _said(error: _Failure | _Unended) -> str:
    """Its message; nothing of one that is half made, as a debugger meets it in the frame of its constructor."""
    try:
        return error.message
    except AttributeError:
        return ""


def _strange(doubt: str | None, excess: Excess | None) -> tuple[str, str] | None:
    """What was strange about an answer, with the number and the limit; nothing of a doubt that is about none."""
    return _native.doubt_texts({"doubt": doubt, "excess": plain(excess)})


def _args(*parts: Any) -> tuple[Any, ...]:
    """What an exception is made of, as JSON takes it; what was left out at the end is left out."""
    while parts and parts[-1] is None:
        parts = parts[:-1]
    return tuple([plain(part) for part in parts])
