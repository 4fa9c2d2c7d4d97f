"""errors.json: what each error says to a program, to who pays and to the shop.

The sentences are those of `core/src/texts.txt`, which is written by people; how they are put together, and the
messages, are told here a second time (ADR 0012, 0023).
"""

import re

from common import FOLDER, Group, write

STRANGE = "oversized too_deep not_json malformed foreign redirected server_error mode_mismatch".split()
LIMIT = {"seen": 1_048_599, "limit": 1_048_576}


def read():
    blocks, at = {}, None
    for line in (FOLDER.parent.parent / "core/src/texts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            name, _, text = line.strip().partition(" ")
            blocks[at].setdefault(name, text.strip())
        elif line and not line.startswith("#"):
            at = line
            blocks.setdefault(at, {})
    return blocks


TEXTS = read()


def say(block, name, *values):
    text = TEXTS[block].get(name, "")
    for value in values:
        text = text.replace("{}", value, 1)
    return text


def joined(*texts):
    return " ".join(text for text in texts if text)


def four(block, *values, french=None):
    names = ("buyer", "buyer_fr", "merchant", "merchant_fr")
    return {name: say(block, name, *(french or values if name.endswith("_fr") else values)) for name in names}


def doubtful(doubt, excess, ending=""):
    block = f"doubt {doubt}"
    why = TEXTS.get(block, {}).get(f"why{ending}", doubt)
    unit = TEXTS.get(block, {}).get(f"unit{ending}")
    if not excess or not unit:
        return why
    number = lambda value: f"{value:,}".replace(",", "\u202f" if ending else ",")
    if excess["seen"] is None:
        return say("excess", f"limit{ending}", why, number(excess["limit"]), unit)
    return say("excess", f"seen{ending}", why, number(excess["seen"]), unit, number(excess["limit"]))


def plain():
    g = Group("error", "ADR 0023: an error's message and texts are the same in every language", "err")

    def add(comment, name, parts, message, texts, failure=True, retryable=False, message_fr=None):
        told = {"message": message, "message_fr": message_fr or texts["merchant_fr"], **texts}
        g.add(f"{name}: {comment}", {"class": name, "parts": parts}, told | {"retryable": retryable, "failure": failure})

    add("what nothing narrower fits", "PaymentError", {"message": "no journal"}, "no journal", four("error"))

    def input_(comment, field, problem, allowed, problem_fr, allowed_fr, block, suggestion=None):
        texts = four("invalid") | {name: text for name, text in TEXTS[block].items() if name.startswith("buyer")}
        likely = lambda ending: say("invalid", f"likely{ending}", suggestion) if suggestion else ""
        texts["merchant"] = joined(say("invalid", "merchant", TEXTS[block]["name"], field, problem, allowed), likely(""))
        texts["merchant_fr"] = joined(say("invalid", "merchant_fr", TEXTS[block]["name_fr"], field, problem_fr, allowed_fr), likely("_fr"))
        parts = {"field": field, "problem": problem, "allowed": allowed, "suggestion": suggestion}
        meant = f"; did you mean {suggestion}?" if suggestion else ""
        add(comment, "InvalidInput", parts, f"{field}: {problem}; allowed: {allowed}{meant}", texts)

    input_("a number", "phone", "missing", "4 to 10 digits", "manquant", "de 4 à 10 chiffres", "field phone")
    input_("in a list", "transfers[3].phone", "missing", "4 to 10 digits", "manquant", "de 4 à 10 chiffres", "field phone")
    input_("what was meant", "provider", "not translated", "orange_bf, moov_bf", "not translated", "orange_bf, moov_bf", "field provider", "orange_bf")

    def refused(comment, name, code, status=None, refund=None, known=True):
        block = f"code {code}" if known else "code"
        happened = lambda ending: TEXTS[block].get(f"merchant{ending}", TEXTS[block][f"text{ending}"])
        texts = four(block) | {f"merchant{end}": joined(happened(end), TEXTS[block][f"next{end}"]) for end in ("", "_fr")}
        if refund:
            texts = {name: say("refund", name) if name.startswith("buyer") else joined(text, say("refund", name)) for name, text in texts.items()}
        refusal = {"code": code, "http_status": status, "message": "Solde de 76 00 00 00 insuffisant", "refund": refund}
        refusal["field_errors"] = [{"field": "phone", "message": "76 00 00 00"}]
        add(comment, name, {"refusal": refusal}, f"{code}: {TEXTS[block]['text']}", texts, message_fr=TEXTS[block]["text_fr"])

    refused("a code of the vendor's page", "PaymentRejected", "INSUFFICIENT_FUNDS", 402)
    refused("a code that nobody knows", "PaymentRejected", "A_NEWER_CODE", 400, known=False)
    refused("a debit that is given back", "PaymentRejected", "PAYMENT_FAILED", None, {"amount": 1010, "seen": False})
    refused("a wrong key", "AuthenticationFailed", "UNAUTHORIZED", 401)
    refused("a reference", "NotFound", "CHARGE_NOT_FOUND", 404)
    refused("the payer gave up", "PaymentAbandoned", "ABANDONED")

    def not_sent(comment, name, why, doubt=None, excess=None):
        block = f"unsent {why}" if f"unsent {why}" in TEXTS else "not_sent"
        texts = four("not_sent")
        for ending in ("", "_fr"):
            strange = say("not_sent", f"strange{ending}", doubtful(doubt, excess, ending)) if doubt else ""
            texts[f"merchant{ending}"] = joined(TEXTS[block][f"merchant{ending}"], strange, TEXTS[block].get(f"next{ending}", ""))
        in_words = doubt in STRANGE
        message = doubtful(doubt, excess) if in_words else f"not sent: {why}"
        french = doubtful(doubt, excess, "_fr") if in_words else None
        add(comment, name, {"unsent": {"why": why, "doubt": doubt, "excess": excess}}, message, texts, retryable=True, message_fr=french)

    for why in ("unreachable", "unanswered", "forgotten", "stopped", "a_newer_reason"):
        not_sent(why, "PaymentNotSent", why)
    not_sent("too often", "TooManyRequests", "busy")
    for doubt in [*STRANGE, "no_answer", "conflict", "a_newer_doubt"]:
        not_sent(doubt, "PaymentNotSent", "unanswered", doubt)
    not_sent("too long, by so much", "PaymentNotSent", "unanswered", "oversized", LIMIT)
    not_sent("too deep, and not read on", "PaymentNotSent", "unanswered", "too_deep", {"seen": None, "limit": 128})

    add("another process", "OperationBusy", {"op_id": "order-42"}, "order-42: another process goes on with it", four("busy", "order-42"), retryable=True)
    add("no such operation", "OperationNotFound", {"op_id": "order-42"}, 'the journal knows no operation "order-42"', four("absent", "order-42"))
    other = "of the other vendor"
    add("another vendor's", "RecordError", {"problem": other}, other, four("record", other, french=(TEXTS_FR[other],)))
    add("not to be believed", "WebhookError", {"problem": "not JSON"}, "not JSON", four("webhook", "not JSON", french=(TEXTS_FR["not JSON"],)))
    add("what nobody translated", "WebhookError", {"problem": "planted"}, "planted", four("webhook", "planted"))

    def unknown(comment, why, plan="fetch", excess=None, bill_paid=None):
        doubt, doubt_fr = doubtful(why, excess), doubtful(why, excess, "_fr")
        texts = four("unknown", "order-42", doubt, french=("order-42", doubt_fr))
        paid = TEXTS["unknown bill_paid"] if bill_paid else {}
        for ending in ("", "_fr"):
            texts[f"buyer{ending}"] = paid.get(f"buyer{ending}", texts[f"buyer{ending}"])
            next_ = TEXTS.get(f"plan {plan}", {}).get(f"next{ending}", "")
            texts[f"merchant{ending}"] = joined(texts[f"merchant{ending}"], paid.get(f"merchant{ending}", ""), next_)
        known = {"op_id": "order-42", "our_reference": "ext-1", "provider_reference": None, "attempts": 2, "last_sent": 1_767_600_000_000}
        known |= {"why": why, "http_status": 504, "code": "TIMEOUT_ERROR", "excess": excess, "plan": plan, "bill_paid": bill_paid}
        said = doubt if why in STRANGE else why
        add(comment, "OutcomeUnknown", {"unknown": known}, f"order-42: outcome unknown ({said}); plan: {plan}", texts, failure=False)

    for plan in ("fetch", "search_by_id", "search_by_details", "await_callback", "ask_support", "a_newer_plan"):
        unknown(plan, "no_answer", plan)
    for doubt in [*STRANGE, "crashed", "amount_mismatch", "a_newer_doubt"]:
        unknown(doubt, doubt)
    unknown("too long, by so much", "oversized", excess=LIMIT)
    unknown("paid by someone", "no_answer", bill_paid=True)
    unknown("not paid", "no_answer", bill_paid=False)

    def prompt(kind, **fields):
        block = f"prompt {kind}"
        texts = four(block)
        for ending in ("", "_fr"):
            texts[f"merchant{ending}"] = joined(texts[f"merchant{ending}"], TEXTS[block].get(f"next{ending}", ""))
        if fields.get("problem"):
            texts |= {name: TEXTS[f"again {fields['problem']}"][name] for name in ("buyer", "buyer_fr")}
        parts = {"op_id": "order-42", "prompt": {"kind": kind, **fields}}
        add(kind, "AnswerNeeded", parts, f"order-42: waits for an answer ({kind})", texts, failure=False)

    prompt("otp", text="Entrez le code de 76 00 00 00", problem=None, code=None)
    prompt("otp", text="", problem="expired", code="OTP_EXPIRED")
    prompt("dial", text="Composez *144#")
    prompt("redirect", url="https://pay.example/p/1")
    prompt("bill", bills=[])
    prompt("recipients", ext_ids=["e-1", "e-2"])

    for name, block, otherwise in [("ConnectFailed", "connect_failed", "no connection"), ("NoAnswer", "no_answer", "no answer"), ("AnswerTooLarge", "answer_too_large", "answer too large")]:
        add("with words", name, {"message": "reset"}, "reset", four(block), failure=False)
        add("without words", name, {}, otherwise, four(block), failure=False)
    return g


def sentences():
    """The French of each English sentence about a value."""
    text = (FOLDER.parent.parent / "core/src/texts.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^\s*en\s+(.*)\n\s*fr\s+(.*)$", text, re.MULTILINE))


TEXTS_FR = sentences()


def generate():
    write("errors", "Errors: their messages and their texts.", [plain()])
