"""A project with ATOMIC_REQUESTS and records on an alias of their own: what a request that fails leaves."""

import sys

import django
from django.conf import settings

database = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "xaalis", "HOST": sys.argv[1]}
settings.configure(
    DATABASES={"default": database | {"ATOMIC_REQUESTS": True}, "payments": database},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "xaalis.django"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    SECRET_KEY="only for tests",
    ALLOWED_HOSTS=["testserver"],
    XAALIS={"SENFENICO_KEY": "sk_test_atomic", "TRANSPORT": "xaalis.Sandbox", "DATABASE": "payments"},
)
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.urls import path  # noqa: E402

from xaalis.django import TransactionOpen, senfenico, signals  # noqa: E402
from xaalis.django.models import Payment  # noqa: E402


def view(request, op_id):
    """Writes, pays, and fails when asked to."""
    Group.objects.create(name=f"order {op_id}")
    senfenico().payout(op_id, amount=500, phone="76000000", ext_id=f"ext-{op_id}")
    if "fail" in request.GET:
        raise ZeroDivisionError
    return HttpResponse("paid")


def deliver(payment, **_more):
    """Writes what would vanish with the request's transaction."""
    Group.objects.create(name=f"delivered {payment.op_id}")


urlpatterns = [path("<str:op_id>", view)]
call_command("migrate", verbosity=0)
Payment.objects.all().delete()
signals.payment_settled.connect(deliver)
client = Client(raise_request_exception=False)


def state(op_id):
    """What is left of an order."""
    row = Payment.objects.filter(pk=op_id).first()
    names = Group.objects.filter(name__endswith=f" {op_id}").values_list("name", flat=True)
    return row and row.outcome, row and row.told, sorted(names)


assert client.get("/a").content == b"paid"
assert state("a") == ("settled", "settled", ["delivered a", "order a"]), state("a")

assert client.get("/b?fail").status_code == 500
assert state("b") == ("settled", "", []), state("b")
call_command("xaalis_resume", older_than=0)
assert state("b") == ("settled", "settled", ["delivered b"]), state("b")

with override_settings(XAALIS=settings.XAALIS | {"DATABASE": "default"}):
    refused = Client()
    try:
        refused.get("/c")
    except TransactionOpen as error:
        assert error.alias == "default"
    else:
        raise AssertionError("paid inside a transaction")
assert state("c") == (None, None, [])
