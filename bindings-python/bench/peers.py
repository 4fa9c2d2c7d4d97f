"""The peers. Imports stand inside, so that each process pays only for the client it measures."""

import json

from contender import (
    CHARGE, CREATE_PATH, FETCH_PATH, FETCHED, HEADERS, KEY, Async, Sync, base_url, ca_bundle,
)

VENDOR = "https://api.senfenico.com"


class RequestsSession(Sync):
    """As its users write it: the default pool of ten connections."""

    pool = 10

    def __init__(self):
        import requests
        from requests.adapters import HTTPAdapter

        self._session = requests.Session()
        self._session.headers.update(HEADERS)
        self._session.verify = ca_bundle()
        self._session.mount("https://", HTTPAdapter(pool_maxsize=self.pool))
        self._base = base_url()

    def create(self):
        return self._reference(self._session.post(self._base + CREATE_PATH, json=CHARGE, timeout=30))

    def fetch(self):
        return self._reference(self._session.get(self._base + FETCH_PATH, timeout=30))

    @staticmethod
    def _reference(response):
        response.raise_for_status()
        return response.json()["data"]["reference"]


class RequestsSessionTuned(RequestsSession):
    """A connection for each of the sixteen threads: what someone who measured would write."""

    pool = 16


class Httpx(Sync):
    def __init__(self):
        import ssl

        import httpx

        context = ssl.create_default_context(cafile=ca_bundle())
        self._client = httpx.Client(base_url=base_url(), headers=HEADERS, verify=context, timeout=30)

    def create(self):
        return self._reference(self._client.post(CREATE_PATH, json=CHARGE))

    def fetch(self):
        return self._reference(self._client.get(FETCH_PATH))

    @staticmethod
    def _reference(response):
        response.raise_for_status()
        return response.json()["data"]["reference"]


class Urllib3(Sync):
    def __init__(self):
        import urllib3

        self._pool = urllib3.PoolManager(
            ca_certs=ca_bundle(), maxsize=16, headers=HEADERS, retries=False, timeout=30
        )
        self._base = base_url()

    def create(self):
        return self._pool.request("POST", self._base + CREATE_PATH, json=CHARGE).json()["data"]["reference"]

    def fetch(self):
        return self._pool.request("GET", self._base + FETCH_PATH).json()["data"]["reference"]


class OfficialSdk(Sync):
    """senfenico 0.3.0, its files untouched; only the name `requests` in its modules is another."""

    def __init__(self):
        import senfenico

        point_official_sdk_at(HostRewriter(base_url()))
        senfenico.api_key = KEY
        self._charge = senfenico.Charge

    def create(self):
        return self._charge.create(amount=1000, phone="76000000", provider="orange_bf").data.reference

    def fetch(self):
        return self._charge.fetch(FETCHED).data.reference


class HostRewriter:
    """requests' own functions, as the SDK calls them, with the host exchanged.

    The bundle comes from REQUESTS_CA_BUNDLE: loaded anew at each call, as certifi's is without it.
    """

    def __init__(self, base):
        import requests

        self._requests = requests
        self._base = base

    def get(self, url, **options):
        return self._requests.get(self._base + url.removeprefix(VENDOR), **options)

    def post(self, url, **options):
        return self._requests.post(self._base + url.removeprefix(VENDOR), **options)


class Canned:
    """Answers the SDK's reads from memory, parsed as requests would: by the standard library's json."""

    def __init__(self, body):
        self._body = body

    def get(self, _url, **_options):
        return self

    def json(self):
        return json.loads(self._body)


def point_official_sdk_at(requests_like):
    """The host is a literal in sixteen places of the SDK; no setting changes it."""
    import senfenico

    for name in ("_balance", "_charge", "_checkout", "_settlement", "_transfer"):
        getattr(senfenico, name).requests = requests_like


class Aiohttp(Async):
    def __init__(self):
        import ssl

        import aiohttp

        context = ssl.create_default_context(cafile=ca_bundle())
        self._session = aiohttp.ClientSession(
            headers=HEADERS,
            connector=aiohttp.TCPConnector(ssl=context, limit=100),
            timeout=aiohttp.ClientTimeout(total=30),
        )
        self._base = base_url()

    async def create(self):
        async with self._session.post(self._base + CREATE_PATH, json=CHARGE) as response:
            return (await response.json())["data"]["reference"]

    async def fetch(self):
        async with self._session.get(self._base + FETCH_PATH) as response:
            return (await response.json())["data"]["reference"]

    async def close(self):
        await self._session.close()


class HttpxAsync(Async):
    def __init__(self):
        import ssl

        import httpx

        context = ssl.create_default_context(cafile=ca_bundle())
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
        self._client = httpx.AsyncClient(
            base_url=base_url(), headers=HEADERS, verify=context, timeout=30, limits=limits
        )

    async def create(self):
        return (await self._client.post(CREATE_PATH, json=CHARGE)).json()["data"]["reference"]

    async def fetch(self):
        return (await self._client.get(FETCH_PATH)).json()["data"]["reference"]

    async def close(self):
        await self._client.aclose()
