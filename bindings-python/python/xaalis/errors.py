"""What can go wrong, by what you can do about it.

```
PaymentError                nothing moved, or the vendor said no
├── InvalidInput            a field is wrong; it was not sent
├── PaymentRejected         the vendor said no, and no money moved
├── PaymentNotSent          nothing happened at the vendor: safe to try again
├── OperationBusy           another process goes on with this operation
├── RecordError             this record is not for this client
└── WebhookError            do not believe this webhook
OutcomeUnknown              money may have moved: never a failure, so not a PaymentError
AnswerNeeded                a person has to answer first: not a failure either
ConnectFailed, NoAnswer     what a transport raises; never raised to you by a payment
└── AnswerTooLarge          a NoAnswer: there was one, longer than is read
```

No text holds a key, an OTP or a phone number. All can be pickled.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._types import Code, Excess, NotSentReason, Plan, Prompt, Refusal, UnknownOutcome

__all__ = [
    "AnswerNeeded",
    "AnswerTooLarge",
    "ConnectFailed",
    "InvalidInput",
    "NoAnswer",
    "OperationBusy",
    "OutcomeUnknown",
    "PaymentError",
    "PaymentNotSent",
    "PaymentRejected",
    "RecordError",
    "WebhookError",
]


#: An answer that is none, by the word of the doubt, in English and French; a unit where a limit was passed.
_STRANGE = {
    "oversized": ("answer too large", "réponse trop grande", "bytes", "octets"),
    "too_deep": ("answer nested too deep", "réponse trop imbriquée", "levels", "niveaux"),
    "not_json": ("answer is not JSON", "la réponse n'est pas du JSON", "", ""),
    "malformed": ("answer cut or not as documented", "réponse coupée ou d'une forme inconnue", "", ""),
    "foreign": ("answer about something else than was asked", "réponse à une autre question", "", ""),
    "redirected": ("redirected, and not followed", "redirection qui n'est pas suivie", "", ""),
    "server_error": ("the vendor's server failed", "panne du serveur", "", ""),
    "mode_mismatch": ("answer of test mode to a live key, or the reverse", "réponse d'un autre mode que celui de la clé", "", ""),
}


def _strange(doubt: str | None, excess: Excess | None) -> tuple[str, str] | None:
    """What was strange about an answer, with the number and the limit."""
    if doubt not in _STRANGE:
        return None
    english, french, unit, unit_fr = _STRANGE[doubt]
    if excess is None:
        return english, french
    limit, limit_fr = f"{excess.limit:,}", f"{excess.limit:,}".replace(",", "\u202f")
    if excess.seen is None:
        return f"{english}: more than {limit} {unit}", f"{french} : plus de {limit_fr} {unit_fr}"
    seen, seen_fr = f"{excess.seen:,}", f"{excess.seen:,}".replace(",", "\u202f")
    return f"{english}: {seen} {unit}, more than {limit}", f"{french} : {seen_fr} {unit_fr}, plus de {limit_fr}"


class PaymentError(Exception):
    """Nothing moved, or the vendor said no. Catch `OutcomeUnknown` beside it, not under it."""

    #: Why, as a word: the vendor's or ours. `None` when there is no code for it.
    code: Code | None = None
    #: The HTTP status it came with, if it came with one.
    http_status: int | None = None
    #: What happened, in English.
    message: str = ""
    #: The same in French.
    message_fr: str = ""
    #: True when the very same call may be made again without harm.
    retryable: bool = False

    def __init__(self, message: str, message_fr: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.message_fr = message_fr or message

    @property
    def description(self) -> str:
        """What happened, in English, for the customer."""
        return self.code.description if self.code is not None else self.message

    @property
    def description_fr(self) -> str:
        """What happened, in French, for the customer."""
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
        likely_fr = "" if suggestion is None else f". Vouliez-vous dire {suggestion} ?"
        super().__init__(f"{field}: {problem}; allowed: {allowed}{likely}", f"Champ invalide : {field}{likely_fr}")
        #: Which field: `amount`, `transfers[3].phone`.
        self.field = field
        #: What was wrong with it.
        self.problem = problem
        #: What is allowed.
        self.allowed = allowed
        #: Which of the allowed words was likely meant, when one is likely.
        self.suggestion = suggestion

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.field, self.problem, self.allowed, self.suggestion)


class PaymentRejected(PaymentError):
    """The vendor said no, and no money moved; with `refund` set, a debit is being given back."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code}: {refusal.code.description}", refusal.code.description_fr)
        #: Everything the vendor said: its message, its complaints about fields, a refund that is due.
        self.refusal = refusal
        self.code = refusal.code
        self.http_status = refusal.http_status

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.refusal,)


class PaymentNotSent(PaymentError):
    """Nothing happened at the vendor: it is safe to make the call again."""

    retryable = True

    def __init__(self, unsent: NotSentReason) -> None:
        strange = _strange(unsent.doubt, unsent.excess)
        super().__init__(*strange or (f"not sent: {unsent.why}", "Rien n'a été envoyé : réessayez."))
        #: Why nothing happened.
        self.unsent = unsent

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.unsent,)


class OperationBusy(PaymentError):
    """Another process has gone further with this operation. Look again with `resume(op_id)`."""

    retryable = True

    def __init__(self, op_id: str) -> None:
        super().__init__(f"{op_id}: another process goes on with it", "Paiement déjà en cours.")
        self.op_id = op_id

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.op_id,)


class RecordError(PaymentError):
    """This record is not for this client: another vendor, test against live, or not readable."""


class WebhookError(PaymentError):
    """Do not believe this webhook. Answer 400, and look at your keys."""


class OutcomeUnknown(Exception):
    """Money may or may not have moved. Neither success nor failure.

    Keep the record, tell the customer to wait, and `resume(op_id)` later: it looks again. Never pay
    again on your own.
    """

    def __init__(self, unknown: UnknownOutcome) -> None:
        why = (_strange(unknown.why, unknown.excess) or (unknown.why,))[0]
        super().__init__(f"{unknown.op_id}: outcome unknown ({why}); plan: {unknown.plan}")
        #: What is known, and how to find out.
        self.unknown = unknown

    @property
    def op_id(self) -> str:
        """The operation to resume."""
        return self.unknown.op_id

    @property
    def plan(self) -> Plan:
        """How it can be found out."""
        return self.unknown.plan

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.unknown,)


class AnswerNeeded(Exception):
    """The operation waits for a person, and nobody was there to ask: pass `on_prompt`, or go step by
    step with `begin` and `advance`. Nothing is lost: `resume(op_id)` asks again."""

    def __init__(self, op_id: str, prompt: Prompt) -> None:
        super().__init__(f"{op_id}: waits for an answer ({prompt.kind})")
        self.op_id = op_id
        #: What to ask or show.
        self.prompt = prompt

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.op_id, self.prompt)


class ConnectFailed(Exception):
    """For transports: certainly no byte of the request has left. In doubt, raise anything else."""


class NoAnswer(Exception):
    """For transports: the request may have been sent, but no whole answer came."""


class AnswerTooLarge(NoAnswer):
    """For transports: there is an answer, of more than the request's `max_body` decompressed bytes."""
