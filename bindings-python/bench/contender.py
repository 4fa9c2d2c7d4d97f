"""What the benchmarks ask of a client: two calls, one by one or awaited, and the list of transfers."""

import os

KEY = "sk_test_bench"
HEADERS = {"X-API-KEY": KEY, "Accept": "application/json"}
CHARGE = {
    "amount": 1000,
    "currency": "XOF",
    "payment_method": "mobile_money",
    "payment_method_details": {"phone": "76000000", "provider": "orange_bf"},
}
# The references of the server's two samples; a client that got another answer did not do its work.
CREATED = "ch_1ba1b4d1268b41079ee84c777e999f51"
FETCHED = "ch_45a408fd483a4d66b98aeea97aa7c2e2"
CREATE_PATH = "/v1/payment/charges/"
FETCH_PATH = f"/v1/payment/charges/{FETCHED}"
LIST_PATH = "/v1/payment/transfers/"


def base_url():
    """Where the server is, as run.py told this process."""
    return os.environ["XAALIS_BENCH_URL"]


def ca_bundle():
    """certifi's roots and the server's own CA in one file: what a program in production loads."""
    return os.environ["XAALIS_BENCH_CA"]


class Sync:
    """A blocking client. Each call checks the reference it got, so that none is fast by failing."""

    def create(self):
        raise NotImplementedError

    def fetch(self):
        raise NotImplementedError

    def pair(self):
        if self.create() != CREATED or self.fetch() != FETCHED:
            raise AssertionError(f"{type(self).__name__} got another answer than the server's")


class Async:
    """A client for asyncio; made inside the loop that uses it."""

    async def create(self):
        raise NotImplementedError

    async def fetch(self):
        raise NotImplementedError

    async def pair(self):
        if await self.create() != CREATED or await self.fetch() != FETCHED:
            raise AssertionError(f"{type(self).__name__} got another answer than the server's")

    async def close(self):
        """Lets go of the connections."""
