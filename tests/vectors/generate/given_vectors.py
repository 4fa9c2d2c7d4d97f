"""What callers hand in, and what is said of it: in JSON's words, with core's names.

The fields are those of the vendors' pages, in the order in which the README names them; the rules are told here a
second time: first what is not known, then each field in turn; never a value, nor a name that may be one.
"""

import copy

from common import Group, write

TEXT, FRANCS, FLAG = "a string", "whole francs (XOF), a number", "true or false"
OBJECT, OBJECTS = "an object", "an array of objects"

CHARGE = {"amount": (FRANCS, True), "phone": (TEXT, True), "provider": (TEXT, False)}
CHECKOUT = {"amount": (FRANCS, True), "success_url": (TEXT, True), "cancel_url": (TEXT, True), "email": (TEXT, False)}
TRANSFER = {"amount": (FRANCS, True), "phone": (TEXT, True), "wallet": (TEXT, False), "ext_id": (TEXT, True)}
SETTLEMENT = {"amount": (FRANCS, True)}
INQUIRY = {"service": (TEXT, True), "customer": (TEXT, True)}
ONCE = {
    "service": (TEXT, True), "customer": (TEXT, True), "amount": (FRANCS, False), "bill": (TEXT, False),
    "external_transaction_id": (TEXT, True), "callback_url": (TEXT, False), "custom_data": (TEXT, False),
}
BILL = {
    "service": (TEXT, True), "customer": (TEXT, True), "amount": (FRANCS, False), "bill": (TEXT, False),
    "confirm": (FLAG, False), "external_transaction_id": (TEXT, True), "callback_url": (TEXT, False),
    "custom_data": (TEXT, False),
}
#: Each kind and its parts: a shape, a list of one, or text.
KINDS = {
    "collect": {"charge": CHARGE},
    "checkout": {"checkout": CHECKOUT},
    "payout": {"transfer": TRANSFER},
    "bulk_payout": {"transfers": [TRANSFER]},
    "settle": {"settlement": SETTLEMENT},
    "cancel_settlement": {"reference": TEXT},
    "create_charge": {"charge": CHARGE},
    "submit_otp": {"charge": TEXT, "otp": TEXT},
    "create_transfer": {"transfer": TRANSFER},
    "create_bulk_transfer": {"transfers": [TRANSFER]},
    "create_settlement": {"settlement": SETTLEMENT},
    "initialize_checkout": {"checkout": CHECKOUT},
    "fetch_checkout": {"reference": TEXT},
    "list_checkouts": {},
    "fetch_charge": {"reference": TEXT},
    "list_charges": {},
    "fetch_balances": {},
    "fetch_transfer": {"reference": TEXT},
    "list_transfers": {},
    "fetch_settlement": {"reference": TEXT},
    "list_settlements": {},
    "pay_bill": {"payment": BILL},
    "pay_bill_once": {"payment": ONCE},
    "inquire_bills": {"inquiry": INQUIRY},
    "fetch_transaction": {"transaction_id": TEXT},
}
GOOD = {
    "amount": 500, "phone": "76000000", "provider": "orange_bf", "wallet": "orange_bf", "ext_id": "e-1",
    "success_url": "https://a.bf/s", "cancel_url": "https://a.bf/c", "email": "a@b.bf", "customer": "210278816",
    "service": "SENELEC_SN_BILL", "bill": "8000000680", "confirm": True, "external_transaction_id": "INV-1",
    "callback_url": "https://a.sn/dx", "custom_data": "x", "reference": "ch_1", "charge": "ch_1", "otp": "123456",
    "transaction_id": "TID1",
}
#: What may stand in a field, and what it is.
VALUES = [
    ("76000000", TEXT), (500, "a number"), (True, "a boolean"), (["76000000"], "an array"), ({"76000000": 1}, OBJECT),
    ({}, OBJECT), ([], "an array"), (10.5, "a fraction"), (2**63, "out of range"),
]


def good(shape):
    if shape == TEXT:
        raise ValueError
    if isinstance(shape, list):
        first = {name: GOOD[name] for name in shape[0]}
        return [first, first | {"ext_id": "e-2"}]
    # The bill imposes its amount.
    return {name: GOOD[name] for name in shape if not (name == "amount" and "service" in shape)}


def order(kind):
    parts = KINDS[kind]
    return {"kind": kind} | {name: GOOD[name] if shape == TEXT else good(shape) for name, shape in parts.items()}


def told(field, problem, allowed, suggestion=None):
    likely = {} if suggestion is None else {"suggestion": suggestion}
    return {"invalid": {"field": field, "problem": problem, "allowed": allowed} | likely}


def bare(word):
    return "".join(c for c in word.lower() if c.isascii() and c.isalnum())


def slips(word):
    """All that is one slip of the hand away."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in parts if b} | {a + c + b for a, b in parts for c in letters}
        | {a + c + b[1:] for a, b in parts if b for c in letters}
        | {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1} | {word}
    )


def meant(word, names):
    same = [name for name in names if bare(name) == bare(word)]
    near = same or [name for name in names if bare(word) in slips(bare(name))]
    return near[0] if len(near) == 1 else None


def wrong_of(kind, value):
    """What is said of a value where another kind is wanted, if anything."""
    word = dict((repr(one), what) for one, what in VALUES)[repr(value)]
    number = kind == FRANCS
    if (kind == TEXT and word == TEXT) or (number and word == "a number") or (kind == FLAG and word == "a boolean"):
        return None
    return word if number or word not in ("a fraction", "out of range") else "a number"


def misspelt(name):
    return [name[:-1], name + "s", name[0] + name, name[1] + name[0] + name[2:], name.upper(), name.replace("_", "-"),
            "x" + name[1:]]


def is_name(name):
    return name.isascii() and name.replace("_", "").replace("$", "").isalnum() and not name[0].isdigit() and len(name) <= 48


def fields(group, kind, at, shape, prefix, place):
    """Everything that may be wrong with a struct; `at` finds it in an order, `prefix` is its path in a list."""
    names = list(shape)
    for name, (what, needed) in shape.items():
        base = order(kind)
        if name == "amount" and name not in at(base):
            at(base)[name] = 500
        for value in [*(value for value, _ in VALUES)]:
            said = wrong_of(what, value)
            if said is None:
                continue
            given = copy.deepcopy(base)
            at(given)[name] = value
            group.add(f"{kind}: another kind of value", given, told(prefix + name, said, what))
        for absent in (None, "left out"):
            given = copy.deepcopy(base)
            at(given)[name] = None
            if absent:
                del at(given)[name]
            if needed:
                group.add(f"{kind}: {absent or 'null'}", given, told(prefix + name, "missing", what))
        for other in dict.fromkeys(misspelt(name)):
            if other in names:
                continue
            given = copy.deepcopy(base)
            at(given)[other] = at(given).pop(name, "x")
            field = prefix + other if is_name(other) else place
            group.add(f"{kind}: misspelt", given, told(field, "unknown", ", ".join(names), meant(other, names)))
    for other in ("76000000", "", "op_id", "a" * 49, "é", "sk_test_sandbox", "x y"):
        given = copy.deepcopy(order(kind))
        at(given)[other] = "x"
        if other == "" and len(at(given)) == 1:
            continue
        field = prefix + other if other and is_name(other) else place
        group.add(f"{kind}: a name that is none", given, told(field, "unknown", ", ".join(names), meant(other, names)))


def example(kind):
    (name,) = [name for name in KINDS[kind]][:1]
    return f'an order, such as {{ "kind": "{kind}", "{name}": {{ … }} }}'


def generate():
    group = Group("given", "README.md of the packages: each field by its name, each with its kind of value", "given")
    for kind, parts in KINDS.items():
        group.add(f"{kind}: as it should be", order(kind), "read")
        for name, shape in parts.items():
            what = TEXT if shape == TEXT else OBJECTS if isinstance(shape, list) else OBJECT
            word = {TEXT: TEXT, OBJECTS: "an array", OBJECT: OBJECT}[what]
            for value, said in VALUES:
                if said == word:
                    continue
                said = "a number" if said in ("a fraction", "out of range") else said
                group.add(f"{kind}: another kind of value", order(kind) | {name: value}, told(name, said, what))
            group.add(f"{kind}: null", order(kind) | {name: None}, told(name, "missing", what))
            group.add(f"{kind}: left out", {"kind": kind} | {n: v for n, v in order(kind).items() if n not in ("kind", name)},
                      told(name, "missing", what))
            if isinstance(shape, list):
                fields(group, kind, lambda given, name=name: given[name][1], shape[0], f"{name}[1].", f"{name}[1]")
                for value, said in [*VALUES, (None, "null")]:
                    if said == OBJECT:
                        continue
                    said = "a number" if said in ("a fraction", "out of range") else said
                    given = order(kind)
                    given[name][1] = value
                    group.add(f"{kind}: no object in the list", given, told(f"{name}[1]", said, OBJECT))
            elif shape != TEXT:
                fields(group, kind, lambda given, name=name: given[name], shape, "", name)
        names = ", ".join(parts) or "nothing"
        for other in ("op_id", "charges", "76000000"):
            field = other if is_name(other) else "order"
            group.add(f"{kind}: a field that an order of this kind has not", order(kind) | {other: 1},
                      told(field, "unknown", names, meant(other, list(parts))))
    kinds = ", ".join(KINDS)
    for word in ("colect", "collects", "Collect", "pay-bill", "paybill", "charge", "", "x" * 5000, "76000000", "fetch_charges", "list_charge"):
        group.add("a kind that is none", order("collect") | {"kind": word}, told("kind", "unknown", kinds, meant(word, list(KINDS))))
    for value, said in VALUES:
        if said != TEXT:
            said = "a number" if said in ("a fraction", "out of range") else said
            group.add("a kind that is no text", order("collect") | {"kind": value}, told("kind", said, kinds))
            if said != OBJECT:
                group.add("no order", value, told("order", said, example("collect")))
    group.add("no order", "76000000", told("order", TEXT, example("collect")))
    group.add("no order", None, told("order", "null", example("collect")))
    without = "an object without its kind"
    for kind in ("collect", "checkout", "payout", "settle", "pay_bill", "inquire_bills"):
        (part,) = KINDS[kind].values()
        group.add("a part in the place of its order", good(part), told("order", without, example(kind)))
    for given in ({"x": 1}, {"kind": None, "x": 1}):
        group.add("no kind", given, told("order", without, example("collect")))
    write("given", "What callers hand in: what is read of it, and what is said of what is wrong.", [group])
