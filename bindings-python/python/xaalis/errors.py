"""What can go wrong, by what you can do about it.

```
PaymentError                nothing moved, or the vendor said no
├── InvalidInput            a field is wrong; it was not sent; a ValueError too
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
ConnectFailed               for transports: certainly nothing was sent
NoAnswer                    for transports: it may have been sent, and no whole answer came
└── AnswerTooLarge          there was one, longer than is read
```

Each has four texts: `buyer_text` and `buyer_text_fr` for who pays, without a word from inside, and
`merchant_text` and `merchant_text_fr` for the shop and its operator: what happened, and what to do.
No text holds a key, an OTP or a phone number.

All can be pickled and copied, and their `args` are the constructor's, as JSON takes them: Celery's JSON
results and `type(e)(*e.args)` make the same exception again. `args` may hold what a vendor's message
says of a person; it is never shown.

Printed from core's table of errors by `cargo xtask print`; do not edit.
"""

from __future__ import annotations

from . import _native
from ._told import _args, _Failure, _strange, _Transport, _Unended
from ._told import _Told as _Told
from ._travel import made, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._types import Code, NotSentReason, Plan, Prompt, Refusal, UnknownOutcome

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


class PaymentError(_Failure):
    """Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it."""


class InvalidInput(PaymentError, ValueError):
    """A field is wrong and was not sent. Of a new operation nothing was sent; when an answer to a prompt
    is wrong (a code that is no text), the payment stays where it was: `resume` it and answer again."""

    def __init__(self, field: str, problem: str, allowed: str, suggestion: str | None = None) -> None:
        #: Which field: `amount`, `transfers[3].phone`.
        self.field = field
        #: What was wrong with it.
        self.problem = problem
        #: What is allowed.
        self.allowed = allowed
        #: Which of the allowed words was likely meant, when one is likely.
        self.suggestion = suggestion
        self.args = _args(self.field, self.problem, self.allowed, self.suggestion)

    @property
    def message(self) -> str:
        """What happened, in English."""
        if self.suggestion is not None:
            return f"{self.field}: {self.problem}; allowed: {self.allowed}; did you mean {self.suggestion}?"
        return f"{self.field}: {self.problem}; allowed: {self.allowed}"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "invalid", {
            "field": self.field,
            "problem": self.problem,
            "allowed": self.allowed,
            "suggestion": self.suggestion,
        }


class PaymentRejected(PaymentError):
    """The vendor said no, and no money moved; with `refusal.refund` set, a debit is being given back."""

    def __init__(self, refusal: Refusal | dict[str, Any]) -> None:
        #: Everything the vendor said: its message, its complaints about fields, a refund that is due.
        self.refusal: Refusal = made("Refusal", refusal)
        self.code = self.refusal.code
        self.http_status = self.refusal.http_status
        self.args = _args(self.refusal)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return f"{self.refusal.code}: {self.refusal.code.description}"

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        return self.refusal.code.description_fr

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "refused", {"code": str(self.refusal.code), "refund": self.refusal.refund is not None}


class AuthenticationFailed(PaymentRejected):
    """The key is wrong, too old or missing: nobody can pay before the operator has mended it."""


class NotFound(PaymentRejected):
    """The vendor knows nothing under this reference."""


class PaymentAbandoned(PaymentRejected):
    """The payer gave it up before a code was sent, and nothing was paid."""


class PaymentNotSent(PaymentError):
    """Nothing happened at the vendor: the same call may be made again, under the same `op_id`, with
    details corrected if need be."""

    retryable = True

    def __init__(self, unsent: NotSentReason | dict[str, Any]) -> None:
        #: Why nothing happened.
        self.unsent: NotSentReason = made("NotSentReason", unsent)
        self.args = _args(self.unsent)

    @property
    def message(self) -> str:
        """What happened, in English."""
        strange = _strange(self.unsent.doubt, self.unsent.excess)
        if strange is not None:
            return strange[0]
        return f"not sent: {self.unsent.why}"

    @property
    def message_fr(self) -> str:
        """What happened, in French."""
        strange = _strange(self.unsent.doubt, self.unsent.excess)
        if strange is not None:
            return strange[1]
        return self.merchant_text_fr

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "not_sent", plain(self.unsent)


class TooManyRequests(PaymentNotSent):
    """The vendor turned the request away as too frequent, again and again: try later, and less often."""


class OperationBusy(PaymentError):
    """Another process has gone further with this operation. Look again with `resume(op_id)`."""

    retryable = True

    def __init__(self, op_id: str) -> None:
        #: The operation that is busy.
        self.op_id = op_id
        self.args = _args(self.op_id)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return f"{self.op_id}: another process goes on with it"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "busy", {"op_id": self.op_id}


class OperationNotFound(PaymentError, LookupError):
    """The journal knows no operation of this id: it was never begun, or is in another journal."""

    def __init__(self, op_id: str) -> None:
        #: The id, as it was given.
        self.op_id = op_id
        self.args = _args(self.op_id)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return f'the journal knows no operation "{self.op_id}"'

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "absent", {"op_id": self.op_id}


class RecordError(PaymentError):
    """Refused, nothing was sent: a record of another vendor, mode or key, or one that was changed since it
    was written. A key that replaced another is given `earlier_keys`."""

    def __init__(self, problem: str) -> None:
        #: Why: unreadable, a newer version, another vendor, test against live.
        self.problem = problem
        self.args = _args(self.problem)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return self.problem

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "record", {"problem": self.problem}


class WebhookError(PaymentError):
    """Do not believe this webhook. Answer 400, and look at your keys."""

    def __init__(self, problem: str) -> None:
        #: Why: no key, wrong signature, too large, not the documented shape.
        self.problem = problem
        self.args = _args(self.problem)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return self.problem

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "webhook", {"problem": self.problem}


class OutcomeUnknown(_Unended):
    """Money may or may not have moved. Neither success nor failure.

    Keep the record, tell the customer to wait, and `resume(op_id)` later: it looks again. Never pay
    again on your own.
    """

    def __init__(self, unknown: UnknownOutcome | dict[str, Any]) -> None:
        #: What is known, and how to find out.
        self.unknown: UnknownOutcome = made("UnknownOutcome", unknown)
        self.code = self.unknown.code
        self.http_status = self.unknown.http_status
        #: Our operation: the one to resume.
        self.op_id = self.unknown.op_id
        #: How to find out.
        self.plan = self.unknown.plan
        self.args = _args(self.unknown)

    @property
    def message(self) -> str:
        """What happened, in English."""
        strange = _strange(self.unknown.why, self.unknown.excess)
        if strange is not None:
            return f"{self.unknown.op_id}: outcome unknown ({strange[0]}); plan: {self.unknown.plan}"
        return f"{self.unknown.op_id}: outcome unknown ({self.unknown.why}); plan: {self.unknown.plan}"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "unknown", plain(self.unknown)


class AnswerNeeded(_Unended):
    """The operation waits for a person, and nobody was there to ask: pass `on_prompt`, or go step by step
    with `begin` and `advance`. Nothing is lost: `resume(op_id)` asks again."""

    def __init__(self, op_id: str, prompt: Prompt | dict[str, Any]) -> None:
        #: The operation that waits.
        self.op_id = op_id
        #: What to ask or show.
        self.prompt: Prompt = made("Prompt", prompt)
        self.args = _args(self.op_id, self.prompt)

    @property
    def message(self) -> str:
        """What happened, in English."""
        return f"{self.op_id}: waits for an answer ({self.prompt.kind})"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "prompt", {"kind": self.prompt.kind, "problem": getattr(self.prompt, "problem", None)}


class ConnectFailed(_Transport):
    """For transports: certainly no byte of the request has left. In doubt, raise anything else."""

    _otherwise = "no connection"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "connect_failed", {}


class NoAnswer(_Transport):
    """For transports: the request may have been sent, but no whole answer came."""

    _otherwise = "no answer"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "no_answer", {}


class AnswerTooLarge(NoAnswer):
    """For transports: there is an answer, of more than the request's `max_body` decompressed bytes."""

    _otherwise = "answer too large"

    def _about(self) -> tuple[str, dict[str, Any]]:
        return "answer_too_large", {}


#: The exception of each of core's classes of error.
_CLASSES: dict[str, Any] = {
    "payment_error": PaymentError,
    "invalid_input": InvalidInput,
    "payment_rejected": PaymentRejected,
    "authentication_failed": AuthenticationFailed,
    "not_found": NotFound,
    "payment_abandoned": PaymentAbandoned,
    "payment_not_sent": PaymentNotSent,
    "too_many_requests": TooManyRequests,
    "operation_busy": OperationBusy,
    "operation_not_found": OperationNotFound,
    "record_error": RecordError,
    "webhook_error": WebhookError,
    "outcome_unknown": OutcomeUnknown,
    "answer_needed": AnswerNeeded,
    "connect_failed": ConnectFailed,
    "no_answer": NoAnswer,
    "answer_too_large": AnswerTooLarge,
}


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
