"""asyncio over Django's own connection pool: threads that asyncio lends keep no connection."""

import asyncio
import sys

import django
from django.conf import settings

place = {"NAME": "postgres", "USER": "xaalis", "HOST": sys.argv[1]}
pooled = {"pool": {"min_size": 1, "max_size": 2, "timeout": 5}}
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **place, "OPTIONS": pooled}},
    INSTALLED_APPS=["xaalis.django"],
    USE_TZ=True,
    XAALIS={"SENFENICO_KEY": "sk_test_pooled", "DEXCHANGE_KEY": "dx_test_pooled", "TRANSPORT": "xaalis.Sandbox"},
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from xaalis.django import adexchange, asenfenico, senfenico  # noqa: E402
from xaalis.django.models import Payment  # noqa: E402

call_command("migrate", verbosity=0)
Payment.objects.all().delete()
connections.close_all()
assert asenfenico() is asenfenico() and asenfenico()._desk.transport is senfenico()._desk.transport


async def main():
    client = asenfenico()
    pay = [client.payout(f"op-{n}", amount=500, phone="76000000", ext_id=f"ext-{n}") for n in range(24)]
    told = await asyncio.gather(*pay)
    assert {str(one.status) for one in told} == {"success"}
    assert (await adexchange().bills.inquire(service="SENELEC_SN_BILL", customer="210278816")).bills
    # More threads than connections, each used and given back.
    await asyncio.gather(*(asyncio.to_thread(lambda: None) for _ in range(24)))
    assert await client.unfinished() == []


asyncio.run(main())
assert Payment.objects.filter(stage="closed").count() == 24
assert connection.pool.get_stats().get("requests_errors", 0) == 0
print(connection.pool.get_stats())
