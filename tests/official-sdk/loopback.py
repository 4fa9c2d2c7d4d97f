"""What lets the unmodified SDK speak to a sandbox on this machine: processes, addresses, a webhook receiver."""

import os
import queue
import shlex
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import requests
import senfenico

# The host is a literal in sixteen places of the SDK; no setting changes it.
VENDOR = "https://api.senfenico.com"
SDK_MODULES = ("_balance", "_charge", "_checkout", "_settlement", "_transfer", "_webhook")


class Loopback:
    """Stands where each SDK module looks for `requests`: same calls, sent to the sandbox instead.

    The package's files stay untouched; only the name `requests` inside its modules is another.
    """

    def __init__(self, base):
        self.calls = []
        self._base = base
        self._session = requests.Session()
        # No proxy of the surroundings may carry a call off this machine.
        self._session.trust_env = False

    def get(self, url, **options):
        return self._send("GET", url, options)

    def post(self, url, **options):
        return self._send("POST", url, options)

    def install(self):
        for name in SDK_MODULES:
            getattr(senfenico, name).requests = self

    def close(self):
        self._session.close()

    def _send(self, method, url, options):
        if not url.startswith(VENDOR + "/"):
            raise AssertionError(f"the SDK called another host: {url}")
        self.calls.append((method, url[len(VENDOR):]))
        # The SDK sets no timeout at all; without one a fault of ours would hang the suite.
        return self._session.request(method, self._base + url[len(VENDOR):], timeout=10, **options)


class Sandbox:
    """The sandbox server as a child process, on a free port."""

    def __init__(self, *options):
        built = os.environ.get("SANDBOX_SERVER")
        command = [built] if built else shlex.split("cargo run --quiet -p xaalis-sandbox-server --")
        self._process = subprocess.Popen(
            [*command, "--port", "0", *options],
            cwd=Path(__file__).resolve().parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self._process.stdout.readline().strip()
        ready, _, self.url = line.rpartition(" ")
        if ready != "sandbox on":
            self.stop()
            raise AssertionError(f"the sandbox did not start: {line!r}")

    def stop(self):
        """Asks it to end; returns its exit code, which is 0 for a graceful end."""
        self._process.terminate()
        try:
            return self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
        finally:
            self._process.stdout.close()


class Receiver:
    """A merchant's webhook address: keeps what arrives, byte for byte."""

    def __init__(self):
        received = self._received = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.put((body, self.headers.get("X-Webhook-Hash")))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"

    def next(self):
        """The next webhook, as (raw body, hash header)."""
        return self._received.get(timeout=10)

    def stop(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
