"""The examples of docs/django.md run, as a reader would put them together."""

import subprocess
import sys
from unittest import mock

import pytest
from celery import Celery
from celery.exceptions import Retry
from django.core import cache
from django.db import connection
from django.test import TestCase, TransactionTestCase, override_settings

import docs_shop
import xaalis
from docs_shop import receivers, tasks
from docs_shop.models import Order
from docs_shop.tests import Payments as Base
from test_webhooks import settings_with
from xaalis.django import signals
from xaalis.django.models import Payment

# Importing it made it hear; other suites have no such shop.
signals.payment_settled.disconnect(receivers.deliver)


class Shop:
    def setUp(self):
        super().setUp()
        signals.payment_settled.connect(receivers.deliver)
        self.addCleanup(signals.payment_settled.disconnect, receivers.deliver)


@override_settings(ROOT_URLCONF="docs_shop.urls")
class TheTestsOfThePage(Shop, Base):
    pass


del Base


@override_settings(ROOT_URLCONF="docs_shop.urls")
class Views(Shop, TestCase):
    def setUp(self):
        Shop.setUp(self)
        self.sandbox = xaalis.Sandbox()
        changed = settings_with(TRANSPORT=self.sandbox)
        changed.enable()
        self.addCleanup(changed.disable)
        # Views that pay say themselves that they want none.
        atomic = mock.patch.dict(connection.settings_dict, ATOMIC_REQUESTS=True)
        atomic.start()
        self.addCleanup(atomic.stop)
        self.order = Order.objects.create(amount=1000)
        self.place = f"/{self.order.pk}"

    def paid_by(self):
        self.order.refresh_from_db()
        return self.order.paid_by

    def test_an_order_is_paid_with_a_code(self):
        for _ in range(2):
            assert self.client.post(f"{self.place}/pay", {"phone": "76 00 00 00"}).headers["location"] == self.place
        assert self.client.get(self.place).context["step"].kind == "otp"
        step = self.client.post(self.place, {"code": "000000"}).context["step"]
        assert (step.kind, step.problem) == ("otp", "invalid")
        step = self.client.post(self.place, {"code": "123 456"}).context["step"]
        assert step.outcome.kind == "settled"
        assert self.paid_by() == f"order-{self.order.pk}-1" == Payment.objects.get().op_id
        assert len(self.sandbox.payments) == 1, "clicked twice, asked once"

    def test_a_wrong_number(self):
        answer = self.client.post(f"{self.place}/pay", {"phone": "12"})
        assert (answer.status_code, answer.context["field"]) == (400, "phone")

    def test_another_window_with_another_number_goes_on_with_the_first(self):
        self.client.post(f"{self.place}/pay", {"phone": "76000000"})
        assert self.client.post(f"{self.place}/pay", {"phone": "76000001"}).headers["location"] == self.place
        assert len(self.sandbox.payments) == 1

    def test_an_order_that_nobody_began_to_pay_asks_for_a_number(self):
        for place, method in ((self.place, "get"), (self.place, "post"), (f"{self.place}/again", "post")):
            page = getattr(self.client, method)(place, follow=True)
            assert (page.status_code, page.templates[0].name) == (200, "pay.html"), place
        assert self.client.get(f"/class/{self.order.pk}").templates[0].name == "pay.html"
        for place in (f"{self.place}/pay", f"/class/{self.order.pk}"):
            assert self.client.post(place).status_code == 400, "no number at all"
        assert not self.sandbox.payments

    def test_a_second_number_after_a_definite_no_alone(self):
        self.client.post(f"{self.place}/pay", {"phone": "76009901"})
        assert self.client.post(f"{self.place}/again").headers["location"] == self.place, "it waits for a code"
        self.client.post(self.place, {"code": "123456"})
        for _ in range(2):
            again = self.client.post(f"{self.place}/again").headers["location"]
            if again == self.place:
                break
            assert again == f"{self.place}/pay"
            self.client.post(f"{self.place}/pay", {"phone": "70000000"})
        self.client.post(self.place, {"code": "123456"})
        assert self.paid_by() == f"order-{self.order.pk}-2"
        assert [payment.status for payment in self.sandbox.payments] == ["failed", "success"]

    def test_a_number_that_was_mistyped_is_given_up(self):
        self.client.post(f"{self.place}/pay", {"phone": "76111111"})
        assert self.order.give_up() and self.order.op_id == f"order-{self.order.pk}-2"
        self.client.post(f"{self.place}/pay", {"phone": "76000000"})
        self.client.post(self.place, {"code": "123456"})
        assert self.paid_by() == f"order-{self.order.pk}-2"
        assert [payment.status for payment in self.sandbox.payments] == ["send_otp", "success"]

    def test_an_unknown_outcome_is_no_reason_for_a_second_number(self):
        self.sandbox.inject("503-after@*")
        self.client.post(f"{self.place}/pay", {"phone": "76000000"})
        self.sandbox.pass_time(86_400)
        assert self.client.post(f"{self.place}/again").headers["location"] == self.place
        self.order.refresh_from_db()
        assert self.order.attempt == 1

    def test_class_based_views(self):
        place = f"/class/{self.order.pk}"
        assert self.client.post(place, {"phone": "7"}).json().keys() == {"phone"}
        assert self.client.post(place, {"phone": "76000000"}).headers["location"] == place
        assert self.client.get(place).context["step"].kind == "otp"
        assert self.client.post(place, {"phone": "76000001"}).headers["location"] == place, "the first goes on"
        assert len(self.sandbox.payments) == 1


class LimitedViews(Shop, TestCase):
    def setUp(self):
        super().setUp()
        self.sandbox = xaalis.Sandbox()
        caches = {"counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 9_999}}}
        for change in (
            settings_with(TRANSPORT=self.sandbox, LIMITS_CACHE="counts"),
            override_settings(CACHES=caches, ROOT_URLCONF="docs_shop.limited_urls"),
        ):
            change.enable()
            self.addCleanup(change.disable)
        cache.caches["counts"].clear()

    def test_thirty_prompts_are_three_and_sixty_codes_ten(self):
        orders = [Order.objects.create(amount=1000 + at) for at in range(30)]
        answers = [self.client.post(f"/{order.pk}/pay", {"phone": "76 43 19 87"}) for order in orders]
        assert [answer.status_code for answer in answers] == [302] * 3 + [429] * 27
        assert len(self.sandbox.payments) == 3
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
        assert "à ce numéro" in answers[-1].context["error"].buyer_text_fr
        codes = [self.client.post(f"/{orders[at % 3].pk}", {"code": f"{at:06}"}) for at in range(60)]
        assert [answer.status_code for answer in codes] == [200] * 10 + [429] * 50

    def test_right_codes_do_not_count(self):
        for at in range(12):
            order = Order.objects.create(amount=2000 + at)
            self.client.post(f"/{order.pk}/pay", {"phone": f"760000{at:02}"})
            assert self.client.post(f"/{order.pk}", {"code": "123456"}).context["step"].outcome.kind == "settled"

    def test_a_look_is_no_wrong_code(self):
        order = Order.objects.create(amount=1000)
        for _ in range(3):
            page = self.client.post(f"/{order.pk}/pay", {"phone": "76431987"}, follow=True)
            assert (page.status_code, page.context["step"].kind) == (200, "otp")
        for _ in range(30):
            assert self.client.get(f"/{order.pk}").status_code == 200
        assert self.client.post(f"/{order.pk}", {"code": "123456"}).context["step"].outcome.kind == "settled"

    def test_an_order_that_nobody_began_to_pay_asks_for_a_number(self):
        order = Order.objects.create(amount=1000)
        for method in ("get", "post"):
            page = getattr(self.client, method)(f"/{order.pk}", follow=True)
            assert (page.status_code, page.templates[0].name) == (200, "pay.html")

    def test_what_asked_no_phone_does_not_count(self):
        order = Order.objects.create(amount=1000)
        for number in ("12", "", "tomorrow 76431987", "999 76431987") * 5:
            page = self.client.post(f"/{order.pk}/pay", {"phone": number})
            assert (page.status_code, page.context["field"]) == (400, "phone")
        assert self.client.post(f"/{order.pk}/pay", {"phone": "76431987"}).status_code == 302
        for at in range(20):
            page = self.client.post(f"/{order.pk}/pay", {"phone": f"760001{at:02}"})
            assert (page.status_code, page.headers["location"]) == (302, f"/{order.pk}"), "the first number goes on"
        order.refresh_from_db()
        assert (order.phone, len(self.sandbox.payments)) == ("76431987", 1)


@override_settings(ROOT_URLCONF="docs_shop.urls")
class RestFramework(Shop, TransactionTestCase):
    """With commits: it rolls the transaction around a refusal back, here the test's own."""

    setUp = Views.setUp
    paid_by = Views.paid_by

    def test_django_rest_framework(self):
        place = f"/api/{self.order.pk}"

        def post(status=200, **data):
            answer = self.client.post(place, data, content_type="application/json")
            assert answer.status_code == status, answer.content
            return answer.json()

        assert self.client.get(place).json() == post(code="123456") == {"state": "not begun"}
        assert post(400, phone="12").keys() == {"phone"}
        asked = post(phone="76000000")
        assert post(phone="76000001") == asked, "the first number goes on"
        assert asked["state"] == "otp" and "*144*" in asked["text"]
        assert self.client.get(place).json()["state"] == "otp"
        assert post(code="123456") == {"state": "settled"}
        assert self.paid_by()


@override_settings(ROOT_URLCONF="docs_shop.urls")
class Tasks(Shop, TestCase):
    def setUp(self):
        super().setUp()
        self.sandbox = xaalis.Sandbox(payer_ms=100_000)
        changed = settings_with(TRANSPORT=self.sandbox)
        changed.enable()
        self.addCleanup(changed.disable)
        self.app = Celery("docs", set_as_current=True)
        self.app.conf.update(task_always_eager=True, result_serializer="json")

    def follow(self, phone):
        order = Order.objects.create(amount=1000)
        order.collect(phone)
        return tasks.follow.apply(args=[order.op_id]), order

    def test_a_payment_on_the_phone_is_followed_to_its_end(self):
        # Eager tasks would retry at once, in a time that stands still.
        with mock.patch.object(tasks.follow, "retry", side_effect=Retry("later")):
            result, order = self.follow("76009905")
            assert result.state == "RETRY", "the payer takes longer than one task"
            for _ in range(10):
                self.sandbox.pass_time(30)
                result = tasks.follow.apply(args=[order.op_id])
                if result.state == "SUCCESS":
                    break
        order.refresh_from_db()
        assert (result.get(), order.paid_by) == ("settled", order.op_id)

    def test_a_payment_another_process_is_at_is_looked_at_later(self):
        busy = mock.patch("xaalis.Payment.advance", side_effect=xaalis.OperationBusy("x"))
        order = Order.objects.create(amount=1000)
        order.collect("76009905")
        with busy, mock.patch.object(tasks.follow, "retry", side_effect=Retry("later")):
            assert tasks.follow.apply(args=[order.op_id]).state == "RETRY"

    def test_a_code_is_left_to_the_view(self):
        assert self.follow("76000000")[0].get() == "a view hands the code over"

    def test_run_alone_needs_somebody(self):
        """Why the page has no `run()` in its task."""
        order = Order.objects.create(amount=1000)
        charge = xaalis.CollectOrder(xaalis.NewCharge(amount=1000, phone="76009905"))
        with pytest.raises(xaalis.AnswerNeeded):
            xaalis.django.senfenico().begin(order.op_id, charge).run()


def test_the_log_of_the_page_is_a_setting_of_logging():
    code = docs_shop.example("logging in settings.py")
    told = "import logging, logging.config\n" + code + "\nlogging.config.dictConfig(LOGGING)\n"
    told += "from xaalis import webhooks\ntry: webhooks.Senfenico('a-key-of-yesterday').read(b'{}', '0' * 64)\nexcept Exception: pass"
    heard = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stderr
    assert heard == "a webhook of Senfenico was refused: the hash does not match\n"


def test_every_example_of_the_page_is_run_or_named():
    import re

    names = re.findall(r"```python\n(.*?)\n", docs_shop.DOCS.read_text(encoding="utf-8"))
    modules = ["models", "views", "class_views", "api", "receivers", "limited", "tasks", "tests"]
    assert sorted(names) == sorted(
        [
            "# settings.py",
            "# urls.py",
            "# urls.py, the shop's",
            "# logging in settings.py",
            'DATABASES["payments"] = {**DATABASES["default"], "ATOMIC_REQUESTS": False}',
        ]
        + [f"# {name}.py" for name in modules]
    )
