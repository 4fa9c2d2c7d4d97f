"""A small HTTP server on this machine that does what a test tells it to."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any

#: What a path answers: called with the connection after the request was read.
Answer = Callable[[socket.socket], None]

CREATED: dict[str, Any] = {
    "status": True,
    "message": "Charge attempted",
    "data": {"reference": "ch_1", "status": "send_otp", "live_mode": False, "display_text": "Composez"},
}


def reply(status: int = 200, body: object = CREATED, *headers: str) -> Answer:
    """A whole answer."""
    return lambda connection: connection.sendall(whole(status, body, *headers))


def whole(status: int = 200, body: object = CREATED, *headers: str) -> bytes:
    """A whole answer as bytes."""
    text = (body if isinstance(body, str) else json.dumps(body)).encode()
    head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(text)}", *headers, "", ""]
    return "\r\n".join(head).encode() + text


def last(connection: socket.socket) -> None:
    """A whole answer; the connection is closed without a word when the client has left it idle."""
    reply()(connection)
    time.sleep(0.03)


def silent(connection: socket.socket) -> None:
    """Nothing, until the client goes away."""
    connection.recv(1)


def dripping(connection: socket.socket) -> None:
    """A byte at a time, for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def huge(connection: socket.socket) -> None:
    """More than any client should read."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n")
    while True:
        connection.sendall(b" " * 65536)


def closing(connection: socket.socket) -> None:
    """No answer: the connection is closed once the request was read."""


def cut(connection: socket.socket) -> None:
    """Half an answer."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status": true')


def tunnel(port: int) -> Answer:
    """A proxy's answer to CONNECT: bytes go to and from this port."""

    def answer(connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as far:
            connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_pump, args=(far, connection), daemon=True)
            back.start()
            _pump(connection, far)
            back.join(5)

    return answer


def _pump(near: socket.socket, far: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := near.recv(65536):
            far.sendall(data)
        far.shutdown(socket.SHUT_WR)


class Loopback:
    """Counts connections and requests; answers each path as `answers` says, else with `CREATED`."""

    def __init__(self, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.requests: list[tuple[str, str]] = []
        self.heads: list[str] = []
        self.connections = 0
        self.closed = 0
        #: Of each TLS connection: did the client know the server already?
        self.resumed: list[bool] = []
        self.answers: dict[str, Answer] = {}
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://localhost:{self.port}"

    def __enter__(self) -> Loopback:
        return self

    def __exit__(self, *_: Any) -> None:
        with contextlib.suppress(OSError):
            # Ends the waiting `accept`, which would keep the port open.
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            connection.close()

    def wait_for(self, ready: Callable[[Loopback], bool], seconds: float = 5.0) -> None:
        end = time.monotonic() + seconds
        while not ready(self):
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.005)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self.resumed.append(bool(connection.session_reused))
            self._open.add(connection)
            while self._exchange(connection):
                pass
        except OSError:
            pass
        finally:
            self._open.discard(connection)
            connection.close()
            with self._lock:
                self.closed += 1

    def _exchange(self, connection: socket.socket) -> bool:
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return False
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        while len(body) < length:
            body += connection.recv(65536)
        method, path, _ = lines[0].split(" ")
        with self._lock:
            self.requests.append((method, path))
            self.heads.append(head.decode())
        answer = self.answers.get(path, reply())
        answer(connection)
        return answer not in (closing, cut, last)
