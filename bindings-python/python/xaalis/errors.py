"""What can go wrong, by what you can do about it.

```
PaymentError                nothing moved, or the vendor said no
├── InvalidInput            a field is wrong; it was not sent
├── PaymentRejected         the vendor said no, and no money moved
│   ├── AuthenticationFailed  the key is wrong, too old or missing: for the operator
│   ├── NotFound            the vendor knows nothing under this reference
│   └── PaymentAbandoned    the payer gave it up, and nothing was paid: begin another
├── PaymentNotSent          nothing happened at the vendor: safe to try again
│   └── TooManyRequests     turned away as too frequent: try again, later
├── OperationBusy           another process goes on with this operation
├── OperationNotFound       the journal knows no such operation; a LookupError too
├── RecordError             this record is not for this client
└── WebhookError            do not believe this webhook
OutcomeUnknown              money may have moved: never a failure, so not a PaymentError
AnswerNeeded                a person has to answer first: not a failure either
ConnectFailed, NoAnswer     what a transport raises; never raised to you by a payment
└── AnswerTooLarge          a NoAnswer: there was one, longer than is read
```

Each has four texts: `buyer_text` and `buyer_text_fr` for who pays, without a word from inside, and
`merchant_text` and `merchant_text_fr` for the shop and its operator: what happened, and what to do.
No text holds a key, an OTP or a phone number.

All can be pickled and copied, and their `args` are the constructor's, as JSON takes them: Celery's JSON
results and `type(e)(*e.args)` make the same exception again. `args` may hold what a vendor's message
says of a person; it is never shown.
"""

from __future__ import annotations

from . import _native
from ._travel import made, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._types import Code, Excess, NotSentReason, Plan, Prompt, Refusal, UnknownOutcome

__all__ = [
    "AnswerNeeded",
    "AnswerTooLarge",
    "AuthenticationFailed",
    "ConnectFailed",
    "InvalidInput",
    "NoAnswer",
    "NotFound",
    "OperationBusy",
    "OperationNotFound",
    "OutcomeUnknown",
    "PaymentAbandoned",
    "PaymentError",
    "PaymentNotSent",
    "PaymentRejected",
    "RecordError",
    "TooManyRequests",
    "WebhookError",
]


#: Doubts that are said in words at the end of an error's message; others by their word.
_STRANGE = ("oversized", "too_deep", "not_json", "malformed", "foreign", "redirected", "server_error", "mode_mismatch")


def _strange(doubt: str | None, excess: Excess | None) -> tuple[str, str] | None:
    """What was strange about an answer, with the number and the limit."""
    if doubt not in _STRANGE:
        return None
    return _native.doubt_texts({"doubt": doubt, "excess": plain(excess)})


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
        """The kind of error, and the facts that its texts tell."""
        return "error", {}

    def _texts(self) -> tuple[str, str, str, str]:
        return _native.error_texts(*self._about())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


class PaymentError(_Told, Exception):
    """Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it."""

    #: Why, as a word: the vendor's or ours. `None` when there is no code for it.
    code: Code | None = None
    #: The HTTP status it came with, if it came with one.
    http_status: int | None = None
    #: What happened, in English.
    message: str = ""
    #: True when the very same call may be made again without harm.
    retryable: bool = False

    def __init__(self, message: str, message_fr: str = "") -> None:
        super().__init__(*[message, message_fr] if message_fr else [message])
        self.message = message
        self._message_fr = message_fr

    def __str__(self) -> str:
        return self.message

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        return self._message_fr or self.merchant_text_fr

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


class InvalidInput(PaymentError, ValueError):
    """A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt
    is wrong (a code that is no `str`), the payment stays where it was: `resume` it and answer again."""

    def __init__(self, field: str, problem: str, allowed: str, suggestion: str | None = None) -> None:
        likely = "" if suggestion is None else f"; did you mean {suggestion}?"
        super().__init__(f"{field}: {problem}; allowed: {allowed}{likely}")
        self.args = (field, problem, allowed) if suggestion is None else (field, problem, allowed, suggestion)
        #: Which field: `amount`, `transfers[3].phone`.
        self.field = field
        #: What was wrong with it.
        self.problem = problem
        #: What is allowed.
        self.allowed = allowed
        #: Which of the allowed words was likely meant, when one is likely.
        self.suggestion = suggestion

    def _about(self) -> tuple[str, dict[str, Any]]:
        told = {"field": self.field, "problem": self.problem, "allowed": self.allowed}
        return "input", told | {"suggestion": self.suggestion}


class PaymentRejected(PaymentError):
    """The vendor said no, and no money moved; with `refund` set, a debit is being given back."""

    def __init__(self, refusal: Refusal | dict[str, Any]) -> None:
        told: Refusal = made("Refusal", refusal)
        super().__init__(f"{told.code}: {told.code.description}", told.code.description_fr)
        self.args = (plain(told),)
        #: Everything the vendor said: its message, its complaints about fields, a refund that is due.
        self.refusal = told
        self.code = told.code
        self.http_status = told.http_status

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "refused", {"code": str(self.refusal.code), "refund": self.refusal.refund is not None}


class PaymentNotSent(PaymentError):
    """Nothing happened at the vendor: the same call may be made again, under the same op_id, with details
    corrected if need be."""

    retryable = True

    def __init__(self, unsent: NotSentReason | dict[str, Any]) -> None:
        told: NotSentReason = made("NotSentReason", unsent)
        strange = _strange(told.doubt, told.excess)
        super().__init__(*strange or (f"not sent: {told.why}",))
        self.args = (plain(told),)
        #: Why nothing happened.
        self.unsent = told

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "not_sent", plain(self.unsent)


class OperationBusy(PaymentError):
    """Another process has gone further with this operation. Look again with `resume(op_id)`."""

    retryable = True

    def __init__(self, op_id: str) -> None:
        super().__init__(f"{op_id}: another process goes on with it")
        self.args = (op_id,)
        self.op_id = op_id

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "busy", {"op_id": self.op_id}


class OperationNotFound(PaymentError, LookupError):
    """The journal knows no operation of this id: it was never begun, or is in another journal."""

    def __init__(self, op_id: str) -> None:
        super().__init__(f"the journal knows no operation {op_id!r}")
        self.args = (op_id,)
        self.op_id = op_id

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "absent", {"op_id": self.op_id}


class RecordError(PaymentError):
    """Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it was
    written. A key that replaced another is given `earlier_keys`."""

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "record", {"problem": self.message}


class WebhookError(PaymentError):
    """Do not believe this webhook. Answer 400, and look at your keys."""

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "webhook", {"problem": self.message}


class _Unended(_Told, Exception):
    """No failure, and no end either: its texts stand where those of a `PaymentError` do."""

    #: What happened, in English.
    message: str = ""

    def __str__(self) -> str:
        return self.message

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


class OutcomeUnknown(_Unended):
    """Money may or may not have moved. Neither success nor failure.

    Keep the record, tell the customer to wait, and `resume(op_id)` later: it looks again. Never pay
    again on your own.
    """

    def __init__(self, unknown: UnknownOutcome | dict[str, Any]) -> None:
        told: UnknownOutcome = made("UnknownOutcome", unknown)
        super().__init__(plain(told))
        why = (_strange(told.why, told.excess) or (told.why,))[0]
        self.message = f"{told.op_id}: outcome unknown ({why}); plan: {told.plan}"
        #: What is known, and how to find out.
        self.unknown = told

    @property
    def op_id(self) -> str:
        """The operation to resume."""
        return self.unknown.op_id

    @property
    def plan(self) -> Plan:
        """How it can be found out."""
        return self.unknown.plan

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "unknown", plain(self.unknown)


class AnswerNeeded(_Unended):
    """The operation waits for a person, and nobody was there to ask: pass `on_prompt`, or go step by
    step with `begin` and `advance`. Nothing is lost: `resume(op_id)` asks again."""

    def __init__(self, op_id: str, prompt: Prompt | dict[str, Any]) -> None:
        told: Prompt = made("Prompt", prompt)
        super().__init__(op_id, plain(told))
        self.message = f"{op_id}: waits for an answer ({told.kind})"
        self.op_id = op_id
        #: What to ask or show.
        self.prompt = told

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "prompt", {"kind": self.prompt.kind, "problem": getattr(self.prompt, "problem", None)}


class ConnectFailed(_Told, Exception):
    """For transports: certainly no byte of the request has left. In doubt, raise anything else."""

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "connect_failed", {}


class NoAnswer(_Told, Exception):
    """For transports: the request may have been sent, but no whole answer came."""

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "no_answer", {}


class AnswerTooLarge(NoAnswer):
    """For transports: there is an answer, of more than the request's `max_body` decompressed bytes."""

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "answer_too_large", {}


# Printed from core's source by `cargo xtask print`, to the next mark; do not edit.
class AuthenticationFailed(PaymentRejected):
    """The key is wrong, too old or missing: nobody can pay before the operator has mended it."""


class NotFound(PaymentRejected):
    """The vendor knows nothing under this reference."""


class PaymentAbandoned(PaymentRejected):
    """The payer gave it up before a code was sent, and nothing was paid."""


class TooManyRequests(PaymentNotSent):
    """The vendor turned the request away as too frequent, again and again: try later, and less often."""


#: The exception of each of core's classes of error.
_CLASSES: dict[str, Any] = {
    "rejected": PaymentRejected,
    "authentication": AuthenticationFailed,
    "not_found": NotFound,
    "abandoned": PaymentAbandoned,
    "not_sent": PaymentNotSent,
    "too_many_requests": TooManyRequests,
}
# Printed to here.


def error_of(outcome: Any) -> PaymentError | OutcomeUnknown | None:
    """The exception that stands for an outcome, with its texts; `None` for one that settled. For who
    matches outcomes rather than catches: `error_of(payment.outcome)`, and in receivers of signals."""
    kind = getattr(outcome, "kind", None)
    if kind == "unknown":
        return OutcomeUnknown(outcome.unknown)
    if kind == "rejected":
        error: PaymentError = _CLASSES[_native.error_class(code=outcome.refusal.code)](outcome.refusal)
    elif kind == "not_sent":
        error = _CLASSES[_native.error_class(why=outcome.unsent.why)](outcome.unsent)
    else:
        return None
    return error
