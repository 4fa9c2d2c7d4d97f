"""What can happen on the wire, and what xaalis must make of it (`../../../README.md`, "Why")."""

from dataclasses import dataclass
from typing import Callable

from . import server

REFERENCE = "ch_45a408fd483a4d66b98aeea97aa7c2e2"


@dataclass(frozen=True)
class Scenario:
    """One way to misbehave, one call made through it, and what must come of it with our client."""

    name: str
    behave: Callable
    expect: str
    call: Callable = lambda client: client.create()
    posts: int = 1
    carried_out: int = 1
    deadline: bool = False  # ends when the client gives up
    nobody: bool = False  # nothing listens
    stranger: bool = False  # TLS only: a certificate of a CA the client does not know


def fetch(client):
    return client.fetch(REFERENCE)


def fetch_then_create(client):
    client.fetch(REFERENCE)
    client.settle()
    return client.create()


def transfer(client):
    return client.transfer()


def create_again(client):
    """What a caller does who got no answer: the same once more, under the same id where there is one."""
    try:
        first = client.create()
    except BaseException as error:  # described, then repeated
        first = client.describe(error)
    try:
        second = client.create()
    except BaseException as error:
        second = client.describe(error)
    return first if first == second else f"{first}; then {second}"


def of_amount(amount):
    return lambda client: client.create(amount)


def a_no(name, status, body):
    told = "AuthenticationFailed" if status == 401 else "PaymentRejected"
    return Scenario(name, server.refused(status, body), told, carried_out=0)


def unknown(name, how, **fields):
    return Scenario(name, server.landed(how), "OutcomeUnknown", **fields)


def unsendable(name, call):
    return Scenario(name, server.happy, "InvalidInput", call, posts=0, carried_out=0)


SCENARIOS = [
    Scenario("happy", server.happy, "value"),
    Scenario("happy read", server.happy, "value", fetch, posts=0, carried_out=0),
    a_no("400 and a code", 400, {"status": False, "message": "No such account", "error_code": "INVALID_ACCOUNT"}),
    a_no("401", 401, {"status": False, "message": "Invalid API key"}),
    Scenario("429 once (Django's shape)", server.busy_once, "value", posts=2),
    Scenario("500 HTML", server.html(500), "OutcomeUnknown"),
    Scenario("200 HTML", server.html(200), "OutcomeUnknown"),
    Scenario("200 null", server.null(), "OutcomeUnknown"),
    unknown("truncated body", lambda wire: wire.promise(server.CREATED, 60)),
    unknown("hang", lambda wire: wire.hang(), deadline=True),
    unknown("drip, a byte a second", lambda wire: wire.drip(server.CREATED), deadline=True),
    unknown("reset after the request was read", lambda wire: wire.reset()),
    unknown("64 MB of answer", lambda wire: wire.flood(64)),
    Scenario("302 to another host", server.redirect(302), "OutcomeUnknown", carried_out=0),
    Scenario("307 to another host", server.redirect(307), "OutcomeUnknown", carried_out=0),
    Scenario("307 of a read", server.redirect(307), "PaymentNotSent", fetch, posts=0, carried_out=0),
    Scenario("unknown status", server.with_data(status="reversed"), "value"),
    Scenario("unknown new field", server.with_data(channel="ussd"), "value"),
    Scenario("unknown new field of a read", server.with_data(channel="ussd"), "value", fetch, posts=0, carried_out=0),
    Scenario("unknown new field of a transfer", server.with_data(channel="ussd"), "value", transfer),
    unknown("transfer, reset after it was read", lambda wire: wire.reset(), call=transfer),
    unsendable("path injection in an id", lambda client: client.fetch("../settlements/x/cancel/")),
    unsendable("empty id", lambda client: client.fetch("")),
    unsendable("amount NaN", of_amount(float("nan"))),
    unsendable("amount -5", of_amount(-5)),
    unsendable("amount 100.5", of_amount(100.5)),
    Scenario("landed, reply lost, asked again", server.lost_once, "OutcomeUnknown", create_again),
    Scenario("reset on a kept connection", server.get_then(lambda wire: wire.reset()), "OutcomeUnknown", fetch_then_create),
    Scenario("kept connection closed by the server", server.close_after_get, "value", fetch_then_create),
    Scenario("a read's first reply lost", server.lost_once, "value", fetch, posts=0, carried_out=0),
    Scenario("nobody listens", server.happy, "PaymentNotSent", posts=0, carried_out=0, nobody=True),
    Scenario("certificate of a stranger", server.happy, "PaymentNotSent", posts=0, carried_out=0, stranger=True),
]
