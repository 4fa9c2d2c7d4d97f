"""What a program at a relay's end is told and tells: core's `relay::View`, in the words that pages have."""

from __future__ import annotations

from ._data import _Data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal


class Offer(_Data):
    """A bill that is owed, and can be paid.

    bill: Its reference.
    amount: What is owed in whole XOF francs, the biller's own fee among it.
    due_date: When it is due, as the biller writes it.
    """

    bill: str
    amount: int
    due_date: str | None = None


class Prompt(_Data):
    """What the payer has to be shown while the payment waits for them.

    kind: `otp`: ask for the one-time code; `dial`: they confirm on the phone; `redirect`: they pay at `url`; `bill`:
        they choose one of `bills`.
    text: The vendor's instruction, in French, the payer's own number masked; may be empty.
    url: The vendor's payment page.
    problem: What was wrong with the last code: `malformed`, `invalid`, `expired`, `still_valid`, `no_answer`,
        `refused`, `repeated`.
    bills: The bills that are owed; perhaps none that can be paid here.
    """

    kind: str
    text: str = ""
    url: str | None = None
    problem: str | None = None
    bills: tuple[Offer, ...] = ()


class Receipt(_Data):
    """How an order ended.

    kind: `settled`; `rejected`, and no money moved; `not_sent`: nothing reached the vendor; `unknown`: the shop finds
        out, and nothing must be paid again meanwhile.
    code: Of a rejected one: which kind of no, a word such as `PAYMENT_FAILED`.
    text: What to tell the buyer, in English.
    text_fr: And in French.
    token: Of a settled top-up: the code for the meter, once it is known. `repr` does not show it.
    """

    _hidden = ("token",)
    kind: str
    code: str | None = None
    text: str | None = None
    text_fr: str | None = None
    token: str | None = None


class View(_Data):
    """How an order stands. A newer relay may say a `state`, `kind` or `why` that is not named here: show it as one
    that waits.

    order: The shop's order.
    rev: The attempt, and how many codes were sent for it: `1.0`; `0.0` before anything was begun.
    amount: In whole XOF francs; of a bill the most it may be, until one was chosen.
    currency: `XOF`.
    state: `ready`: nothing was begun; `working`: a request is under way; `asking`: the payer's code is waited for, or
        which bill is to be paid; `waiting`: the payer or the vendor has not finished; `done`: it ended, or nobody
        knows.
    why: Of one that waits: for the `payer`, for the `vendor`, or for what became of a request that was `lost`.
    prompt: What the payer has to be shown.
    outcome: How it ended.
    codes_left: How many codes may be sent yet for this attempt.
    next_attempt: There while `start` is heard: after nothing, after a no, and while a number that was mistyped may be
        given up.
    """

    order: str
    rev: str
    amount: int
    currency: str
    state: str
    why: str | None = None
    prompt: Prompt | None = None
    outcome: Receipt | None = None
    codes_left: int | None = None
    next_attempt: int | None = None


class Problem(_Data):
    """What was wrong with what the person did last.

    word: `invalid` (a field), `open` and `busy` (it is under way already), `payer_busy`, `wrong_codes`, `codes_spent`
        and `too_many` (wait), `over_limit` (a bill of more than was allowed), or `offline`, when nothing got through
        for two minutes.
    field: The field, of an invalid one: `phone`, `provider`, `code` or `bill`.
    allowed: What is allowed there, in English.
    """

    word: str
    field: str | None = None
    allowed: str | None = None


class Payer(_Data):
    """Who pays.

    phone: The number as typed; none for a payment page, and none for a bill.
    provider: The operator, where the number's prefix does not tell: `orange_bf`, `moov_bf`, `coris_bf`, `sank_bf`.
    """

    _hidden = ("phone",)
    phone: str | None = None
    provider: str | None = None


class Shown(_Data):
    """News: how it stands, and what was wrong with what the person did last."""

    view: View
    problem: Problem | None = None


class Ended(_Data):
    """The order's end. Where `view.next_attempt` is given, `start` begins once more.

    kind: That of `view.outcome`.
    """

    kind: str
    view: View
    problem: Problem | None = None


class Refused(_Data):
    """The relay does not take this token or request: the shop has to look. What was begun goes on at the shop.

    word: The relay's: `token_invalid`, `token_expired` twice in a row, `origin`; empty where no relay answered.
    """

    word: str

    @property
    def kind(self) -> Literal["refused"]:
        """As `Ended` has it."""
        return "refused"


def view_of(text: str) -> View:
    """Members that this version does not know are left out."""
    from json import loads

    given = loads(text)
    prompt, outcome = given.get("prompt"), given.get("outcome")
    if prompt is not None and not str(prompt.get("url")).lower().startswith(("https://", "http://")):
        # A browser is sent there: nothing that would run in it.
        prompt.pop("url", None)
    if prompt is not None:
        prompt["bills"] = tuple([Offer(**_known(Offer, bill)) for bill in prompt.get("bills", ())])
    given |= {
        "prompt": prompt and Prompt(**_known(Prompt, prompt)),
        "outcome": outcome and Receipt(**_known(Receipt, outcome)),
    }
    return View(**_known(View, given))


def _known(kind: Any, given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in kind._fields if name in given}
