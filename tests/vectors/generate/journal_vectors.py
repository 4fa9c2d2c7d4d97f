"""The contract of a journal: what is kept, what is refused and why, and what is found again.

Each test is a list of calls on an empty journal, and what each answers. `again` opens the same journal
anew, where it is a file or a database.
"""

from common import Group, write

EMPTY = "{}"


def record(op_id, sequence, reference=None, ours=None, **more):
    given = {"version": 2, "op_id": op_id, "sequence": sequence, "vendor": "senfenico", "mode": "test"}
    given |= {"operation": "collect", "stage": "open", "reference": reference, "our_reference": ours, "state": EMPTY}
    return given | more


class Case:
    """Calls, and beside each what it answers."""

    def __init__(self):
        self.calls, self.answers = [], []

    def put(self, kept, *args, **more):
        given = record(*args, **more)
        self._call({"put": given}, kept)
        return given

    def get(self, op_id, found):
        self._call({"get": op_id}, found)

    def find(self, found, reference=None, ours=None, vendor="senfenico", mode="test"):
        self._call({"find": {"vendor": vendor, "mode": mode, "reference": reference, "our_reference": ours}}, found)

    def unfinished(self, *records):
        self._call({"unfinished": True}, list(records))

    def again(self):
        self._call({"again": True}, None)

    def _call(self, call, answer):
        self.calls.append(call)
        self.answers.append(answer)


def generate():
    groups = [sequences(), references(), found(), kept()]
    write("journal", "What a journal answers to calls in turn, on an empty one.", groups)


def adder(group):
    def add(comment, build):
        case = Case()
        build(case)
        group.add(comment, {"calls": case.calls}, case.answers)

    return add


def sequences():
    group = Group("journal", "core/src/journal.rs: `put`, of two processes on one operation", "journal-seq")
    add = adder(group)

    def begins(case):
        for sequence in (0, 2, -1, 2**53 - 1):
            case.put("outrun", "a", sequence)
        case.get("a", None)
        case.unfinished()
        case.get("a", None)
        first = case.put("stored", "a", 1)
        case.get("a", first)

    add("an operation begins with 1", begins)

    def follows(case):
        first = case.put("stored", "a", 1)
        for sequence in (1, 3, 0):
            case.put("outrun", "a", sequence, operation="payout")
        case.get("a", first)
        second = case.put("stored", "a", 2)
        case.put("outrun", "a", 2)
        case.get("a", second)
        third = case.put("stored", "a", 3)
        case.get("a", third)

    add("each is one more than the newest; the same again is outrun, and leaves no trace", follows)

    def apart(case):
        first, other = case.put("stored", "a", 1), case.put("stored", "b", 1)
        second = case.put("stored", "a", 2)
        case.put("outrun", "b", 3)
        case.get("a", second)
        case.get("b", other)
        assert first["sequence"] == 1

    add("operations count for themselves", apart)

    def case_matters(case):
        lower = case.put("stored", "a", 1)
        case.get("A", None)
        upper = case.put("stored", "A", 1)
        case.get("a", lower)
        case.get("A", upper)
        longest = case.put("stored", "x" * 64, 1)
        case.get("x" * 64, longest)
        case.get("x" * 63, None)
        case.get("nobody", None)

    add("ids are compared to the letter", case_matters)

    def anew(case):
        closed = case.put("stored", "a", 1, ours="first", stage="closed")
        other = case.put("stored", "a", 2, ours="other")
        case.put("outrun", "a", 1, ours="first", stage="closed")
        case.find(None, ours="first")
        case.find(other, ours="other")
        assert closed["stage"] == "closed"

    add("what has ended may begin anew, and gives its old id away", anew)
    return group


def references():
    group = Group("journal", "core/src/journal.rs: `put`, of two operations for one payment", "journal-ref")
    add = adder(group)

    def one(case):
        case.put("stored", "a", 1, "ch_1")
        case.put("taken", "b", 1, "ch_1")
        case.get("b", None)
        case.unfinished(record("a", 1, "ch_1"))
        case.put("stored", "a", 2, "ch_1")
        case.put("stored", "b", 1, "ch_2")
        case.put("taken", "b", 2, "ch_1")
        case.get("b", record("b", 1, "ch_2"))

    add("a reference is one operation's; a refused record leaves no trace", one)

    def free(case):
        case.put("stored", "a", 1, "ch_1")
        case.put("stored", "a", 2)
        case.put("stored", "b", 1, "ch_1")
        case.put("taken", "a", 3, "ch_1")
        case.put("stored", "b", 2, "ch_2")
        third = case.put("stored", "a", 3, "ch_1")
        case.find(third, "ch_1")

    add("one that was given up is free again", free)

    def order(case):
        case.put("stored", "a", 1, "ch_1")
        case.put("outrun", "b", 2, "ch_1")
        case.put("outrun", "b", 0, "ch_1")
        case.put("stored", "b", 1)
        case.put("outrun", "b", 1, "ch_1")
        case.put("taken", "b", 2, "ch_1")

    add("outrun is said before taken", order)

    def rooms(case):
        case.put("stored", "a", 1, "x")
        case.put("stored", "b", 1, "x", mode="live")
        case.put("stored", "c", 1, "x", vendor="dexchange", operation="pay_bill")
        case.put("stored", "d", 1, "x", mode="unknown")
        case.put("taken", "e", 1, "x", vendor="dexchange", operation="pay_bill")
        case.put("taken", "e", 1, "x", mode="live")
        case.put("stored", "e", 1, "X")

    add("vendors and modes have references of their own, to the letter", rooms)

    def ended(case):
        case.put("stored", "a", 1, "ch_1", stage="closed")
        case.put("taken", "b", 1, "ch_1")
        case.put("stored", "c", 1, "ch_2", stage="unknown")
        case.put("taken", "b", 1, "ch_2")

    add("an operation that has ended keeps its reference", ended)

    def ours(case):
        case.put("stored", "a", 1, ours="same")
        case.put("stored", "b", 1, ours="same")

    add("our own ids claim nothing", ours)
    return group


def found():
    group = Group("journal", "core/src/journal.rs: `find`, for a webhook", "journal-find")
    add = adder(group)

    def by_both(case):
        case.find(None, "ch_1", "e-1")
        case.put("stored", "a", 1, ours="e-1")
        younger = case.put("stored", "b", 1, ours="e-1")
        case.find(younger, ours="e-1")
        settled = case.put("stored", "a", 2, "ch_1", "e-1", stage="closed")
        case.find(settled, "ch_1", "e-1")
        case.find(settled, "ch_1")
        case.find(younger, None, "e-1")
        case.find(younger, "ch_2", "e-1")
        case.find(None, "ch_2", "e-2")
        case.find(None)

    add("by the vendor's reference, ended or not, else the newest operation of our id", by_both)

    def rooms(case):
        mine = case.put("stored", "a", 1, "ch_1", "e-1")
        case.find(None, "ch_1", "e-1", mode="live")
        case.find(None, "ch_1", "e-1", vendor="dexchange")
        case.find(None, "CH_1", "E-1")
        case.find(mine, "ch_1", "e-1")

    add("of this vendor and mode, to the letter", rooms)

    def moved(case):
        case.put("stored", "a", 1, ours="first")
        case.put("stored", "b", 1, ours="shared")
        case.put("stored", "a", 2, ours="shared")
        last = case.put("stored", "a", 3, ours="other")
        case.find(None, ours="first")
        case.find(last, ours="other")

    add("one that began anew is found by its new id alone", moved)

    def newest(case):
        case.put("stored", "a", 1, "ch_1")
        second = case.put("stored", "a", 2, "ch_1")
        case.find(second, "ch_1")
        third = case.put("stored", "a", 3, "ch_2")
        case.find(None, "ch_1")
        case.find(third, "ch_2")

    add("the newest record, by the reference it has now", newest)
    return group


def kept():
    group = Group("journal", "core/src/journal.rs: `get`, `unfinished`, and what is durable", "journal-kept")
    add = adder(group)

    def whole(case):
        state = '{"text":"déjà vu \\u0000 🙂","n":1000.0,  "seal":"0a"}'
        more = {"ours": "INV-1", "state": state, "stage": "unknown", "vendor": "dexchange", "mode": "live"}
        first = case.put("stored", "e-1", 1, "TID1", operation="pay_bill", **more)
        case.get("e-1", first)
        case.again()
        case.get("e-1", first)
        case.find(first, "TID1", vendor="dexchange", mode="live")
        case.unfinished(first)
        case.put("outrun", "e-1", 1, "TID1")
        long = case.put("stored", "e-2", 1, state='{"items":"' + "é" * 2_000 + '"}')
        case.again()
        case.get("e-2", long)

    add("all of a record to the byte, also by another process", whole)

    def open_ones(case):
        case.put("stored", "b", 1)
        unknown = case.put("stored", "a", 1, stage="unknown")
        case.put("stored", "c", 1, stage="closed")
        case.put("stored", "d", 1)
        second = case.put("stored", "b", 2)
        case.put("stored", "d", 2, stage="closed")
        case.unfinished(second, unknown)
        anew = case.put("stored", "c", 2)
        case.unfinished(second, unknown, anew)
        case.again()
        case.unfinished(second, unknown, anew)

    add("the unfinished are the open and the unknown, the oldest operation first", open_ones)
    return group
