"""The relay: pages pay without ever holding your key (`xaalis.relay`), with the settings, the journal and the
database of your project.

```python
# settings.py
XAALIS = {
    ...,
    "RELAY_URL": "https://shop.example/xaalis/pay",     # as `xaalis.django.urls` has it
    "RELAY_KEYS": {"a1": env["XAALIS_RELAY_KEY"]},      # manage.py xaalis_relay_key
    "RELAY_ORIGINS": ["https://shop.example"],
}

# views.py: your own session says whose order it is
def token(request, pk):
    order = get_object_or_404(Order, pk=pk, customer=request.user)
    return JsonResponse({"token": relay.mint(order.pk, order.total)})
```

Bills are paid at an address of their own, from *your* balance at DEXCHANGE: for your staff, or once the money was
collected.

```python
# settings.py
XAALIS = {
    ...,
    "RELAY_BILLS_URL": "https://shop.example/xaalis/bills",
    "RELAY_CODES": "shop.codes.Codes",                  # yours: keeps the meters' codes. Without, no top-ups
}

# views.py
relay.mint(f"bill-{order.pk}", 25_000, service="SENELEC_SN_BILL", customer="210278816")
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

from xaalis._given import Hidden
from xaalis._requests import wsgi_request
from xaalis.relay import MOST_BODY, Incoming, Relay

from . import conf
from .clients import bills_relay, relay
from .views import outside, read_body

__all__ = ["bills_relay", "bills_view", "mint", "relay", "view"]


def mint(
    order: str | int,
    amount: int,
    *,
    operation: str | None = None,
    seconds: int | None = None,
    origins: Iterable[str] | None = None,
    phone: str | None = None,
    service: str | None = None,
    customer: str | None = None,
) -> str:
    """A token for the page of one order: `xaalis.relay.Relay.mint`. Give it to nobody but that order's customer.

    order: Its primary key: a new id for each page that is loaded would let one order be paid twice. An id is of one
        order, whichever address it is paid at: `bill-42`.
    amount: In XOF francs. Of a bill the most that it may cost; of a top-up exactly that.
    service: Of a bill, with `customer`: the token is for the address of bills then, and for no other.

    Raises `NotConfigured` without the settings, `InvalidInput` naming the argument.
    """
    number, whose = Hidden(phone), Hidden(customer)
    del phone, customer
    is_bill = operation == "pay_bill" or service is not None or whose.value is not None
    return (bills_relay() if is_bill else relay()).mint(
        order,
        amount,
        operation=operation,
        seconds=seconds,
        origins=origins,
        phone=number.value,
        service=service,
        customer=whose.value,
    )


@outside
def view(request: HttpRequest) -> HttpResponse:
    """The relay's address. It answers 404 without `RELAY_URL`."""
    return _answered(request, relay) if conf.option("RELAY_URL") else HttpResponse(status=404)


@outside
def bills_view(request: HttpRequest) -> HttpResponse:
    """The address of bills. It answers 404 without `RELAY_BILLS_URL`."""
    return _answered(request, bills_relay) if conf.option("RELAY_BILLS_URL") else HttpResponse(status=404)


def _answered(request: HttpRequest, made: Callable[[], Relay]) -> HttpResponse:
    answer = made().handle(_incoming(request))
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in answer.headers:
        response.headers[name] = value
    return response


def _incoming(request: HttpRequest) -> Incoming:
    body = Hidden(read_body(request, MOST_BODY + 1))
    scope: Any = getattr(request, "scope", None)
    if scope is None:
        told = wsgi_request(request.META | {"wsgi.input": _Nothing()})
        return Incoming(method=told.method, target=told.target, headers=told.headers, body=body.value)
    path, query = scope.get("raw_path") or request.path.encode(), scope.get("query_string") or b""
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    target = (path + b"?" + query if query else path).decode("latin-1")
    # Not the request's own, which is written large whatever came.
    return Incoming(method=scope["method"], target=target, headers=headers, body=body.value)


class _Nothing:
    """The body was read."""

    def read(self, _most: int) -> bytes:
        return b""
