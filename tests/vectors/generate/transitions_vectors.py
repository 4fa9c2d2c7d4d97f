"""transitions.json: every known status × every status seen × every source, by reliability.md 2.

The ranks are typed from its tables: 1 open, 2 terminal. Among open ones a later step outranks an
earlier one, and a word never heard of outranks both (it may be a later step nobody told us of), for
observations may come in any order. Among endings paid is highest ("money wins"); where the tables
leave two words on one step the alphabet decides, for lack of anything better.
"""

from common import Group, write

# machine: [(word, terminal)], lowest first; `?` stands for a word never heard of.
RANKS = {
    "charge": ["pay_offline", "send_otp", "pending", "?", "canceled!", "failed!", "success!"],
    "checkout": ["pending", "?", "failed!", "success!"],
    "transfer": ["pending", "?", "failed!", "success!"],
    "settlement": ["processing", "in_transit", "?", "cancelled!", "success!"],
    "bill": ["PENDING", "PROCESSING", "?", "CANCELLED!", "EXPIRED!", "FAILED!", "SUCCESS!"],
}
# The other spelling of each vendor is the same word.
ALIASES = {"charge": ("cancelled", "canceled"), "settlement": ("canceled", "cancelled"), "bill": ("CANCELED", "CANCELLED")}


def rule(ranks, known, seen, source):
    """The apply rule of section 2."""
    place = {word.rstrip("!"): at for at, word in enumerate(ranks)}
    ends = {word.rstrip("!") for word in ranks if word.endswith("!")}
    paid = ranks[-1].rstrip("!")
    if known is None:
        # From nothing: a fetch or a reply tells, a webhook only asks.
        return (None, "confirm_by_fetch") if source == "webhook" else (seen, "advanced")
    if known == seen:
        return known, "same"
    higher = place[seen] > place[known]
    if source == "webhook":
        return known, "confirm_by_fetch" if higher else "stale"
    if known in ends:
        # An ending is only replaced by a better one, and never in silence.
        if seen == paid:
            return seen, "late_success"
        return (seen if higher else known), "regression"
    return (seen, "advanced") if higher else (known, "stale")


def matrix(machine, ranks):
    g = Group("transition", f"reliability.md 2, {machine}", f"tr-{machine}")
    words = [word.rstrip("!") for word in ranks]
    name = lambda word: "never_heard_of" if word == "?" else word
    for source in ("fetch", "reply", "webhook"):
        for known in [None, *words]:
            for seen in words:
                status, applied = rule(ranks, known, seen, source)
                mark = None
                if machine == "settlement" and (known, seen) == ("in_transit", "processing") and source != "webhook":
                    applied, mark = "regression", None
                given = {"machine": machine, "known": name(known), "seen": name(seen), "source": source}
                expect = {"status": name(status), "applied": applied, "alarm": applied in ("late_success", "regression")}
                g.add(f"{name(known) or 'nothing'}, then {name(seen)} by {source}", given, expect, mark)
    if machine in ALIASES:
        other, word = ALIASES[machine]
        g.add("the other spelling is the same word", {"machine": machine, "known": word, "seen": other, "source": "fetch"},
              {"status": word, "applied": "same", "alarm": False})
        g.add("and is kept in one spelling", {"machine": machine, "known": None, "seen": other, "source": "fetch"},
              {"status": word, "applied": "advanced", "alarm": False})
    best = words[-1]
    for spelled in (best.swapcase(), f" {best}\n", best.title()):
        given = {"machine": machine, "known": words[0], "seen": spelled, "source": "fetch"}
        g.add(f"a word is known in any case, with any space around: {spelled!r}", given, {"status": best, "applied": "advanced", "alarm": False})
    for known, seen, higher in [("another", "never_heard_of", True), ("never_heard_of", "another", False), ("zzz", words[0], False)]:
        given = {"machine": machine, "known": known, "seen": seen, "source": "fetch"}
        expect = {"status": seen if higher else known, "applied": "advanced" if higher else "stale", "alarm": False}
        g.add(f"two words never heard of: {known}, then {seen}", given, expect)
    return g


def generate():
    write("transitions", "What one observation of a status does to what is known.", [matrix(*item) for item in RANKS.items()])
