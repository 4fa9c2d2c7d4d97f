"""What the logger `xaalis` is told: requests and endings (INFO), steps (DEBUG), what a person should
look at (WARNING). Never a key, a code, a phone number or a token: only ids, words and numbers."""

from __future__ import annotations

import sys
import time

from ._types import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    import logging
    from typing import Any, Protocol

    from ._native import Request
    from ._payment import _Operation

    class Named(Protocol):
        """What lines are about."""

        @property
        def operation(self) -> str: ...
        @property
        def op_id(self) -> str: ...

DEBUG, INFO, WARNING = 10, 20, 30

_logger: logging.Logger | None = None


def logger() -> logging.Logger | None:
    """The logger `xaalis`; `None` while nothing in the process has imported `logging`, which is most of
    what importing this package would cost."""
    global _logger
    if _logger is None and "logging" in sys.modules:
        logging = sys.modules["logging"]
        made = logging.getLogger("xaalis")
        # A program that has set up no logging must not find our warnings on its terminal.
        made.addHandler(logging.NullHandler())
        _logger = made
    return _logger


def listening() -> Log | None:
    """Something that wants to hear of requests, if anything does."""
    log = _logger or logger()
    return Log(log) if log is not None and log.isEnabledFor(INFO) else None


class Log:
    """One call's lines."""

    __slots__ = ("_debug", "_log", "_start")

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._debug = log.isEnabledFor(DEBUG)
        self._start = 0.0

    def sends(self) -> None:
        self._start = time.perf_counter()

    def answered(self, payment: Named, request: Request, status: int | str) -> None:
        """`status`: of the answer, or why there is none."""
        milliseconds = round((time.perf_counter() - self._start) * 1000)
        path = "/" + request.url.split("://", 1)[-1].partition("/")[2]
        text = "%s %s: %s %s -> %s in %d ms"
        self._log.info(text, payment.operation, payment.op_id, request.method, path, status, milliseconds)

    def stored(self, payment: Named, record: Any, kept: object) -> None:
        if self._debug:
            text = "%s %s: record %d, %s: %s"
            self._log.debug(text, payment.operation, payment.op_id, record.sequence, record.stage, kept)

    def waits(self, payment: Named, milliseconds: int, why: object) -> None:
        if self._debug:
            text = "%s %s: waits %d ms: %s"
            self._log.debug(text, payment.operation, payment.op_id, max(milliseconds, 0), why)

    def asks(self, payment: _Operation[Any], prompt: Any) -> None:
        if self._debug:
            problem = getattr(prompt, "problem", None)
            text = "%s %s: asks: %s%s"
            self._log.debug(text, payment.operation, payment.op_id, prompt.kind, f" ({problem})" if problem else "")


def ended(payment: _Operation[Any], outcome: Any) -> None:
    """One line about how an operation ended; a warning when nobody knows."""
    log = logger()
    if log is None or not log.isEnabledFor(WARNING):
        return
    items = getattr(outcome, "items", None)
    endings = [outcome] if items is None else [item.outcome for item in items]
    unknown = [one for one in endings if type(one) is Unknown]
    level = WARNING if unknown else INFO
    if log.isEnabledFor(level):
        log.log(level, "%s %s: %s", payment.operation, payment.op_id, _words(endings, items is not None))
    for alarm in payment.alarms:
        text = "%s %s: %s: the vendor said %s after %s"
        log.warning(text, payment.operation, payment.op_id, alarm.applied, alarm.seen, alarm.known)


def refused(vendor: str, error: Exception) -> None:
    """A webhook that must not be believed, and why."""
    log = logger()
    if log is not None:
        log.warning("a webhook of %s was refused: %s", vendor, error)


def _words(endings: list[Any], several: bool) -> str:
    if several:
        kinds = [str(one.kind) for one in endings]
        return ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)) or "nothing"
    (one,) = endings
    if type(one) is Unknown:
        unknown = one.unknown
        return f"unknown ({unknown.why}); plan: {unknown.plan}; reference: {unknown.provider_reference}"
    refusal, unsent = getattr(one, "refusal", None), getattr(one, "unsent", None)
    reason = refusal.code if refusal is not None else unsent.why if unsent is not None else ""
    return f"{one.kind} {reason}".strip()
