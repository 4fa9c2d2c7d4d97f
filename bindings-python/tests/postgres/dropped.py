"""A script without requests, whose database ends the connections: reads go on, with asyncio too."""

import asyncio
import sys
import time

import django
import psycopg
from django.conf import settings

place = {"NAME": "postgres", "USER": "xaalis", "HOST": sys.argv[1]}
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **place}},
    INSTALLED_APPS=["xaalis.django"],
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402

from xaalis import AsyncSenfenico, Sandbox, Senfenico, types  # noqa: E402
from xaalis.django.journal import LONGEST_IDLE, DjangoJournal  # noqa: E402
from xaalis.django.models import Payment  # noqa: E402

call_command("migrate", verbosity=0)
Payment.objects.all().delete()
journal, sandbox = DjangoJournal(), Sandbox()
PAYOUT = {"amount": 500, "phone": "76000000"}


def end_sessions():
    """As a restart of the server does."""
    with psycopg.connect(f"host={sys.argv[1]} user=xaalis dbname=postgres", autocommit=True) as boss:
        others = "datname = 'postgres' AND pid <> pg_backend_pid()"
        boss.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")


client = Senfenico("sk_test_dropped", transport=sandbox, journal=journal)
client.payout("op-1", ext_id="ext-1", **PAYOUT)
end_sessions()
assert journal.get("op-1").stage == "closed"
end_sessions()
assert journal.unfinished() == []
end_sessions()
client.payout("op-2", ext_id="ext-2", **PAYOUT)

# The customer was looking for the code, and the first thing afterwards is a write.
charge = client.begin("op-otp", types.CollectOrder(types.NewCharge(amount=1000, phone="76000000")))
assert charge.advance().kind == "otp"
end_sessions()
time.sleep(LONGEST_IDLE + 0.1)
charge.submit_otp("123456")
assert charge.advance().outcome.kind == "settled"

# Inside a transaction a read is not made again: what stood before it in there is gone.
try:
    with transaction.atomic():
        journal.get("op-1")
        end_sessions()
        journal.get("op-1")
except DatabaseError:
    pass
else:
    raise AssertionError("a transaction was lost without a word")
assert journal.get("op-2").stage == "closed"

# A read that is refused for another reason is not made again either.
with connection.cursor() as cursor:
    cursor.execute("SET statement_timeout = '200ms'")
session = connection.connection
with psycopg.connect(f"host={sys.argv[1]} user=xaalis dbname=postgres") as boss:
    boss.execute("LOCK TABLE xaalis_payment")
    try:
        journal.get("op-1")
    except DatabaseError as error:
        assert "statement timeout" in str(error)
    else:
        raise AssertionError("read a locked table")
assert connection.connection is session
assert journal.get("op-1").stage == "closed"


async def main():
    client = AsyncSenfenico("sk_test_dropped", transport=sandbox, journal=journal)
    for number in range(3, 9):
        # A record that could not be kept is told, and nothing sent; the next try goes on.
        for _ in range(3):
            try:
                await client.payout(f"op-{number}", ext_id=f"ext-{number}", **PAYOUT)
                break
            except DatabaseError:
                continue
        else:
            raise AssertionError("stays broken")
        end_sessions()
        assert await client.unfinished() == []


asyncio.run(main())
