"""A loopback server that misbehaves in one way per scenario, and counts what reached it.

One listener for each scenario, so that many run at once and none counts another's requests. A second
listener under another name (`localhost`, another port) stands for another host.
"""

import contextlib
import json
import socket
import ssl
import struct
import threading
from dataclasses import dataclass, field

CREATED = {
    "status": True,
    "message": "Charge attempted",
    "data": {
        "reference": "ch_1ba1b4d1268b41079ee84c777e999f51",
        "status": "send_otp",
        "display_text": "Composez *144*4*6*500# pour obtenir un code OTP.",
        "live_mode": False,
    },
}
CHARGE = {
    "status": True,
    "message": "Charge attempted",
    "data": {
        "reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2",
        "amount": 1000,
        "fees": "3.50",
        "currency": "XOF",
        "transaction_date": "2024-08-18T12:52:33.569084Z",
        "ip_address": "172.18.0.1",
        "status": "success",
        "live_mode": False,
        "payment_method": "mobile_money",
        "provider": "orange_bf",
        "phone": "76000000",
        "cancelled_at": None,
        "cancellation_reason": None,
        "created_at": "2024-08-18T12:52:33.572801Z",
        "updated_at": "2024-08-18T12:58:04.376754Z",
        "confirmation_attempts": [],
    },
}
QUEUED = {
    "status": True,
    "message": "Transfer has been queued",
    "data": {
        "reference": "tr_ef733c5a98b04a51b00773256d8b8f2f",
        "amount": 1000,
        "fees": 1.5,
        "recipient_phone": "76000000",
        "currency": "XOF",
        "ip_address": "172.18.0.1",
        "status": "pending",
        "live_mode": False,
        "recipient_wallet": "orange_bf",
        "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
        "created_at": "2024-03-21T21:08:33.336879Z",
    },
}
HTML = "<html><body><h1>Server Error (500)</h1></body></html>"


@dataclass
class Seen:
    """One request that arrived whole."""

    method: str
    path: str
    headers: dict
    body: bytes


@dataclass
class Host:
    """A listener and what reached it."""

    url: str
    requests: list = field(default_factory=list)
    carried_out: int = 0  # money POSTs this vendor acted upon, whatever it then answered


class Misbehaving:
    """`behave(wire, seen, nth)` answers the nth request of a connection's host, or does worse."""

    def __init__(self, behave, tls=None):
        """`tls` is an `ssl.SSLContext` for a server, or nothing for plain HTTP."""
        self._behave = behave
        self._tls = tls
        self._open, self._lock, self._ended = set(), threading.Lock(), threading.Event()
        scheme = "https" if tls else "http"
        self._listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        ports = [listener.getsockname()[1] for listener in self._listeners]
        self.host = Host(f"{scheme}://127.0.0.1:{ports[0]}")
        self.elsewhere = Host(f"{scheme}://localhost:{ports[1]}")
        for host, listener in zip([self.host, self.elsewhere], self._listeners, strict=True):
            threading.Thread(target=self._accept, args=(host, listener), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ended.set()
        for thing in [*self._listeners, *self._open]:
            with contextlib.suppress(OSError):
                thing.shutdown(socket.SHUT_RDWR)
            thing.close()

    def _accept(self, host, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(host, connection), daemon=True).start()

    def _converse(self, host, connection):
        with self._lock:
            self._open.add(connection)
        # A client that goes away in the middle is what some scenarios are about.
        with contextlib.suppress(OSError, ssl.SSLError, ValueError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.add(connection)
            # Both must be closed before the system closes the connection.
            with connection, connection.makefile("rb") as reader:
                self._serve(host, connection, reader)

    def _serve(self, host, connection, reader):
        while (seen := read_request(reader)) is not None:
            with self._lock:
                host.requests.append(seen)
                nth = len(host.requests)
            wire = Wire(connection, host, self.elsewhere, self._ended)
            # At the other host everything is fine: what matters is what reached it.
            (happy if host is self.elsewhere else self._behave)(wire, seen, nth)
            if wire.closed:
                return


def read_request(reader):
    """The next request of a connection, whole; nothing at its end."""
    line = reader.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {}
    while (raw := reader.readline().decode("latin-1").strip()):
        name, _, value = raw.partition(":")
        headers[name.strip().lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", 0)))
    return Seen(line[0], line[1], headers, body)


class Wire:
    """What a behaviour can do to the connection."""

    def __init__(self, connection, host, elsewhere, ended):
        self._connection, self._host, self._ended = connection, host, ended
        self.elsewhere = elsewhere.url
        self.closed = False

    def carried_out(self, seen):
        """The vendor acted upon it, if it was about money."""
        self._host.carried_out += seen.method == "POST"

    def answer(self, status, body, *, kind="application/json", **headers):
        self._connection.sendall(head(status, kind, len(body.encode()), headers) + body.encode())

    def json(self, status, body, **headers):
        self.answer(status, json.dumps(body), **headers)

    def send(self, data, *, closes=False):
        """These bytes and nothing else."""
        self._connection.sendall(data)
        self.closed = closes

    def promise(self, body, sent):
        """Names the whole length, sends a part, and closes."""
        whole = json.dumps(body).encode()
        self._connection.sendall(head(200, "application/json", len(whole), {}) + whole[:sent])
        self.close()

    def drip(self, body):
        """A byte a second: there is always something to wait for."""
        whole = json.dumps(body).encode()
        # Padded, or a short answer would be complete before any deadline.
        whole += b" " * 600
        self._connection.sendall(head(200, "application/json", len(whole), {}))
        for byte in whole:
            if self._ended.wait(1):
                return
            self._connection.sendall(bytes([byte]))

    def flood(self, megabytes):
        """Far more than any answer has."""
        self._connection.sendall(head(200, "application/json", megabytes << 20, {}))
        for _ in range(megabytes):
            self._connection.sendall(b" " * (1 << 20))

    def hang(self):
        self._ended.wait()

    def reset(self):
        """RST instead of FIN, so that nothing says the request had been read."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self):
        """After this answer: FIN, or RST where `reset` asked for it."""
        self.closed = True


def head(status, kind, length, headers):
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def happy(wire, seen, _nth):
    wire.carried_out(seen)
    wire.json(200, sample(seen))


def sample(seen):
    """The vendor's page's answer to this call."""
    if seen.method == "GET":
        return CHARGE
    return QUEUED if "/transfers" in seen.path else CREATED


def refused(status, body):
    """A no that came before any effect."""
    return lambda wire, _seen, _nth: wire.json(status, body)


def busy_once(wire, seen, nth):
    """Django REST framework's own refusal: no `status`, no `error_code`."""
    if nth == 1:
        wire.json(429, {"detail": "Request was throttled. Expected available in 1 second."}, Retry_After="1")
    else:
        happy(wire, seen, nth)


def landed(how):
    """The vendor acts upon the request; `how` says what becomes of the answer."""

    def behave(wire, seen, _nth):
        wire.carried_out(seen)
        how(wire)

    return behave


def html(status):
    return landed(lambda wire: wire.answer(status, HTML, kind="text/html"))


def null():
    return landed(lambda wire: wire.answer(200, "null"))


def redirect(status):
    """To another host; whether anything was carried out nobody can tell, so nothing counts as such."""
    return lambda wire, seen, _nth: wire.answer(status, "", Location=wire.elsewhere + seen.path)


def with_data(**fields):
    def behave(wire, seen, _nth):
        wire.carried_out(seen)
        base = sample(seen)
        wire.json(200, base | {"data": base["data"] | fields})

    return behave


def lost_once(wire, seen, nth):
    """The first is acted upon and its answer lost; later ones are acted upon and answered."""
    wire.carried_out(seen)
    if nth == 1:
        wire.reset()
    else:
        wire.json(200, sample(seen))


def get_then(how):
    """A read is answered well, so that the connection is kept; the payment that follows on it is not."""

    def behave(wire, seen, nth):
        if seen.method == "GET":
            happy(wire, seen, nth)
        else:
            landed(how)(wire, seen, nth)

    return behave


def close_after_get(wire, seen, nth):
    """Answers a read, promises to keep the connection, and closes it all the same."""
    happy(wire, seen, nth)
    if seen.method == "GET":
        wire.close()
