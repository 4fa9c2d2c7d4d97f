"""Lists that are gone through as they arrive, and those that are searched: however they are cut."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import pickle
import socket
import threading
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import xaalis
from xaalis import types

from .loopback import Answer, Loopback, closing

LISTS = ["charges", "checkouts", "transfers", "settlements"]
KEY = "sk_test_listing"


def item(number: int, **fields: Any) -> dict[str, Any]:
    return {"reference": f"ch_{number}", "status": "success", "amount": 700, "live_mode": False, "phone": "76000000"} | fields


def envelope(items: list[Any], **fields: Any) -> bytes:
    return json.dumps({"status": True, "message": "é€🙂", "data": items} | fields, ensure_ascii=False).encode()


BODY = envelope([item(number, note="]}\"é") for number in range(40)])


def in_pieces(body: bytes, size: int, *, whole: bool = True, pause: float = 0.0, after: Callable[[], object] = lambda: None) -> Answer:
    """A good answer in chunks; not `whole`: it breaks off."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for at in range(0, len(body), size):
            piece = body[at : at + size]
            connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            time.sleep(pause)
        after()
        if not whole:
            raise ConnectionAbortedError
        connection.sendall(b"0\r\n\r\n")

    return answer


def endless(gone: threading.Event) -> Answer:
    """Charges without an end; `gone` once nobody reads on."""

    def answer(connection: socket.socket) -> None:
        one = json.dumps(item(1)).encode() + b","
        try:
            connection.sendall(b'HTTP/1.1 200 OK\r\n\r\n{"status":true,"data":[')
            while True:
                connection.sendall(one * 100)
        except OSError:
            gone.set()
            raise

    return answer


def gone_through(client: Any, name: str = "charges") -> tuple[list[Any], BaseException | None, Any]:
    """What came, what was raised, and the iterator."""
    came: list[Any] = []
    listing: Any = None

    def blocking() -> None:
        nonlocal listing
        listing = getattr(client, name).iter()
        for one in listing:
            came.append(one)

    async def awaited() -> None:
        nonlocal listing
        listing = getattr(client, name).iter()
        async for one in listing:
            came.append(one)

    try:
        asyncio.run(awaited()) if isinstance(client, xaalis.AsyncSenfenico) else blocking()
    except Exception as error:
        return came, error, listing
    return came, None, listing


KINDS = [xaalis.Senfenico, xaalis.AsyncSenfenico]
CHARGES = "/v1/payment/charges"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 7, 1000, 100_000])
def test_a_list_is_the_same_however_it_arrives(server: Loopback, kind: Any, size: int) -> None:
    server.answers[CHARGES] = in_pieces(BODY, size)
    client = kind(KEY, base_url=server.url)
    came, error, listing = gone_through(client)
    assert error is None and [one.reference for one in came] == [f"ch_{number}" for number in range(40)]
    assert all(type(one) is types.Charge for one in came) and listing.unreadable == []
    plain = client.charges.list() if kind is xaalis.Senfenico else asyncio.run(client.charges.list())
    assert plain == came and type(plain) is types.Items


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_one(server: Loopback, kind: Any, name: str) -> None:
    for path in (f"/v1/payment/{name}", f"/v1/payment/{name}/"):
        server.answers[path] = in_pieces(envelope([item(1), item(2)]), 11)
    came, error, listing = gone_through(kind(KEY, base_url=server.url), name)
    assert error is None and [one.reference for one in came] == ["ch_1", "ch_2"]
    assert "over" in repr(listing) and KEY not in repr(listing)
    with pytest.raises(TypeError):
        pickle.dumps(listing)


@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_item_hides_no_other_and_has_its_place(server: Loopback, kind: Any) -> None:
    large = item(5, note="x" * (1 << 20))
    items = [item(0), None, item(2, amount=-1), item(3), 7, large, item(6)]
    server.answers[CHARGES] = in_pieces(envelope(items), 10_000)
    came, error, listing = gone_through(kind(KEY, base_url=server.url))
    assert error is None and [one.reference for one in came] == ["ch_0", "ch_3", "ch_6"]
    assert [odd.index for odd in listing.unreadable] == [1, 2, 4, 5] and listing.unreadable_count == 4
    *small, big = listing.unreadable
    assert [odd.excess for odd in small] == [None] * 3
    assert big.excess == types.Excess(limit=1 << 20, seen=len(json.dumps(large))), "by name and number"
    assert "76000000" not in repr(listing.unreadable), "may name a person"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("body", "whole"),
    [(BODY, False), (BODY[:-1], True), (BODY[:-2], True), (BODY[:2000], True), (BODY[:2000], False), (BODY.replace(b"true", b"null", 1), True)],
)
def test_a_list_that_breaks_off_is_no_list(server: Loopback, kind: Any, body: bytes, whole: bool) -> None:
    server.answers[CHARGES] = in_pieces(body, 300, whole=whole)
    came, error, listing = gone_through(kind(KEY, base_url=server.url))
    assert type(error) is xaalis.PaymentNotSent and error.unsent.why == "unanswered"
    assert 0 < len(came) <= 40 and len(server.requests) == 1, "what was handed out is not read again"
    assert next(iter([]) if kind is xaalis.AsyncSenfenico else listing, None) is None
    # Nobody was handed anything: as any read, it is tried again.
    client = kind(KEY, base_url=server.url)
    with pytest.raises(xaalis.PaymentNotSent):
        client.charges.list() if kind is xaalis.Senfenico else asyncio.run(client.charges.list())
    assert len(server.requests) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_what_fails_before_anything_came_is_tried_again(server: Loopback, kind: Any) -> None:
    tries: list[int] = []

    def answer(connection: socket.socket) -> None:
        tries.append(1)
        in_pieces(BODY[:60], 9, whole=False)(connection) if len(tries) < 3 else in_pieces(BODY, 999)(connection)

    server.answers[CHARGES] = answer
    waits: list[Any] = []
    came, error, _ = gone_through(kind(KEY, base_url=server.url, on_wait=lambda until, why: waits.append(why)))
    assert error is None and len(came) == 40 and len(tries) == 3
    assert waits == ["backoff"] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_is_raised(server: Loopback, kind: Any) -> None:
    refusal = {"status": False, "error_code": "UNAUTHORIZED", "message": "no"}

    def answer(connection: socket.socket) -> None:
        text = json.dumps(refusal).encode()
        connection.sendall(b"HTTP/1.1 401 X\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))

    server.answers[CHARGES] = answer
    came, error, _ = gone_through(kind(KEY, base_url=server.url))
    assert came == [] and isinstance(error, xaalis.PaymentRejected)


def test_nothing_is_sent_before_the_first_is_asked_for(server: Loopback) -> None:
    xaalis.Senfenico(KEY, base_url=server.url).charges.iter()
    xaalis.AsyncSenfenico(KEY, base_url=server.url).charges.iter()
    assert server.requests == []


@pytest.mark.parametrize("way", ["break", "close", "with", "raise"])
def test_who_leaves_early_leaves_nothing_open(server: Loopback, way: str) -> None:
    gone = threading.Event()
    server.answers[CHARGES] = endless(gone)
    client = xaalis.Senfenico(KEY, base_url=server.url)
    if way == "break":
        for _ in client.charges.iter():
            break
    elif way == "close":
        listing = client.charges.iter()
        next(listing)
        listing.close()
        assert list(listing) == []
    elif way == "with":
        with client.charges.iter() as charges:
            next(charges)
    else:
        with pytest.raises(LookupError):
            for _ in client.charges.iter():
                raise LookupError
    assert gone.wait(5), "the connection is closed"
    # The client is as good as new.
    server.answers[CHARGES] = in_pieces(BODY, 1000)
    assert len(client.charges.list()) == 40


@pytest.mark.parametrize("way", ["break", "close", "with", "cancel"])
def test_who_leaves_early_leaves_nothing_open_in_asyncio(server: Loopback, way: str) -> None:
    gone = threading.Event()
    server.answers[CHARGES] = endless(gone)

    async def leave(client: xaalis.AsyncSenfenico) -> None:
        if way == "break":
            async for _ in client.charges.iter():
                break
        elif way == "close":
            listing = client.charges.iter()
            await listing.__anext__()
            await listing.aclose()
            assert [one async for one in listing] == []
        elif way == "with":
            async with client.charges.iter() as charges:
                await charges.__anext__()
        else:

            async def all_of_them() -> None:
                async for _ in client.charges.iter():
                    await asyncio.sleep(0)

            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(all_of_them(), 0.2)
        gc.collect()
        assert await asyncio.to_thread(gone.wait, 5), "the connection is closed"
        server.answers[CHARGES] = in_pieces(BODY, 1000)
        assert len(await client.charges.list()) == 40
        (bridge,) = client._desk.transport._bridges.values()
        assert len(bridge) == 0, "nothing is awaited any more"

    asyncio.run(leave(xaalis.AsyncSenfenico(KEY, base_url=server.url)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_vendor_that_falls_silent_is_not_waited_for_without_end(server: Loopback, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers[CHARGES] = in_pieces(BODY[:2000], 500, after=lambda: time.sleep(1.5))
    client = kind(KEY, base_url=server.url)
    send = client._desk.transport
    hurried = send if kind is xaalis.Senfenico else send.submit
    if kind is xaalis.Senfenico:
        client._desk.transport = lambda request: hurried(request.within(300))
    else:
        monkeypatch.setattr(send, "submit", lambda request: hurried(request.within(300)))
    begun = time.monotonic()
    came, error, _ = gone_through(client)
    assert type(error) is xaalis.PaymentNotSent and error.unsent.doubt == "no_answer" and came
    assert time.monotonic() - begun < 1.4


def test_a_signal_ends_the_wait(server: Loopback, alarm: Any) -> None:
    server.answers[CHARGES] = in_pieces(BODY[:2000], 500, after=lambda: time.sleep(2))
    alarm(0.5, LookupError("enough"))
    listing = xaalis.Senfenico(KEY, base_url=server.url).charges.iter()
    with pytest.raises(LookupError):
        for _ in listing:
            pass
    assert list(listing) == []


# Transports of one's own.


def parts(body: bytes, size: int, closed: list[int]) -> Iterator[bytes]:
    try:
        for at in range(0, len(body), size):
            yield body[at : at + size]
    finally:
        closed.append(1)


async def later(body: bytes, size: int, closed: list[int]) -> AsyncIterator[bytes]:
    for part in parts(body, size, closed):
        await asyncio.sleep(0)
        yield part
    closed.append(2)


@pytest.mark.parametrize("way", ["whole", "parts", "async parts", "sync parts in asyncio"])
def test_a_transport_of_ones_own_may_hand_over_parts_or_all(way: str) -> None:
    requests: list[xaalis.Request] = []
    closed: list[int] = []

    def answer(request: xaalis.Request) -> xaalis.Response:
        requests.append(request)
        if way == "whole":
            return xaalis.Response(200, {}, BODY)
        return xaalis.Response(200, {}, later(BODY, 13, closed) if way == "async parts" else parts(BODY, 13, closed))

    async def answer_later(request: xaalis.Request) -> xaalis.Response:
        return answer(request)

    clients: list[Any] = [xaalis.AsyncSenfenico(KEY, transport=answer_later)]
    if "async" not in way:
        clients.append(xaalis.Senfenico(KEY, transport=answer))
    for client in clients:
        came, error, _ = gone_through(client)
        assert error is None and len(came) == 40
        plain = client.charges.list() if type(client) is xaalis.Senfenico else asyncio.run(client.charges.list())
        assert plain == came
    assert all(request.in_parts and request.max_body == 16 << 20 for request in requests)
    assert len(closed) >= (0 if way == "whole" else 2 * len(clients))


@pytest.mark.parametrize("pauses_after", [None, 0, 1, 2])
@pytest.mark.parametrize("number", [2, 9_000])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_the_same_whether_it_is_read_at_once_or_not(kind: Any, number: int, pauses_after: int | None) -> None:
    """At once where it is short and soon there; one item is odd, and its place is told either way."""
    items = [item(at, note="x" * 20) for at in range(number)]
    body = envelope([*items, {"reference": 7}, *items])
    assert (len(body) > 1 << 20) == (number > 2)
    third = len(body) // 3

    def pieces() -> Iterator[bytes]:
        for at, piece in enumerate((body[:third], body[third : 2 * third], body[2 * third :])):
            yield piece
            if at == pauses_after:
                time.sleep(1.05)

    client = kind(KEY, transport=lambda request: xaalis.Response(200, {}, pieces()))
    came = client.charges.list() if kind is xaalis.Senfenico else asyncio.run(client.charges.list())
    assert [one.reference for one in came] == [one["reference"] for one in items] * 2
    assert [odd.index for odd in came.unreadable] == [number]


def test_parts_are_taken_of_any_answer_within_its_cap() -> None:
    """Of one that is no list as well, though a transport need not."""
    closed: list[int] = []
    body = json.dumps({"status": True, "data": item(1)}).encode()

    def answer(request: xaalis.Request) -> xaalis.Response:
        assert not request.in_parts
        return xaalis.Response(200, {}, parts(answer.body, 999, closed))  # type: ignore[attr-defined]

    client = xaalis.Senfenico(KEY, transport=answer)
    answer.body = body  # type: ignore[attr-defined]
    assert client.charges.fetch("ch_1").reference == "ch_1"
    answer.body = body + b" " * (1 << 20)  # type: ignore[attr-defined]
    with pytest.raises(xaalis.PaymentNotSent) as caught:
        client.charges.fetch("ch_1")
    assert caught.value.unsent.excess == types.Excess(limit=1 << 20) and "1,048,576" in str(caught.value)
    assert closed == [1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_an_iterator_that_fails_counts_as_no_answer(kind: Any) -> None:
    def failing() -> Iterator[Any]:
        yield BODY[:3000]
        raise xaalis.errors.NoAnswer("cut")

    def of_text() -> Iterator[Any]:
        yield BODY[:3000]
        yield "text"

    for broken in (failing, of_text):
        calls: list[int] = []

        def answer(request: xaalis.Request) -> xaalis.Response:
            calls.append(1)
            return xaalis.Response(200, {}, broken())

        client = kind(KEY, transport=answer)
        came, error, _ = gone_through(client)
        assert type(error) is xaalis.PaymentNotSent and came and calls == [1], broken
        assert error.__cause__ is not None


def test_a_list_that_is_too_large_to_be_kept_whole_is_called_so() -> None:
    large = BODY + b" " * (16 << 20)
    client = xaalis.Senfenico(KEY, transport=lambda _: xaalis.Response(200, {}, large))
    with pytest.raises(xaalis.PaymentNotSent) as caught:
        list(client.charges.iter())
    assert caught.value.unsent.excess == types.Excess(limit=16 << 20) and "16,777,216" in str(caught.value)


@pytest.mark.parametrize("logged", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_charge_is_found_in_a_list_without_an_end_for_those_who_keep_it(
    server: Loopback, kind: Any, logged: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """24 MB, more than is read whole: with and without somebody who listens to the log."""
    caplog.set_level(logging.INFO if logged else logging.WARNING, "xaalis")
    sent = int(time.time() * 1000)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(sent / 1000))
    lost = item(77, status="success", amount=1000, phone="76123456", provider="orange_bf", created_at=stamp)
    others = [item(1000 + number, amount=1000, phone="70000000", provider="moov_bf", created_at=stamp, note="n" * 300) for number in range(50_000)]
    body = envelope([*others[:30_000], lost, *others[30_000:]])
    assert len(body) > 16 << 20
    server.answers["/v1/payment/charges/"] = closing
    server.answers["/v1/payment/charges/ch_77"] = in_pieces(json.dumps({"status": True, "data": lost}).encode(), 50)
    server.answers[CHARGES] = in_pieces(body, 60_000)
    client = kind(KEY, base_url=server.url)
    clock = Hurried()
    client._desk.clock = clock
    order = types.CollectOrder(types.NewCharge(amount=1000, phone="76123456"))

    def search() -> Any:
        payment = client.begin("op-1", order)
        return payment.run(timeout=600)

    async def search_later() -> Any:
        payment = await client.begin("op-1", order)
        return await payment.run(timeout=600)

    tracemalloc.start()
    charge = search() if kind is xaalis.Senfenico else asyncio.run(search_later())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert charge.reference == "ch_77"
    assert peak < 8 << 20, "of Python's memory"
    assert [path for method, path in server.requests if method == "GET"] == [CHARGES, "/v1/payment/charges/ch_77"]


class Hurried:
    """Waits pass at once."""

    def __init__(self) -> None:
        self._ahead = 0

    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self._ahead

    def sleep_until(self, until: int) -> None:
        self._ahead += max(until - self.now(), 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_does_not_read_its_parents_answer(server: Loopback) -> None:
    server.answers[CHARGES] = in_pieces(BODY, 400, pause=0.01)
    listing = xaalis.Senfenico(KEY, base_url=server.url).charges.iter()
    came = [next(listing)]
    child = os.fork()
    if child == 0:
        told = 1
        try:
            for _ in listing:
                pass
        except xaalis.PaymentNotSent:
            told = 7
        finally:
            os._exit(told)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert len([*came, *listing]) == 40, "the parent goes on"
