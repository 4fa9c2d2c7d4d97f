"""The other rows of the decision table in reliability.md 1.2: codes, bulks, cancels, pages, reads."""

from common import compact, write
from flows_common import DAY, MONEY_TIMEOUT, READ_TIMEOUT, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import HTML, Bulk, Cancel, Checkout, Collect, Read, Senfenico, ch, chk, cut, no, ok, tr, uuid
from flows_senfenico_columns import uncertain


def codes_in_a_flow():
    """Row 6: the charge is authoritative; only if it still waits for a code is the payer asked again."""
    g = story_group("reliability.md 1.2 row 6; ADR 0002", "sf-submit-col")
    begun = lambda comment: Collect(g, comment).begin()
    begun("a: refused connection once, then accepted").types().fail("not_sent").backoff(1).due().store(reference=ch(1)).line(
        out="send", method="POST", path="/v1/payment/charges/submit", body={"otp": "123456", "charge_reference": ch(1)}).submitted().settles().tell()
    for column, comment, comes, _, _ in uncertain():
        for status, end in (("success", lambda s: s.settles()), ("send_otp", lambda s: s.opens(problem="no_answer").types("654321").submitted().settles())):
            s = begun(f"{column}: {comment}; the charge reads {status}")
            comes(s.types())
            s.began = s.now
            end(s.looks().reads(status)).tell()
    s = begun("b: no answer; the charge reads failed")
    s.types().fail("maybe_sent")
    s.began = s.now
    s.looks().reads("failed").refuses("PAYMENT_FAILED").tell()
    s = begun("b: no answer; the charge reads pending, then success")
    s.types().fail("maybe_sent")
    s.began = s.now
    s.looks().reads("pending").store(reference=s.ref).looks().reads("success").settles().tell()
    s = begun("d: turned away with Retry-After: 4, then accepted; the same code is kept")
    s.types().answer(429, "", {"Retry-After": "4"}).busy(4).due().store(reference=ch(1))
    s.post("charges/submit", {"otp": "123456", "charge_reference": ch(1)}).submitted().settles().tell()
    return g


def codes_alone():
    g = story_group("reliability.md 1.2 row 6; ADR 0002", "sf-submit-once-col")
    body = {"otp": "839231", "charge_reference": ch(4)}

    def begun(comment):
        return Senfenico(g, comment, {"kind": "submit_otp", "charge": ch(4), "otp": "839231"}, absent=["839231"])

    def submit(s):
        return s.store().post("charges/submit", body)

    paid = ok({"reference": ch(4), "amount": 1000, "fees": 3.5, "currency": "XOF", "status": "success", "live_mode": False})
    submit(begun("accepted")).answer(200, paid).store("closed").done(settled(reference=ch(4), status="success", amount=1000)).tell()
    submit(submit(begun("a: no connection once")).fail("not_sent").backoff(1).due()).answer(200, paid).store("closed").done(settled(status="success")).tell()
    submit(submit(begun("d: turned away once")).answer(429, "", {"Retry-After": "3"}).busy(3).due()).answer(200, paid).store("closed").done(settled(status="success")).tell()
    for column, comment, comes, why, status in uncertain():
        s = begun(f"{column}: {comment}: unknown; the charge says what became of it")
        comes(submit(s))
        s.store("unknown").done(unknown(why, plan="fetch", attempts=1, http_status=status)).tell()
    return g


def uncertain_of_a_bulk():
    """The page's answer to a bulk has no `data`: `status` alone is enough of a yes."""
    return (case for case in uncertain() if case[1] != "status true without data")


def bulks():
    """Row 8: a lost batch leaves every item unknown, and the list tells each."""
    g = story_group("reliability.md 1.2 row 8; ADR 0002", "sf-bulk-col")
    s = Bulk(g, "queued at once; the list shows them paid")
    s.batch().queued().follows().looks().list(s.items("pending")).store().looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "a: no connection once, then queued")
    s.batch().fail("not_sent").backoff(1).due().store().batch_again(0, 3).queued().follows().looks().list(s.items("success")).ends(s.paid()).tell()
    s = Bulk(g, "a: three times no connection: none was sent")
    s.batch().fail("not_sent").backoff(1).due().store().batch_again(0, 3).fail("not_sent").backoff(2).due().store().batch_again(0, 3).fail("not_sent")
    s.store().ends(s.of(not_sent("unreachable"))).tell()
    s = Bulk(g, "d: turned away, then queued")
    s.batch().answer(429, "", {"Retry-After": "1"}).busy(1).due().store().batch_again(0, 3).queued().follows().looks().list(s.items("success")).ends(s.paid()).tell()
    for column, comment, comes, why, status in uncertain_of_a_bulk():
        s = Bulk(g, f"{column}: {comment}; the list shows two of three, and never the third")
        comes(s.batch())
        s.follows().looks().list(s.items("success", 2)).store().looks().time(8 * DAY).list(s.items("success", 2))
        s.ends(s.paid(2), s.of(unknown(why, plan="search_by_id", our_reference="pay-{n}", provider_reference=None), 1, 2), stage="unknown").tell()
    return g


def bulks_alone():
    g = story_group("reliability.md 1.2 row 8; ADR 0002", "sf-bulk-once-col")
    begun = lambda comment: Bulk(g, comment, flow=False)
    s = begun("queued, one refused")
    s.batch().queued([s.failed(1)]).store("closed").done(settled(failed_transfers=[{"ext_id": "pay-001"}])).tell()
    begun("a: no connection once, then queued").batch().fail("not_sent").backoff(1).due().store().batch_again(0, 3).queued().store("closed").done(
        settled(failed_transfers=[])).tell()
    begun("d: turned away once, then queued").batch().answer(429, "", {"Retry-After": "1"}).busy(1).due().store().batch_again(0, 3).queued().store("closed").done(
        settled(failed_transfers=[])).tell()
    for column, comment, comes, why, status in uncertain_of_a_bulk():
        s = begun(f"{column}: {comment}: unknown for all")
        comes(s.batch())
        s.store("unknown").done(unknown(why, plan="search_by_id", attempts=1, http_status=status)).tell()
    return g


def cancels():
    """Row 10: whatever is answered, the settlement itself is read."""
    g = story_group("reliability.md 1.2 row 10; senfenico.txt, cancel settlement; ADR 0002", "sf-cancel-col")
    begun = lambda comment: Cancel(g, comment).cancel()
    begun("cancelled at once").says("cancelled").is_cancelled().tell()
    begun("a: no connection once, then cancelled").fail("not_sent").backoff(1).due().cancel().says("cancelled").is_cancelled().tell()
    begun("a: three times no connection").fail("not_sent").backoff(1).due().cancel().fail("not_sent").backoff(2).due().cancel().fail("not_sent").store("closed").done(
        not_sent("unreachable")).tell()
    begun("d: turned away, then cancelled").answer(429, "", {"Retry-After": "5"}).busy(5).due().cancel().says("cancelled").is_cancelled().tell()
    for column, comment, comes, _, _ in uncertain():
        for status in ("cancelled", "processing", "in_transit"):
            s = begun(f"{column}: {comment}; it reads {status}")
            comes(s)
            s.reads(status)
            if status == "cancelled":
                s.is_cancelled().tell()
            elif status == "processing":
                s.cancel().says("cancelled").is_cancelled().tell()
            else:
                s.is_refused("CONFLICT").tell()
    return g


def pages():
    """Row 4: nothing moves before somebody opens the page, so it is asked for again."""
    g = story_group("reliability.md 1.2 row 4; ADR 0002", "sf-page-col")
    for flow in (True, False):
        op = "the flow" if flow else "the call"
        begun = lambda comment: Checkout(g, f"{op}; {comment}", flow=flow).opens()
        end = lambda s: s.opened().store(reference=s.ref).redirects() if flow else s.opened().done(settled(reference=s.ref, authorization_url=s.url))
        end(begun("opened at once")).tell()
        end(begun("a: no connection once, then opened").fail("not_sent").backoff(1).due().opens()).tell()
        begun("a: three times no connection").fail("not_sent").backoff(1).due().opens().fail("not_sent").backoff(2).due().opens().fail("not_sent").done(
            not_sent("unreachable")).tell()
        end(begun("d: turned away, then opened").answer(429, "", {"Retry-After": "9"}).busy(9).due().opens()).tell()
        for column, comment, comes, why, _ in uncertain():
            if why == "redirected":
                continue
            s = begun(f"{column}: {comment}, then opened")
            comes(s)
            end(s.backoff(1).due().opens()).tell()
        s = begun("c: three times HTTP 502")
        s.answer(502, HTML).backoff(1).due().opens().answer(502, HTML).backoff(2).due().opens().answer(502, HTML).done(not_sent("unanswered", doubt="server_error")).tell()
    return g


READS = [
    ("fetch_charge", f"charges/{ch(9)}", {"reference": ch(9)}, {"reference": ch(9), "status": "pending", "amount": 500}),
    ("fetch_checkout", f"checkouts/{chk(9)}", {"reference": chk(9)}, {"reference": chk(9), "status": "pending", "amount": 500}),
    ("fetch_transfer", f"transfers/{tr(9)}", {"reference": tr(9)}, {"reference": tr(9), "status": "failed", "amount": 500}),
    ("fetch_settlement", f"settlements/{uuid(9)}", {"reference": uuid(9)}, {"reference": uuid(9), "status": "in_transit", "amount": 500}),
    ("list_charges", "charges", {}, [{"reference": ch(9), "status": "success", "amount": 500}]),
    ("list_checkouts", "checkouts", {}, [{"reference": chk(9), "status": "success", "amount": 3500}]),
    ("list_transfers", "transfers/", {}, [{"reference": tr(9), "status": "pending", "amount": 100}]),
    ("list_settlements", "settlements", {}, [{"reference": uuid(9), "status": "in_transit", "amount": 1000}]),
    ("fetch_balances", "balances", {}, {"collection_balances": {"available": 18692, "pending": 5000, "currency": "XOF"}, "transfer_balances": {"total_available": 0, "total_pending": 0}}),
]


def reads():
    """Row 11: asked again up to three times; a refusal is one."""
    g = story_group("reliability.md 1.2 row 11; ADR 0002; senfenico.txt, its samples of a 404 and of a wrong key", "sf-read-col")
    for kind, path, order, data in READS:
        begun = lambda comment: Read(g, f"{kind}; {comment}", kind, path, **order).asks()
        good = lambda s: s.answer(200, ok(data)).done({"kind": "settled"} if kind == "fetch_balances" else settled_as(data))
        good(begun("a, then b, then answered: three tries").fail("not_sent").backoff(1).due().asks().in_flight(READ_TIMEOUT).due().backoff(2).due().asks()).tell()
        begun("a: three times no connection").fail("not_sent").backoff(1).due().asks().fail("not_sent").backoff(2).due().asks().fail("not_sent").done(not_sent("unreachable")).tell()
        begun("b: three times no answer").fail().backoff(1).due().asks().fail().backoff(2).due().asks().fail().done(not_sent("unanswered", doubt="no_answer")).tell()
        good(begun("c: HTTP 503, then answered").answer(503, HTML).backoff(1).due().asks()).tell()
        good(begun("d: turned away for 12 seconds, then answered").answer(429, "", {"Retry-After": "12"}).busy(12).due().asks()).tell()
        begun("e: HTTP 409").answer(409, {}).done(rejected("CONFLICT", http_status=409)).tell()
        good(begun("f: HTML, then answered").answer(200, HTML).backoff(1).due().asks()).tell()
        if order:
            begun("HTTP 404: there is none").answer(404, {"status": False, "message": "Charge not found"}).done(
                rejected("NOT_FOUND", http_status=404, message="Charge not found")).tell()
        else:
            begun("HTTP 401: the key is wrong").answer(401, {"status": False, "message": "Invalid API key"}).done(
                rejected("UNAUTHORIZED", http_status=401, message="Invalid API key")).tell()
    return g


def settled_as(data):
    return {"kind": "settled", "value": data}


def generate():
    write("flows_senfenico_rows", "The other rows of the decision table: codes, bulks, cancels, pages, reads.",
          [codes_in_a_flow(), codes_alone(), bulks(), bulks_alone(), cancels(), pages(), reads()])
