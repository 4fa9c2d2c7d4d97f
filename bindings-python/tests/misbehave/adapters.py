"""The clients that are driven through the scenarios: the vendor's own SDK, and ours."""

import asyncio
import threading
import time
import uuid

KEY = "sk_test_misbehave"
PHONE, PROVIDER = "76000000", "orange_bf"
EXT_ID = "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"


class Client:
    """One client of one scenario. A call returns what it got, in a word, or raises."""

    def __init__(self, url, ca_file=None):
        raise NotImplementedError

    def create(self, amount=1000):
        """A charge: money. Every call of one client means the same charge."""
        raise NotImplementedError

    def transfer(self):
        """A payout: money the other way."""
        raise NotImplementedError

    def fetch(self, reference):
        raise NotImplementedError

    def describe(self, error):
        return type(error).__name__

    @staticmethod
    def settle():
        """Time for a connection that the server closed to be seen closed."""
        time.sleep(0.3)


class Official(Client):
    """senfenico 0.3.0, its files untouched. It sets no timeout, so the driver gives up on it."""

    name = "senfenico 0.3.0"
    deadline = None
    _base = threading.local()

    def __init__(self, url, ca_file=None):
        import senfenico

        senfenico.api_key = KEY
        for module in ("_charge", "_transfer", "_settlement", "_balance", "_checkout"):
            getattr(senfenico, module).requests = self
        self._charge, self._transfer = senfenico.Charge, senfenico.Transfer
        self._url, self._ca_file = url, ca_file

    def create(self, amount=1000):
        self._here()
        answer = self._charge.create(amount=amount, phone=PHONE, provider=PROVIDER)
        if not answer.status:
            return "object, status False"
        return "object" if hasattr(answer.data, "display_text") else "object, display_text lost"

    def transfer(self):
        self._here()
        answer = self._transfer.create(1000, PHONE, PROVIDER, ext_id=EXT_ID)
        return "object" if answer.status else "object, status False"

    def fetch(self, reference):
        self._here()
        answer = self._charge.fetch(reference)
        return "object" if answer.status else "object, status False"

    def describe(self, error):
        text = str(error) if isinstance(error, (KeyError, AttributeError)) else ""
        return f"{type(error).__name__} {text}".strip()

    def _here(self):
        # The SDK's modules are one for all threads; where to send is this thread's.
        Official._base.url, Official._base.ca_file = self._url, self._ca_file

    # What the SDK's modules find under the name `requests`.
    @staticmethod
    def get(url, **options):
        return Official._send("GET", url, options)

    @staticmethod
    def post(url, **options):
        return Official._send("POST", url, options)

    @staticmethod
    def _send(method, url, options):
        import requests

        base = Official._base
        url = base.url + url.removeprefix("https://api.senfenico.com")
        # requests.request's own body, but that no proxy of the surroundings may carry it away.
        with requests.Session() as session:
            session.trust_env = False
            return session.request(method, url, verify=base.ca_file or True, **options)


class Ours(Client):
    """xaalis: the only class here that knows its API."""

    name = "xaalis"
    # core/src/policy.rs: MONEY_TIMEOUT and IN_FLIGHT_GRACE. Real: no knob shortens a payment's deadline.
    deadline = 65

    def __init__(self, url, ca_file=None):
        import xaalis

        self._client = xaalis.Senfenico(KEY, base_url=url, ca_file=ca_file)
        self._op_id = f"op-{uuid.uuid4()}"

    def create(self, amount=1000):
        charge = self._client.charges.create(amount=amount, phone=PHONE, provider=PROVIDER, op_id=self._op_id)
        return f"value, {charge.status}"

    def transfer(self):
        transfer = self._client.transfers.create(amount=1000, phone=PHONE, ext_id=EXT_ID, op_id=self._op_id)
        return f"value, {transfer.status}"

    def fetch(self, reference):
        return f"value, {self._client.charges.fetch(reference).status}"


class OursAwaited(Ours):
    """The same on asyncio: another thread, another way back."""

    name = "xaalis on asyncio"

    def __init__(self, url, ca_file=None):
        import xaalis

        self._url, self._ca_file = url, ca_file
        self._client = xaalis.AsyncSenfenico(KEY, base_url=url, ca_file=ca_file)
        self._op_id = f"op-{uuid.uuid4()}"

    def create(self, amount=1000):
        return asyncio.run(self._awaited(amount))

    async def _awaited(self, amount):
        async with self._client as client:
            charge = await client.charges.create(amount=amount, phone=PHONE, provider=PROVIDER, op_id=self._op_id)
        return f"value, {charge.status}"
