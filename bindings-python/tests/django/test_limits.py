"""What a stranger with an order's address, a list of numbers and a script may do to them: little."""

import subprocess
import sys
from unittest import mock

import canaries
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import RequestFactory, SimpleTestCase, TestCase, TransactionTestCase, override_settings
from test_secrets import raised
from test_webhooks import settings_with
from xaalis import types
from xaalis.django import NotConfigured, TransactionOpen, checks, limits, senfenico

LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
#: Spellings of one number: those that a payment takes.
SPELLINGS = ("76431987", "+226 76 43 19 87", "00226-76.43.19.87", "226(76)431987", "\u202a76 43 19 87\u202c", "tel:+22676431987")


def cached(backend=LOCMEM, **options):
    return override_settings(CACHES={"counts": {"BACKEND": backend, "OPTIONS": options}})


class Failing:
    """A cache whose server is gone: from the first call, or later."""

    def __init__(self, after=0):
        self.left, self.deleted = after, []

    def _call(self, answer):
        self.left -= 1
        if self.left < 0:
            raise ConnectionError("canary-of-the-cache")
        return answer

    def get_many(self, keys):
        return self._call({})

    def add(self, key, value, timeout):
        return self._call(True)

    def delete_many(self, keys):
        self.deleted += keys


class Base(SimpleTestCase):
    def setUp(self):
        self.now = 1_700_000_123.0
        for change in (
            cached(MAX_ENTRIES=100_000),
            settings_with(LIMITS_CACHE="counts"),
            mock.patch("time.time", lambda: self.now),
        ):
            change.__enter__()
            self.addCleanup(change.__exit__, None, None, None)
        caches["counts"].clear()

    def times(self, count, what="prompt", **given):
        """How many of so many tries go through, each with another order, payer and address unless given."""
        through = 0
        for at in range(count):
            self.next = getattr(self, "next", 0) + 1
            other = {"order": f"o-{self.next}", "payer": f"7{self.next:07}", "address": f"10.0.{self.next}.1"}
            try:
                limits.take(what, **other | given)
                through += 1
            except limits.TooOften as error:
                self.refused = error
        return through


class Counting(Base):
    def test_prompts_on_one_phone_however_it_is_written(self):
        assert sum(self.times(1, payer=spelling) for spelling in SPELLINGS * 5) == 3
        assert (self.refused.what, self.refused.whom, self.refused.seconds) == ("prompt", "payer", 600)
        assert self.times(1, payer="76431988") == 1

    def test_a_number_that_only_ends_like_another_is_not_that_one(self):
        for other in ("976431987", "+221 76 43 19 87", "0226 76431987", "001226 76431987", "76431987 76431987", "6431987", "+33 1 76 43 19 87"):
            assert self.times(5, payer=other) == 3, other
        assert self.times(5, payer="76431987") == 3

    def test_prompts_of_one_order_whatever_number_it_names(self):
        assert self.times(30, order=7) == 3
        assert self.refused.whom == "order"

    def test_prompts_of_one_address_and_of_all(self):
        assert self.times(90, address="41.138.89.1") == 50
        assert self.refused.whom == "address"
        assert self.times(90) == 50
        assert self.refused.whom == "shop"

    def test_ten_a_day(self):
        through = 0
        for _ in range(23):
            through += self.times(4, payer="76431987")
            self.now += 3600
        assert (through, self.refused.whom) == (10, "payer")
        self.now += 3600
        assert self.times(1, payer="76431987") == 1

    def test_never_more_within_any_ten_minutes(self):
        """Not twice as many around the moment at which a window ends."""
        taken = []
        for _ in range(400):
            taken += [self.now] * self.times(1, order="o", payer="76431987")
            self.now += 7
        for at in taken:
            assert len([one for one in taken if at <= one < at + 599]) <= 3, taken

    def test_nor_by_two_clocks_a_second_apart(self):
        """Around the end of a stretch, one of them in the one before, whoever comes first."""
        end = 1_700_000_400.0
        assert end % 600 == 0
        for first, second in ((end - 0.5, end + 0.5), (end + 0.5, end - 0.5)):
            caches["counts"].clear()
            through = 0
            for self.now in (first, second, first, second):
                through += self.times(3, payer="76431987")
            assert through == 3, (first, second)

    def test_nor_by_two_at_the_same_moment(self):
        """The other takes the place after this one has looked, and before it has taken."""
        end = 1_700_000_400.0
        rules = {"prompt": {"payer": ((1, 600),)}}
        cache = caches["counts"]
        for mine, others in ((end - 0.5, end + 0.5), (end + 0.5, end - 0.5)):
            cache.clear()
            through = []

            def add(*given, mine=mine, others=others, through=through, add=cache.add):
                with mock.patch.object(cache, "add", add):
                    self.now = others
                    through.append(self.times(1, payer="76431987", rules=rules))
                    self.now = mine
                return add(*given)

            self.now = mine
            with mock.patch.object(cache, "add", add):
                assert not self.times(1, payer="76431987", rules=rules)
            assert through == [1]
            assert not self.times(1, payer="76431987", rules=rules)
            self.now = others + 601
            assert self.times(2, payer="76431987", rules=rules) == 1, "who left the place took nothing"

    def test_it_is_told_when_the_first_place_is_free_again(self):
        self.times(1, payer="76431987")
        self.now += 200
        self.times(3, payer="76431987")
        wait = self.refused.seconds
        assert wait in (400, 401)
        self.now += wait - 2
        assert not self.times(1, payer="76431987")
        self.now += 3
        assert self.times(2, payer="76431987") == 1

    def test_codes_and_those_that_were_right(self):
        given = {"order": "o", "payer": "76431987", "address": "a"}
        for _ in range(50):
            limits.take("code", **given).give_back()
        assert self.times(60, "code", **given) == 10
        assert self.times(5, "code", payer="76431987") == 0, "another order of the same phone"
        assert self.times(5, "code", order="o") == 0, "another phone of the same order"
        assert self.times(5, "prompt", payer="76431987") == 3, "counted apart"

    def test_what_is_refused_takes_nothing_of_the_others(self):
        self.times(3, payer="76431987")
        assert self.times(20, order="o", payer="76431987") == 0
        assert self.times(5, order="o") == 3

    def test_reads(self):
        assert self.times(100, "read", order="o") == 60
        self.now += 61
        assert self.times(100, "read", order="o") == 60

    def test_looks(self):
        assert self.times(9, "look", order="o") == 1
        self.now += 3
        assert self.times(9, "look", order="o") == 1

    def test_rules_of_ones_own(self):
        rules = {"prompt": {"payer": ((2, 60),)}}
        assert self.times(9, payer="76431987", rules=rules) == 2

    def test_what_is_missing_is_told(self):
        for missing in ("order", "payer", "address"):
            with pytest.raises(TypeError, match=missing):
                self.times(1, **{missing: None})
        with settings_with(LIMITS_CACHE=""), pytest.raises(NotConfigured, match="LIMITS_CACHE"):
            self.times(1)


class Hidden(Base):
    def test_no_key_and_no_frame_holds_a_number_or_an_address(self):
        given = {"payer": "76431987", "address": "41.138.89.77"}
        self.times(3, **given)
        self.times(3, "code", **given)
        kept = repr(vars(caches["counts"]))
        assert kept.count("xaalis-limit-") > 20 and "76431987" not in kept and "41.138" not in kept
        with override_settings(SECRET_KEY="another"):
            assert self.times(1, **given) == 1, "hashed with the secret key"
        looked = {"payer": "76431987", "address": "41.138.89.77", "cache": "canary-of-the-cache"}
        for cache in (caches["counts"], Failing(), Failing(3)):
            with mock.patch.object(limits, "caches", {"counts": cache}):
                error = raised(lambda: limits.take("prompt", order="o", **given))
            assert isinstance(error, limits.TooOften)
            shown = [leak for leak in canaries.leaks(error, looked) if "canary-of-the-cache" not in leak]
            assert not shown, shown

    def test_without_its_cache_money_waits_and_pages_do_not(self):
        for what, rules in limits.RULES.items():
            # With the first call, and with the one after so many were counted.
            for after in range(1 + 2 * sum(len(list(several)) for several in rules.values())):
                failing = Failing(after)
                with mock.patch.object(limits, "caches", {"counts": failing}), self.assertLogs("xaalis", "ERROR") as heard:
                    assert self.times(1, what) == (1 if what in ("read", "look") else 0)
                assert "canary" not in heard.output[0]
                assert what in ("read", "look") or self.refused.whom == "cache"
                assert len(failing.deleted) == after // 2, "given back"

    def test_a_cache_that_hides_its_errors_has_not_counted(self):
        """Django's database cache says of an error what it says of a key that another has."""
        cache = caches["counts"]
        for what in limits.RULES:
            hidden = mock.patch.object(cache, "add", lambda *given: False)
            with hidden, self.assertLogs("xaalis", "ERROR"):
                assert self.times(1, what) == (1 if what in ("read", "look") else 0)
            assert what in ("read", "look") or (self.refused.whom, self.refused.seconds) == ("cache", 60)

    def test_a_place_that_another_gave_back_is_no_error(self):
        cache = caches["counts"]
        answers = [False, True, True, True]
        with mock.patch.object(cache, "add", lambda *given: answers.pop(0)):
            assert self.times(1, "code") == 1
        assert not answers

    def test_texts(self):
        for what, rules in limits.RULES.items():
            for whom in (*rules, "cache"):
                for seconds in (1, 61, 600, 5400, 86400):
                    error = limits.TooOften(what, whom, seconds)
                    english, french = error.buyer_text, error.buyer_text_fr
                    assert "Please wait" in english and "Attendez" in french
                    assert "None" not in english + french + error.merchant_text + error.merchant_text_fr
        assert limits.TooOften("prompt", "payer", 540).buyer_text_fr == (
            "Trop de demandes de paiement ont été envoyées à ce numéro. Attendez 9 minutes, puis réessayez."
        )
        assert limits.TooOften("code", "order", 80_000).buyer_text.endswith("Please wait 23 hours, then try again.")


class Addresses(SimpleTestCase):
    def seen(self, peer, told=None, proxies=0):
        meta = {"REMOTE_ADDR": peer} | ({} if told is None else {"HTTP_X_FORWARDED_FOR": told})
        with settings_with(PROXIES=proxies):
            return limits.address(RequestFactory().get("/", **meta))

    def test_a_header_is_not_believed(self):
        for told in ("1.2.3.4", "1.2.3.4, 5.6.7.8", "", "::1"):
            assert self.seen("41.138.89.1", told) == "41.138.89.1"

    def test_behind_proxies_what_the_outermost_saw(self):
        for proxies, told, expected in (
            (1, "9.9.9.9", "9.9.9.9"),
            (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
            (2, "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
            (2, "9.9.9.9, 10.0.0.2", "9.9.9.9"),
            (2, "6.6.6.6", "10.0.0.1"),
            (1, "", "10.0.0.1"),
            (1, None, "10.0.0.1"),
            (1, "6.6.6.6, nonsense", "10.0.0.1"),
            (1, "9.9.9.9:51234", "9.9.9.9"),
            (1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ):
            assert self.seen("10.0.0.1", told, proxies) == expected, (proxies, told)

    def test_who_has_a_network_has_one_address(self):
        assert self.seen("2001:db8:1:2::1") == self.seen("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
        assert self.seen("2001:db8:1:3::1") == "2001:db8:1:3::/64"
        assert self.seen("::ffff:41.138.89.1") == "41.138.89.1"
        assert self.seen("") == self.seen("unix:") == ""

    def test_a_number_of_proxies_that_is_none(self):
        for wrong in ("2", -1, 1.5, [1]):
            with pytest.raises(NotConfigured, match="PROXIES"):
                self.seen("10.0.0.1", "9.9.9.9", wrong)
            with settings_with(PROXIES=wrong):
                assert [found.id for found in checks.check_settings(None)] == ["xaalis.E013"]


DATABASE = {"counts": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counts"}}


class InTheDatabase:
    times = Base.times

    def setUp(self):
        for change in (override_settings(CACHES=DATABASE), settings_with(LIMITS_CACHE="counts")):
            change.enable()
            self.addCleanup(change.disable)
        call_command("createcachetable")
        self.addCleanup(connection.cursor().execute, "DROP TABLE counts")


class InTransactions(InTheDatabase, TransactionTestCase):
    def test_nothing_is_counted_that_a_rollback_would_forget(self):
        for what in limits.RULES:
            with transaction.atomic(), pytest.raises(TransactionOpen, match="non_atomic_requests") as refused:
                self.times(1, what)
            assert (refused.value.alias, refused.value.what) == ("default", "count")
        transaction.set_autocommit(False)
        try:
            with pytest.raises(TransactionOpen):
                self.times(1)
        finally:
            transaction.rollback()
            transaction.set_autocommit(True)
        assert self.times(9, order="o") == 3

    def test_another_cache_takes_no_part_in_it(self):
        with cached(MAX_ENTRIES=100_000), transaction.atomic():
            caches["counts"].clear()
            assert self.times(9, order="o") == 3


class InTests(InTheDatabase, TestCase):
    def test_a_test_case_around_it_is_none(self):
        assert self.times(9, order="o") == 3
        with transaction.atomic(), pytest.raises(TransactionOpen):
            self.times(1)

    def test_a_database_that_takes_no_more(self):
        """Django's cache says no more of it than of a key that another has."""
        full = "CREATE TRIGGER full BEFORE INSERT ON counts BEGIN SELECT RAISE(ABORT, 'full'); END"
        connection.cursor().execute(full)
        with self.assertLogs("xaalis", "ERROR"):
            assert (self.times(1), self.refused.whom) == (0, "cache")
            assert self.times(1, "look") == 1


class Checked(TestCase):
    def found(self, alias="counts", debug=False, tests=False):
        with settings_with(LIMITS_CACHE=alias), override_settings(DEBUG=debug):
            with mock.patch.object(checks, "_in_tests", lambda: tests):
                return [found.id for found in checks._limits()]

    def test_caches_that_would_not_count(self):
        assert self.found("nowhere") == ["xaalis.E014"]
        for backend, ids in (
            ("dummy.DummyCache", ["xaalis.E015"]),
            ("filebased.FileBasedCache", ["xaalis.E015"]),
            ("db.DatabaseCache", ["xaalis.W008"]),
            ("locmem.LocMemCache", ["xaalis.W007", "xaalis.W008"]),
        ):
            place = {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": "/tmp/xaalis-counts"}
            with override_settings(CACHES={"counts": place}):
                assert self.found() == ids, backend
                assert "xaalis.W007" not in self.found(debug=True) + self.found(tests=True)
        with cached("django.core.cache.backends.db.DatabaseCache", MAX_ENTRIES=100_000):
            assert self.found() == []

    def test_a_proxy_that_is_not_counted(self):
        with cached(MAX_ENTRIES=100_000):
            for told in ({"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, {"USE_X_FORWARDED_HOST": True}):
                with override_settings(**told):
                    assert self.found(tests=True) == ["xaalis.W009"], told
                    with settings_with(PROXIES=1):
                        assert self.found(tests=True) == []
                    with settings_with(LIMITS_CACHE=""):
                        assert self.found(alias="", tests=True) == []
            assert self.found(tests=True) == []

    def test_a_number_that_pays_is_counted_in_every_spelling(self):
        """What native code takes for one number is one here."""
        seen = {limits._digits(spelling) for spelling in SPELLINGS}
        assert seen == {"76431987"}
        for at, spelling in enumerate(SPELLINGS):
            step = senfenico().begin(f"s-{at}", types.CollectOrder(types.NewCharge(1000 + at, spelling))).advance()
            assert isinstance(step, types.OtpPrompt), spelling


AT_ONCE = """
import sys, threading
import django
from django.conf import settings

backend, place = sys.argv[1:]
settings.configure(
    SECRET_KEY="x", INSTALLED_APPS=[], USE_TZ=True,
    CACHES={"default": {"BACKEND": backend, "LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 100_000}}},
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": place,
                           "OPTIONS": {"timeout": 60, "transaction_mode": "IMMEDIATE"}}},
    XAALIS={"LIMITS_CACHE": "default"},
)
django.setup()
from django.core.management import call_command
from xaalis.django import limits

call_command("createcachetable")
start, through = threading.Barrier(12), []

def tries(mine):
    start.wait()
    for at in range(5):
        try:
            limits.take("code", order="o", payer="76431987", address=f"10.0.{mine}.{at}")
            through.append(mine)
        except limits.TooOften as error:
            assert error.whom in ("order", "payer"), error

threads = [threading.Thread(target=tries, args=[mine]) for mine in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(through))
"""


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "db.DatabaseCache"])
def test_sixty_at_once_are_ten(backend, tmp_path):
    ran = [sys.executable, "-c", AT_ONCE, f"django.core.cache.backends.{backend}", str(tmp_path / "counts.sqlite3")]
    done = subprocess.run(ran, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["10"], done.stderr
