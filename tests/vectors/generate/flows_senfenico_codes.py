"""Every code of the vendor's table, said to each request that moves money."""

from common import write
from flows_common import rejected, settled, story_group, unknown
from flows_senfenico import HARMFUL, HARMLESS, PURSUED, Bulk, Cancel, Checkout, Collect, Payout, Read, Senfenico, Settle, ch, no, ok

RULES = "senfenico.txt, Error Codes; reliability.md 1.1 G5; ADR 0002"
#: The page gives no HTTP status for any code.
STATUSES = (400, 200, 402, 422)
#: What a request was refused for, by names of its own fields: proof that nothing was applied.
FIELDS = {"collect": {"amount": ["A valid integer is required."]}, "payout": {"recipient_phone": ["Enter a valid phone number."]}, "settle": {"amount": ["Must be at most 30000."]}}


def spread(codes):
    return [(code, STATUSES[place % len(STATUSES)]) for place, code in enumerate(codes)]


def creations(kind):
    g = story_group(RULES, f"sf-{kind.NAMES[0]}-code")
    for code, status in spread(HARMLESS):
        s = kind(g, f"{code} with HTTP {status}: refused, nothing moved")
        s.create().answer(status, no(code, f"Charge operation failed: {code}.")).refuses(code, http_status=status, message=f"Charge operation failed: {code}.", refund=None).tell()
    for code, status in spread(HARMFUL):
        s = kind(g, f"{code} with HTTP {status}: may stand for a payment made, so it is looked for")
        s.create().answer(status, no(code)).lost()
        (s.found().pays() if status != 402 else s.never_found("uncertain_code", code=code, http_status=402)).tell()
    for status, code in ((401, "UNAUTHORIZED"), (403, "FORBIDDEN")):
        kind(g, f"HTTP {status}: the key is refused").create().answer(status, no(message="Invalid API key")).refuses(code, http_status=status).tell()
    fields = FIELDS[kind.NAMES[0]]
    for status in (400, 200):
        s = kind(g, f"errors under the name of a field, HTTP {status}: refused")
        s.create().answer(status, no(message="Validation error", errors=fields))
        s.refuses("VALIDATION", http_status=status, field_errors=[{"field": name, "message": lines[0]} for name, lines in fields.items()]).tell()
    s = kind(g, "refused, after an attempt that never left: nothing moved")
    s.create().fail("not_sent").backoff(1).due().create().answer(400, no("INVALID_DATA")).refuses("INVALID_DATA").tell()
    return g


def single_calls():
    g = story_group(RULES, "sf-once-code")
    for kind in PURSUED:
        for code, status in spread(HARMLESS[::3]):
            s = kind(g, f"{kind.NAMES[1]}: {code}, HTTP {status}: refused", flow=False)
            s.create().answer(status, no(code)).store("closed").done(rejected(code, http_status=status)).tell()
        for code, status in spread(HARMFUL[::2]):
            s = kind(g, f"{kind.NAMES[1]}: {code}, HTTP {status}: unknown", flow=False)
            s.create().answer(status, no(code)).store("unknown").done(unknown("uncertain_code", code=code, http_status=status, plan=kind.PLAN)).tell()
    return g


def submissions():
    """The single call submits once and says what was said."""
    g = story_group(RULES, "sf-submit-once-code")

    def submit(comment):
        s = Senfenico(g, comment, {"kind": "submit_otp", "charge": ch(4), "otp": "73 91"}, absent=["7391"])
        return s.store().post("charges/submit", {"otp": "7391", "charge_reference": ch(4)})

    for code, status in spread(HARMLESS):
        submit(f"{code}, HTTP {status}: refused").answer(status, no(code)).store("closed").done(rejected(code, http_status=status)).tell()
    for code, status in spread(HARMFUL):
        submit(f"{code}, HTTP {status}: unknown").answer(status, no(code)).store("unknown").done(unknown("uncertain_code", code=code, plan="fetch")).tell()
    return g


def batches():
    g = story_group(RULES + "; 1.2 row 8", "sf-bulk-code")
    for code, status in spread(HARMLESS):
        s = Bulk(g, f"{code}, HTTP {status}: all of the batch are refused", count=2)
        s.batch().answer(status, no(code)).store().ends(s.of(rejected(code))).tell()
    for code, status in spread(HARMFUL):
        s = Bulk(g, f"{code}, HTTP {status}: each is looked for", count=2)
        s.batch().answer(status, no(code)).follows().looks().list(s.items("success")).ends(s.paid()).tell()
    return g


def cancellations():
    """The page's own refusal has a message and no code; the settlement says what is true."""
    g = story_group("senfenico.txt, cancel settlement; reliability.md 1.2 row 10", "sf-cancel-code")
    message = "Validation error: [\"Settlement can only be cancelled if it's in 'processing' status.\"]"
    for status in (400, 200):
        for reads in ("in_transit", "success"):
            Cancel(g, f"not cancellable, HTTP {status}; it reads {reads}: refused in the vendor's words").cancel().answer(status, no(message=message)).reads(reads).is_refused(
                "VALIDATION", message=message).tell()
        Cancel(g, f"not cancellable, HTTP {status}; it reads cancelled: it is").cancel().answer(status, no(message=message)).reads("cancelled").is_cancelled().tell()
        s = Cancel(g, f"not cancellable, HTTP {status}; it reads processing each time: refused")
        for _ in range(3):
            s.cancel().answer(status, no(message=message)).reads("processing")
        s.is_refused("VALIDATION", message=message).tell()
    for status, code in ((401, "UNAUTHORIZED"), (403, "FORBIDDEN")):
        Cancel(g, f"HTTP {status}").cancel().answer(status, no()).is_refused(code, http_status=status).tell()
    s = Cancel(g, "no answer, then not cancellable, and it reads processing: the first may still arrive")
    s.cancel().fail().reads("processing").cancel().answer(400, no(message=message)).reads("processing").cancel().answer(400, no(message=message)).reads("processing")
    s.is_unknown("refused_after_uncertain").tell()
    Cancel(g, "there is no such settlement").cancel().answer(404, no()).fetch().answer(404, no()).is_refused("NOT_FOUND").tell()
    Cancel(g, "it vanishes after a lost cancel").cancel().fail().fetch().answer(404, no()).is_unknown("vanished").tell()
    return g


def pages():
    g = story_group(RULES + "; 1.2 row 4", "sf-page-code")
    for code, status in spread(HARMLESS[::2]):
        Checkout(g, f"{code}, HTTP {status}: refused, and nothing to keep").opens().answer(status, no(code)).done(rejected(code, http_status=status)).tell()
    for code, status in spread(HARMFUL[::3]):
        s = Checkout(g, f"{code}, HTTP {status}, then opened").opens().answer(status, no(code)).backoff(1).due().opens().opened()
        s.store(reference=s.ref).redirects().tell()
    Checkout(g, "a wrong address of its own").opens().answer(400, no(message="Validation error", errors={"success_url": ["Enter a valid URL."]})).done(
        rejected("VALIDATION", field_errors=[{"field": "success_url", "message": "Enter a valid URL."}])).tell()
    return g


def reads():
    """After a read any refusal is final: it had no effect."""
    g = story_group(RULES + "; 1.2 row 11", "sf-read-code")
    for code, status in (("CHARGE_NOT_FOUND", 400), ("TRANSACTION_NOT_FOUND", 404), ("INTERNAL_ERROR", 400), ("SOMETHING_ELSE", 400)):
        Read(g, f"{code}, HTTP {status}", "fetch_charge", f"charges/{ch(3)}", reference=ch(3)).asks().answer(status, no(code)).done(rejected(code, http_status=status)).tell()
    return g


def generate():
    groups = [creations(kind) for kind in (Collect, Payout, Settle)]
    write("flows_senfenico_codes", "Every code of Senfenico's table, said to each request that moves money.",
          groups + [single_calls(), submissions(), batches(), cancellations(), pages(), reads()])
