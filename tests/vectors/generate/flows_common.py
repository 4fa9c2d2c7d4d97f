"""How a story is written: one method a line, and a clock that knows between which moments it stands.

The pauses are told by docs/adr/0002 in a second language. Each pause is moved by an amount that
only the library knows, so every moment here is a pair: not before, not after.
"""

from common import Group, write

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
#: When every story begins, in milliseconds since 1970: 2026-01-05T08:00:00Z.
DAWN = 1_767_600_000_000
READ_TIMEOUT, MONEY_TIMEOUT, GRACE, QUIET, LIST_GAP = 30 * SECOND, 60 * SECOND, 5 * SECOND, 120 * SECOND, 30 * SECOND
#: How long a record written for a request keeps other processes away: deadline, grace, and two seconds for its end to be stored.
LEASE = MONEY_TIMEOUT + GRACE + 2 * SECOND
ANY = object()


def follow(age):
    """After how long since it began a pending payment is looked at next; None: a person looks."""
    for at in (3, 8, 18, 33, 63):
        if age < at * SECOND:
            return at * SECOND
    if age < 15 * MINUTE:
        return max(2 * MINUTE, (age // MINUTE + 1) * MINUTE)
    if age < HOUR:
        return (age // (5 * MINUTE) + 1) * 5 * MINUTE
    if age < 70 * MINUTE:
        return 70 * MINUTE
    if age < DAY:
        return (age // HOUR + 1) * HOUR
    return (age // DAY + 1) * DAY if age < 7 * DAY else None


def search(age):
    """The same for one that is lost. After five minutes the page says "then along the same ladder"
    and the code goes on at twenty; stories do not look so closely there."""
    for at in (30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE):
        if age < at:
            return at
    return follow(age) if age < DAY else None


def jitter(after):
    return min(after, HOUR) // 5


class Story:
    """Lines, in order. `tell` gives it to its group."""

    def __init__(self, group, comment, order, key=None, op_id=None, absent=(), ours=None, people=None):
        self.group, self.comment, self.lines = group, comment, []
        self.given = {"order": order} | ({"key": key} if key else {}) | ({"op_id": op_id} if op_id else {})
        self.given |= ({"people": people} if people else {}) | ({"absent": list(absent)} if absent else {})
        self.operation, self.ours, self.sequence = order["kind"], ours, 0
        #: The tries before, as each record of this one tells them.
        self.earlier = []
        #: Now, the last send, the end of the last wait: each not before, not after, since DAWN.
        self.now = self.sent = self.until = (0, 0)
        #: Of each durable record: until when the request that it was written for may be under way.
        self.leases, self.stored_at, self.lease = [], (0, 0), None
        #: Did this process store the newest record?
        self.own = False

    def tell(self, disputed=None):
        self.group.add(self.comment, self.given | {"lines": self.lines}, "as told", disputed)

    def line(self, **line):
        self.lines.append({key: value for key, value in line.items() if value is not None})
        return self

    # What must come out.

    def store(self, stage="open", reference=None, absent=None):
        self.sequence += 1
        self.stored_at, self.own = self.now, True
        self.leases.append(self.lease)
        record = {"sequence": self.sequence, "stage": stage, "operation": self.operation}
        record |= {"our_reference": self.ours} | ({} if reference is ANY else {"reference": reference})
        record |= {"earlier": list(self.earlier)} if self.earlier else {}
        return self.line(out="store", record=record, absent=absent)

    def send(self, method, path, body=None, key=None):
        self.sent = self.now
        before = [line for line in self.lines if line.get("in") not in ("stored", "time")]
        if before and before[-1].get("out") == "store" and (method == "POST" or path.endswith("/cancel/")):
            self.lease = self.leases[-1] = (self.stored_at[0] + LEASE, self.stored_at[1] + LEASE)
        return self.line(out="send", method=method, path=path, body=body, key=key)

    def released(self):
        """The request is over, and the record says that it may be under way: whoever comes meanwhile should know."""
        if self.own and self.leases and self.leases[-1] and self.lease is None:
            last = next(line for line in reversed(self.lines) if line.get("out") == "store")
            self.sequence += 1
            self.leases.append(None)
            self.lines.append(last | {"record": last["record"] | {"sequence": self.sequence}})

    def wait(self, why, since, least, most):
        """A wait until between `least` and `most` after the moments `since`."""
        if why in ("quiet", "pending", "reconciling", "awaiting_token"):
            self.released()
        self.until = (max(since[0] + least, self.now[0]), since[1] + most)
        line = {"out": "wait", "why": why, "at_least": max(0, self.until[0] - self.now[1])}
        self.lines.append(line | {"at_most": self.until[1] - self.now[0]})
        return self

    def rung(self, ladder, since):
        """When a ladder that began at `since` says to look next: not before, not after."""
        first = ladder(max(0, self.now[0] - since[1]))
        last = ladder(self.now[1] - since[0])
        assert first is not None and last is not None, "the ladder has ended"
        return first, last + jitter(last)

    def pending(self, since, why="pending"):
        return self.wait(why, since, *self.rung(follow, since))

    def searching(self, sent, not_before=0):
        """`not_before`: the quiet time, where nothing of ours is echoed."""
        least, most = self.rung(search, sent)
        return self.wait("reconciling", sent, max(least, not_before), max(most, not_before))

    def in_flight(self, timeout=MONEY_TIMEOUT):
        return self.wait("in_flight", self.sent, timeout + GRACE, timeout + GRACE)

    def backoff(self, tries):
        full = min(500 * 2 ** (tries - 1), 30 * SECOND)
        return self.wait("backoff", self.now, full // 2, full)

    def busy(self, retry_after=None):
        """Too frequent: the vendor's own `Retry-After` within its cap, else a pause of ours."""
        ms = None if retry_after is None else max(250, min(retry_after * 1000, 300 * SECOND))
        return self.wait("rate_limited", self.now, 250 if ms is None else ms, 30 * SECOND if ms is None else ms)

    def quiet(self):
        return self.wait("quiet", self.sent, QUIET, QUIET)

    def ask(self, kind, **fields):
        self.released()
        return self.line(out="ask", prompt={"kind": kind} | fields)

    def done(self, outcome=None, alarms=None, absent=None, **reply):
        return self.line(out="done", outcome=outcome, alarms=alarms, absent=absent, **reply)

    def refused(self, field=ANY):
        if self.lines and self.lines[-1].get("out") == "elsewhere":
            self.lines.pop()
            self.now = self.resumed
        self.lines.append({"out": "refused"} | ({} if field is ANY else {"field": field}))
        return self

    # What comes in.

    def passed(self, ms):
        self.now = (self.now[0] + ms, self.now[1] + ms)

    def answer(self, status=200, body="", headers=None, after_ms=40):
        self.passed(after_ms)
        self.lease = None
        self.lines.append({"in": "answer", "status": status, "body": body, "after_ms": after_ms} | ({"headers": headers} if headers else {}))
        return self

    def comes(self, kind, after_ms=None, **fields):
        """Any other line: `otp`, `shown`, `bill`, `recipients`, `stop`, `stored`, `fail`, `webhook`, …"""
        self.passed(after_ms or 0)
        if kind == "taken":
            self.sequence -= 1
            self.leases.pop()
        if kind == "fail":
            self.lease = None
        line = {"in": kind} | fields | ({"after_ms": after_ms} if after_ms else {})
        self.lines.append(line)
        return self

    def fail(self, failure="maybe_sent", after_ms=None):
        return self.comes("fail", after_ms, failure=failure)

    def held(self, for_ms):
        """The key has called as often as it may, and may not again for so long."""
        self.comes("held", for_ms=for_ms)
        if not self.leases and self.operation in ("pay_bill", "bulk_payout"):
            # Nothing was sent; who looks for it finds it all the same, and can go on from it.
            self.store()
        return self.wait("rate_limited", self.now, for_ms, for_ms)

    def time(self, ms):
        self.passed(ms)
        self.lines.append({"in": "time", "ms": ms})
        return self

    def due(self):
        if self.lines[-1].get("why") == "in_flight":
            self.lease = None
        self.now = self.until
        self.lines.append({"in": "due"})
        return self

    def crash(self, after_ms=7_000, key=None, lost=False, earlier=(), waits=True, calm=False):
        """The process dies; with `lost`, before the record it handed out was durable. The next one may have
        another key, and know earlier ones. `waits`: the whole time that another process may be at it is told."""
        self.passed(after_ms)
        self.resumed, self.own = self.now, False
        if lost:
            self.sequence -= 1
            self.leases.pop()
        self.lines.append({"in": "crash", "after_ms": after_ms} | ({"key": key} if key else {}) | ({"earlier_keys": list(earlier)} if earlier else {}) | ({"lost": True} if lost else {}) | ({"calm": True} if calm else {}))
        self.lease = None
        return self.elsewhere(self.leases[-1]) if waits and self.leases and self.leases[-1] else self

    def beside(self, after_ms=400, order=None, waits=True):
        """Another process is given the order, or another one, while this one lives; the lines that follow are about it."""
        self.other = self.own, self.lease, self.until, self.sent
        self.passed(after_ms)
        self.line(**{"in": "beside"}, order=order, after_ms=after_ms)
        self.own, self.lease = False, None
        return self.elsewhere(self.leases[-1]) if waits and self.leases and self.leases[-1] else self

    def back(self, after_ms=200):
        """The lines that follow are about the other one of the two."""
        here = self.own, self.lease, self.until, self.sent
        (self.own, self.lease, self.until, self.sent), self.other = self.other, here
        self.passed(after_ms)
        return self.line(**{"in": "back"}, after_ms=after_ms)

    def elsewhere(self, lease):
        """Another process may be waiting for the answer: it is given its time."""
        lease = min(lease[0], self.now[0] + LEASE), min(lease[1], self.now[1] + LEASE)
        least, most = lease[0] - self.now[1], lease[1] - self.now[0]
        if most <= 0:
            return self
        self.now = max(lease[0], self.now[0]), max(lease[1], self.now[1])
        return self.line(out="elsewhere", at_least=least, at_most=most)

    def given_again(self, unsent=None, order=None, after_ms=MINUTE):
        """The order is given again under its id, or another one. `unsent`: why nothing was sent in the try
        before, so that it begins anew."""
        self.passed(after_ms)
        if unsent:
            self.earlier.append({"number": len(self.earlier) + 1, "unsent": {"why": unsent}})
        self.line(**{"in": "again"}, order=order, after_ms=after_ms)
        self.resumed, self.own, self.lease = self.now, False, None
        return self.elsewhere(self.leases[-1]) if self.leases and self.leases[-1] else self


def each(count, item, start=0):
    """`count` items of a list that differ in a number only: `{n}` in their texts, in three digits."""
    return {"each": [start, start + count], "item": item}


def story_group(source, prefix):
    return Group("story", source, prefix)


def settled(**value):
    return {"kind": "settled", "value": value}


def rejected(code, **refusal):
    return {"kind": "rejected", "refusal": {"code": code} | refusal}


def not_sent(why, **unsent):
    return {"kind": "not_sent", "unsent": {"why": why} | unsent}


def unknown(why, **about):
    return {"kind": "unknown", "unknown": {"why": why} | about}
