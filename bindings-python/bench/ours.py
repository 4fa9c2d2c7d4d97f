"""xaalis as a contender: the only file here that knows its API."""

from contender import CHARGE, CREATED, FETCHED, KEY, Async, Sync, base_url, ca_bundle

PHONE = CHARGE["payment_method_details"]["phone"]


class Xaalis(Sync):
    def __init__(self):
        import xaalis

        self._client = xaalis.Senfenico(KEY, base_url=base_url(), ca_file=ca_bundle())

    def create(self):
        return str(self._client.charges.create(amount=1000, phone=PHONE, provider="orange_bf").reference)

    def fetch(self):
        return str(self._client.charges.fetch(FETCHED).reference)

    def transfers(self):
        return self._client.transfers.list()


class Bare(Sync):
    """The native transport alone, its two requests made beforehand: what is left is not payment logic."""

    def __init__(self):
        from xaalis import _native

        account = _native.Account("senfenico", KEY, base_url())
        self._transport = _native.Transport(ca_file=ca_bundle())
        charge = {"amount": 1000, "phone": PHONE, "provider": "orange_bf"}
        self._create, self._fetch = [
            self._request(_native, account.begin_alone(order))
            for order in ({"kind": "create_charge", "charge": charge}, {"kind": "fetch_charge", "reference": FETCHED})
        ]

    @staticmethod
    def _request(native, session):
        arm, what = session.poll(0)
        if arm == native.STORE:
            session.kept("stored", 0)
            arm, what = session.poll(0)
        return what

    def create(self):
        return CREATED if CREATED in self._transport.send(self._create).body else None

    def fetch(self):
        return FETCHED if FETCHED in self._transport.send(self._fetch).body else None


class XaalisAsync(Async):
    def __init__(self):
        import xaalis

        self._client = xaalis.AsyncSenfenico(KEY, base_url=base_url(), ca_file=ca_bundle())

    async def create(self):
        charge = await self._client.charges.create(amount=1000, phone=PHONE, provider="orange_bf")
        return str(charge.reference)

    async def fetch(self):
        return str((await self._client.charges.fetch(FETCHED)).reference)

    async def close(self):
        async with self._client:
            pass


def list_from_memory(body):
    """The list of transfers as objects, from a body already here: a transport that needs no network."""
    import xaalis

    text = body.decode()
    answer = xaalis.Response(status=200, headers=[], body=text)
    client = xaalis.Senfenico(KEY, transport=lambda _request: answer)
    return client.transfers.list
