"""Issue 10: answers that are not ours, codes that outweigh, clocks, odd items, texts that prove nothing, words, limits."""

from common import compact, write
from flows_common import ANY, DAY, not_sent, rejected, settled, story_group, unknown
from flows_senfenico import PURSUED, Bulk, Cancel, Checkout, Collect, Payout, Read, Senfenico, Settle, ch, chk, no, ok, tr, uuid
from flows_senfenico_rows import READS

CAP, LIST_CAP = 1 << 20, 16 << 20


def submit(g, comment):
    s = Senfenico(g, comment, {"kind": "submit_otp", "charge": ch(4), "otp": "839231"}, absent=["839231"])
    return s.store().post("charges/submit", {"otp": "839231", "charge_reference": ch(4)})


def foreign():
    """1: an answer about another payment is no answer, and says so."""
    g = story_group("issue 10, 1; reliability.md 2: reference, amount or mode mismatch: no change", "sf-foreign")
    # Codes.
    for other, amount in ((ch(5), 1000), (ch(999), 250)):
        s = submit(g, f"submit_otp answered with a success of {other[-3:]}, {amount} francs: unknown")
        s.answer(200, ok({"reference": other, "amount": amount, "status": "success", "live_mode": False})).store("unknown").done(unknown("foreign", plan="fetch")).tell()
        s = Collect(g, f"the code answered with a success of {other[-3:]}: the charge itself is read; it still waits", amount=amount).begin().types().submitted(ref=other)
        s.began = s.now
        s.looks().reads("send_otp").opens(problem="no_answer").pays().tell()
        s = Collect(g, f"the code answered with a success of {other[-3:]}: the charge itself is read; it is paid", amount=amount).begin().types().submitted(ref=other)
        s.began = s.now
        s.looks().reads("success").settles().tell()
    # Creations.
    s = Payout(g, "the creation answered with somebody's payout of the same amount: looked for by our id").create()
    s.answer(201, ok(s.item(tr(50), "success", ext_id="someone-elses-1"))).lost().found().pays().tell()
    s = Payout(g, "the creation answered with somebody's payout; ours is never found").create()
    s.answer(201, ok(s.item(tr(50), "success", ext_id="someone-elses-1"))).lost().never_found("foreign").tell()
    s = Payout(g, "create_transfer answered with somebody's payout", flow=False).create()
    s.answer(201, ok(s.item(tr(50), "success", ext_id="someone-elses-1"))).store("unknown").done(unknown("foreign", plan="search_by_id")).tell()
    s = Payout(g, "create_transfer answered with our id and another amount", flow=False).create()
    s.answer(201, ok(s.item(tr(50), "pending", amount=2_501))).store("unknown").done(unknown("amount_mismatch")).tell()
    s = Payout(g, "create_transfer answered with a live payment under a test key", flow=False).create()
    s.answer(201, ok(s.item(tr(50), "pending", live_mode=True))).store("unknown").done(unknown("mode_mismatch")).tell()
    s = Settle(g, "create_settlement answered with a settlement of another amount", flow=False).create()
    s.answer(201, ok(s.item(uuid(50), "processing", amount=39_000))).store("unknown").done({"kind": "unknown"}).tell()
    # Looks.
    for kind in PURSUED:
        s = kind(g, f"{kind.NAMES[0]}: a look answered with another's success: asked again").begin().to_look()
        s.fetch().answer(200, ok(s.item(kind.REF(50), "success"))).backoff(1).due().reads("success").settles().tell()
        s = kind(g, f"{kind.NAMES[0]}: three looks answered with another's success: looked at later").begin().to_look()
        for turn in (1, 2, 3):
            s.fetch().answer(200, ok(s.item(kind.REF(50), "success")))
            if turn < 3:
                s.backoff(turn).due()
        s.looks().reads("success").settles().tell()
    s = Checkout(g, "a look at a page answered with another page").shown().looks().fetch()
    s.answer(200, ok(s.item("success", reference=chk(50)))).backoff(1).due().reads("success").settles().tell()
    s = Checkout(g, "a look at the page's charge answered with another charge").shown().looks().reads("pending", ch(77)).get(f"charges/{ch(77)}")
    s.answer(200, ok({"reference": ch(50), "amount": 600, "status": "success", "live_mode": False})).backoff(1).due().witness("success").settles().tell()
    s = Cancel(g, "a cancel answered with another settlement: read").cancel().says("cancelled", ref=uuid(50)).reads("processing").cancel().says("cancelled").is_cancelled()
    s.tell()
    s = Cancel(g, "a lost cancel, and the look answered with another settlement").cancel().fail().fetch()
    s.answer(200, ok(s.item("cancelled", ref=uuid(50)))).backoff(1).due().reads("cancelled").is_cancelled().tell()
    # Reads.
    for kind, path, order, data in READS[:4]:
        other = {"fetch_charge": ch(50), "fetch_checkout": chk(50), "fetch_transfer": tr(50), "fetch_settlement": uuid(50)}[kind]
        s = Read(g, f"{kind} answered with another, then with the one asked for", kind, path, **order).asks().answer(200, ok(data | {"reference": other})).backoff(1).due()
        s.asks().answer(200, ok(data)).done(settled(**data)).tell()
        s = Read(g, f"{kind} answered with another each time", kind, path, **order)
        for turn in (1, 2, 3):
            s.asks().answer(200, ok(data | {"reference": other}))
            if turn < 3:
                s.backoff(turn).due()
        s.done(not_sent("unanswered", doubt="foreign")).tell()
    return g


def to_look(s):
    """To a look along the ladder: after the payer's code, or right away."""
    if isinstance(s, Collect):
        s.types().submitted("pending").store(reference=s.ref)
        s.began = s.now
        s.pending(s.began)
    return s.due()


def due_or_hook(s):
    """To a look: at the end of the pause, or because a webhook came while the payer is asked."""
    return s.hook("success") if isinstance(s, Collect) else s.due()


Senfenico.to_look, Senfenico.due_or_hook = to_look, due_or_hook


def wrecks():
    """2: what is taken from the wreck of an answer is whole, is compared, and settles nothing by itself."""
    g = story_group("issue 10, 2; ADR 0005, found in the wreck of our own answer; reliability.md 1.1 G7", "sf-wreck")
    for kind in PURSUED:
        story = lambda comment: kind(g, f"{kind.NAMES[0]}: {comment}")
        ref = kind.REF(3)
        body = compact(ok({"reference": ref, "status": kind.OPEN}))
        end = body.index(ref) + len(ref)
        for comment, text in (("cut within its reference", body[: end - 3]), ("cut right behind its reference, whose end is not seen", body[:end])):
            story(f"{comment}: not used, looked for").create().answer(200, text).lost().found().pays().tell()
            s = kind(g, f"{kind.NAMES[1]}: {comment}: not told", flow=False).create().answer(200, text)
            s.store("unknown").done(unknown("malformed", provider_reference=None, plan=kind.PLAN)).tell()
        s = story("its whole reference is seen, and reads as paid").create().answer(200, body[: end + 1])
        s.ref, s.began = ref, s.now
        s.reads("success").settles().tell()
        s = story("its whole reference is seen, but reads another amount: looked for").create().answer(200, body[: end + 1])
        s.fetch(ref).answer(200, ok(s.item(ref, "success") | {"amount": s.amount + 5, "ext_id": "someone-elses-1"}))
        s.lost().found().pays().tell()
        s = story("its whole reference is seen, but there is none such: looked for, and not forgotten").create().answer(200, body[: end + 1])
        s.fetch(ref).answer(404, no(message="not found")).lost().due().list([]).searching(s.made).time(2 * DAY).list([])
        s.store("unknown", ANY).done({"kind": "unknown", "unknown": {"provider_reference": ref}}).tell()
    return g


def outweighs():
    """4: a code that may stand for a payment made outweighs every status."""
    g = story_group("issue 10, 4; reliability.md 1.1 G5", "sf-outweighs")
    for status, code in ((429, "EXTERNAL_API_ERROR"), (429, "NETWORK_ERROR"), (429, "GATEWAY_BUSY"), (401, "UNKNOWN_ERROR"), (403, "TIMEOUT_ERROR")):
        for kind in PURSUED:
            s = kind(g, f"{kind.NAMES[0]}: HTTP {status} with {code}: looked for, not sent again").create()
            s.answer(status, no(code), {"Retry-After": "1"}).lost().found().pays().tell()
            s = kind(g, f"{kind.NAMES[1]}: HTTP {status} with {code}: unknown", flow=False).create()
            s.answer(status, no(code), {"Retry-After": "1"}).store("unknown").done(unknown("uncertain_code", code=code, http_status=status)).tell()
        submit(g, f"submit_otp: HTTP {status} with {code}: unknown").answer(status, no(code)).store("unknown").done(unknown("uncertain_code", code=code)).tell()
        s = Bulk(g, f"bulk: HTTP {status} with {code}: each is looked for").batch().answer(status, no(code), {"Retry-After": "1"}).follows()
        s.looks().list(s.items("success")).ends(s.paid()).tell()
    return g


def clocks():
    """7: where our id is echoed no clock is needed; where details have to do, the vendor's `Date` measures."""
    g = story_group("issue 10, 7; ADR 0005", "sf-clock")
    ahead = ((2, "10"), (-3, "05"), (9, "17"))
    for hours, hour in ahead:
        created, date = f"2026-01-05T{hour}:00:00.500Z", {"Date": f"Mon, 05 Jan 2026 {hour}:02:00 GMT"}
        s = Payout(g, f"a payout, the vendor's clock {hours:+} hours away: found by our id").create().fail().lost().due()
        s.list([s.item(tr(1), "success", created_at=created)]).claim(tr(1)).reads("success", created_at=created).settles().tell()
        for kind in (Collect, Settle):
            old = {"created_at": f"2026-01-05T{int(hour) - 1:02}:59:50.000Z"}
            s = kind(g, f"{kind.NAMES[0]}, the vendor's clock {hours:+} hours away, as its Date says: found").create().fail().lost().due()
            s.list([s.item(kind.REF(1), kind.OPEN, **old)], headers=date).claim(kind.REF(1)).reads("success", **old).settles().tell()
            s = kind(g, f"{kind.NAMES[0]}, the vendor's clock {hours:+} hours away, as the Date of a look after a webhook says: ours").create().fail().lost()
            s.hook("success", ref=kind.REF(4), after_ms=120_000)
            s.ref, s.began = kind.REF(4), s.now
            s.fetch().answer(200, ok(s.item(s.ref, "success", **old)), date).settles().tell()
            s = kind(g, f"{kind.NAMES[0]}, the vendor's clock {hours:+} hours away: one that fits this machine's clock is not taken").create().fail().lost().due()
            s.list([s.item(kind.REF(8), "success")], headers=date).stop().store("unknown", others=True).done({"kind": "unknown", "unknown": {"provider_reference": None}}, absent=[kind.REF(8)]).tell()
    # What an answer that brings nothing tells of the clocks is kept as well: who goes on sent nothing himself.
    created, date = "2026-01-05T17:00:00.500Z", {"Date": "Mon, 05 Jan 2026 17:02:00 GMT"}
    for kind in (Collect, Settle):
        for status in (400, 409):
            s = kind(g, f"{kind.NAMES[0]}, the vendor's clock nine hours away, as the Date of a {status} says; another process goes on: ours").create()
            s.hook("success", ref=kind.REF(4), after_ms=1_000).in_flight().fail()
            s.ref, s.began = kind.REF(4), s.now
            s.fetch().answer(status, "<html>later</html>", date).store(reference=kind.REF(4)).crash()
            s.fetch().answer(200, ok(s.item(s.ref, "success", created_at=created)), date).settles().tell()
    s = Bulk(g, "a bulk, the vendor's clock hours away: found by our ids").batch().fail().follows().looks()
    s.list(s.items("success", created_at="2026-01-05T13:00:00Z")).ends(s.paid()).tell()
    for date in ("yesterday", "Mon, 99 Jan 2026 08:02:00 GMT", ""):
        s = Collect(g, f"a Date that is none ({date!r}) changes nothing").create().fail().lost().due()
        s.list([s.item(ch(1), "success")], headers={"Date": date}).claim(ch(1)).reads("success").settles().tell()
    return g


INFORMS = {
    Collect: ({"fees": {"percent": 3.5}}, {"fees": "beaucoup"}, {"currency": 952}, {"transaction_date": 17}, {"ip_address": ["172.18.0.1"]}, {"confirmation_attempts": "none"}, {"cancelled_at": False}),
    Payout: ({"fees": [1.5]}, {"fees": "gratuit"}, {"currency": None}, {"ip_address": {}}),
    Settle: ({"settlement_fees": {"xof": 2}}, {"account_type": 5}, {"bank_name": []}, {"rib": 17}, {"updated_at": {"y": 2026}}),
}


def informs():
    """8: a field that only informs is null when it cannot be read, and hides nothing."""
    g = story_group("issue 10, 8: only what decides (id, status, amount) is strict", "sf-informs")
    for kind, odd_fields in INFORMS.items():
        for odd_field in odd_fields:
            s = kind(g, f"{kind.NAMES[0]} reads success and {compact(odd_field)}: paid").begin().due_or_hook().reads("success", **odd_field).settles()
            s.tell()
        s = kind(g, f"{kind.NAMES[0]} is found in a list beside {compact(odd_fields[0])}").create().fail().lost().due()
        s.list([s.item(kind.REF(1), "success", **odd_fields[0])]).claim(kind.REF(1)).reads("success").settles().tell()
    for text in (["Composez"], {"fr": "Composez"}):
        s = Collect(g, f"an instruction that is no text: {compact(text)}").create().accept(text=text).opens(text="").pays()
        s.tell()
    for odd_field in ({"email": 5}, {"phone": {"n": 1}}, {"provider": []}, {"success_url": None}, {"created_at": 3}):
        Checkout(g, f"a page reads success and {compact(odd_field)}: paid").shown().looks().reads("success", **odd_field).settles().tell()
    return g


ODD = {
    "a negative amount": {"amount": "-900"},
    "an amount in powers": {"amount": "1E+3"},
    "no status": {"status": None},
    "a status that is a number": {"status": 7},
}


def odd_item(s, ref, change, **more):
    return s.item(ref, "success") | more | change


def odd():
    """9: an item that cannot be read hides nobody, and nothing is concluded from what it may be."""
    g = story_group("issue 10, 9", "sf-odd")
    for what, change in ODD.items():
        for kind in PURSUED:
            s = kind(g, f"{kind.NAMES[0]}: another item of the list has {what}: ours is found").create().fail().lost().due()
            other = {"ext_id": "someone-elses-1"} if kind is Payout else {"created_at": "2026-01-02T08:00:00Z"}
            items = [odd_item(s, kind.REF(60), change, **other), s.item(kind.REF(1), "success")]
            s.list(items).claim(kind.REF(1)).reads("success").settles().tell()
        s = Bulk(g, f"bulk: another item of the list has {what}").batch().queued().follows().looks()
        s.list({"reference": tr(60), "ext_id": "someone-elses-1", "status": "success", "amount": 100} | change, s.items("success")).ends(s.paid()).tell()
    for what, item in (("a number", 17), ("a text", "odd"), ("nothing", None), ("a list", [1])):
        s = Payout(g, f"payout: another item of the list is {what}").create().fail().lost().due()
        s.list([item, s.item(tr(1), "success")]).claim(tr(1)).reads("success").settles().tell()
    for kind, path, order, data in READS[4:8]:
        good = data[0]
        for what, change in (("a negative amount", {"amount": "-900"}), ("no status", {"status": None})):
            bad = good | {"reference": good["reference"][:-1] + "e"} | change
            Read(g, f"{kind}: one item has {what}: the others are told", kind, path).asks().answer(200, ok([bad, good, bad])).done(settled_list(good)).tell()
    # The one that cannot be read may be ours.
    s = Payout(g, "the item with our id cannot be read: nobody says it is not there").create().fail().lost()
    mine = {"reference": None, "status": None, "ext_id": s.ours, "amount": s.amount}
    s.never_found("unreadable", [mine]).tell()
    for kind in (Collect, Settle):
        s = kind(g, f"{kind.NAMES[0]}: an item of our amount and moment cannot be read, and may be ours").create().fail().lost()
        s.never_found("unreadable", [s.item(kind.REF(1), "success") | {"reference": None, "status": None}]).tell()
        s = kind(g, f"{kind.NAMES[0]}: one fits, and one that cannot be read may be ours as well: none is taken").create().fail().lost().due()
        s.list([s.item(kind.REF(1), "success"), s.item(kind.REF(2), "success") | {"reference": None, "status": None}]).stop()
        s.store("unknown", others=True).done({"kind": "unknown", "unknown": {"provider_reference": None}}, absent=[kind.REF(1)]).tell()
    s = Payout(g, "an item that cannot be read, of another id, is not ours").create().fail().lost()
    s.never_found("no_answer", [mine | {"ext_id": "someone-elses-1"}]).tell()
    s = Bulk(g, "bulk: the item with one of our ids cannot be read").batch().queued().follows()
    items = [s.items("success", 2), {"reference": tr(2), "ext_id": "pay-002", "status": None, "amount": 100}]
    s.looks().list(*items).store().looks().time(8 * DAY).list(*items).ends(s.paid(2), s.of({"kind": "unknown"}, 1, 2), stage="unknown").tell()
    return g


def settled_list(*items):
    return {"kind": "settled", "value": list(items)}


def texts():
    """10: only a harmless code, or errors under names of fields the request has, prove that nothing moved."""
    g = story_group("issue 10, 10; ADR 0002: only codes that certainly come before the effect count as a no", "sf-text")
    bodies = {
        "errors as a list": no(errors=["upstream reset"]),
        "errors as text": no(errors="operator timed out"),
        "errors of the whole": no(errors={"non_field_errors": ["Transaction already in progress."]}),
        "errors under a name the request has not": no(errors={"gateway": ["connect ETIMEDOUT 10.0.0.7:443"]}),
        "errors under a field and another name": no(errors={"amount": ["ok"], "gateway": ["reset"]}),
        "a detail": {"detail": "Server was unable to process the request."},
        "a message alone": no(message="Something went wrong"),
    }
    for what, body in bodies.items():
        for status in (400, 200):
            if "detail" in body and status == 200:
                continue
            for kind in PURSUED:
                s = kind(g, f"{kind.NAMES[0]}: {what}, HTTP {status}: proves nothing, so it is looked for").create().answer(status, body)
                s.lost().found().pays().tell()
            s = Bulk(g, f"bulk: {what}, HTTP {status}: each is looked for").batch().answer(status, body).follows().looks().list(s_bulk("success"))
            s.ends(s.paid()).tell()
        s = Payout(g, f"create_transfer: {what}: unknown", flow=False).create().answer(400, body).store("unknown").done({"kind": "unknown"})
        s.tell()
        submit(g, f"submit_otp: {what}: unknown").answer(400, body).store("unknown").done({"kind": "unknown"}).tell()
    for kind, errors, field in ((Collect, {"payment_method_details": {"phone": ["Not a number."]}}, "payment_method_details.phone"), (Payout, {"ext_id": ["Too long."]}, "ext_id"), (Payout, {
            "recipient_wallet": ["Unknown wallet."]}, "recipient_wallet"), (Settle, {"amount": ["A valid integer is required."]}, "amount")):
        s = kind(g, f"{kind.NAMES[0]}: errors under {field}: a refusal").create().answer(400, no(errors=errors))
        s.refuses("VALIDATION", field_errors=[{"field": field}]).tell()
    return g


def s_bulk(status):
    return Bulk(story_group("", ""), "").items(status)


def words():
    """12: every word of the wire is trimmed and compared without case."""
    g = story_group("issue 10, 12", "sf-word")
    for word in ("SUCCESS", "Success", " success ", "success\n"):
        for kind in PURSUED:
            s = kind(g, f"{kind.NAMES[0]}: a look reads {word!r}: paid").begin().due_or_hook()
            s.reads(word).settles().tell()
        Checkout(g, f"a page reads {word!r}: paid").shown().looks().reads(word).settles().tell()
    s = Collect(g, "the code is answered with SUCCESS").begin().types().submitted("SUCCESS").settles()
    s.tell()
    s = Settle(g, "IN_TRANSIT, then Cancelled").begin().due().reads("IN_TRANSIT").store(reference=uuid(1))
    s.looks().reads("Cancelled").refuses("PAYMENT_CANCELED").tell()
    Cancel(g, "a cancel answered with CANCELLED").cancel().says("CANCELLED").is_cancelled().tell()
    s = Cancel(g, "a cancel read as In_Transit").cancel().fail().reads("In_Transit").is_refused("CONFLICT")
    s.tell()
    for code, problem in (("otp_invalid", "invalid"), (" OTP_EXPIRED ", "expired"), ("Otp_Still_Valid", "still_valid")):
        s = Collect(g, f"the code is answered with {code!r}").begin().types("918273").answer(400, no(code)).reads("send_otp")
        s.opens(problem=problem, code=code.strip().upper()).pays().tell()
    for kind in PURSUED:
        s = kind(g, f"{kind.NAMES[0]}: refused with 'insufficient_funds '").create().answer(400, no("insufficient_funds ")).refuses("INSUFFICIENT_FUNDS")
        s.tell()
    for echo in ("PAY-2026-ABC", " pay-2026-abc", "Pay-2026-Abc"):
        s = Payout(g, f"our id echoed as {echo!r} by the creation", ext_id="pay-2026-abc").create()
        s.accept_echo(echo).due().reads("success", ext_id=echo).settles().tell()
        s = Payout(g, f"our id echoed as {echo!r} by the list", ext_id="pay-2026-abc").create().fail().lost().due()
        s.list([s.item(tr(1), "success", ext_id=echo)]).claim(tr(1)).reads("success", ext_id=echo).settles().tell()
    s = Bulk(g, "our ids echoed in capitals by the list").batch().queued().follows().looks().list(s_bulk("success") | {"item": s_bulk("success")["item"] | {"ext_id": "PAY-{n}"}})
    s.store("closed").done(payouts={"items": [{"ext_id": "pay-000", "outcome": {"kind": "settled"}}, {"outcome": {"kind": "settled"}}, {"outcome": {"kind": "settled"}}]}).tell()
    s = Bulk(g, "a refused one named in capitals").batch().queued([{"data": {"ext_id": "PAY-001"}, "errors": {"non_field_errors": ["No."]}}], count=2).follows()
    s.looks().list(s.items("success", 1), s.items("success", 1, 2)).ends(s.paid(1), s.of(rejected("VALIDATION"), 1, 1), s.paid(1, 2)).tell()
    s = Collect(g, "the operator in capitals in the list").create().fail().lost().due()
    s.list([s.item(ch(1), "success", provider="ORANGE_BF")]).claim(ch(1)).reads("success", provider="ORANGE_BF").settles().tell()
    s = Payout(g, "a webhook with our id in capitals, while it is looked for", ext_id="pay-2026-abc").create().fail().lost().hook("success", ref=tr(4), data={"ext_id": "PAY-2026-ABC"}, after_ms=5_000)
    s.ref, s.began = tr(4), s.now
    s.reads("success").settles().tell()
    return g


def accept_echo(s, echo):
    s.accept(ext_id=echo)
    return s.opens()


Payout.accept_echo = accept_echo


def limits():
    """14: what is strange is named, with the number and the limit."""
    g = story_group("issue 10, 14; ADR 0002, BODY_CAP and LIST_BODY_CAP", "sf-limit")
    huge = {"parts": [{"repeat": ["x", CAP + 5]}]}
    deep = {"parts": ['{"status": true, "data": ', {"repeat": ['{"a":', 400]}, "1", {"repeat": ["}", 400]}, "}"]}
    for kind, path, order, data in READS:
        limit = CAP if order or kind == "fetch_balances" else LIST_CAP
        s = Read(g, f"{kind}: too large, as the transport says: not asked for again", kind, path, **order).asks().fail("too_large")
        s.done(not_sent("unanswered", doubt="oversized", excess={"seen": None, "limit": limit})).tell()
    kind, path, order, _ = READS[0]
    s = Read(g, "fetch_charge: five bytes more than a mebibyte", kind, path, **order).asks().answer(200, huge)
    s.done(not_sent("unanswered", doubt="oversized", excess={"seen": CAP + 5, "limit": CAP})).tell()
    for kind in PURSUED:
        s = kind(g, f"{kind.NAMES[1]}: too large, as the transport says", flow=False).create().fail("too_large")
        s.store("unknown").done(unknown("oversized", excess={"seen": None, "limit": CAP}, plan=kind.PLAN)).tell()
        s = kind(g, f"{kind.NAMES[1]}: five bytes more than a mebibyte", flow=False).create().answer(200, huge)
        s.store("unknown").done(unknown("oversized", excess={"seen": CAP + 5, "limit": CAP})).tell()
        s = kind(g, f"{kind.NAMES[1]}: four hundred levels deep", flow=False).create().answer(200, deep).store("unknown").done(unknown("too_deep", excess={}))
        s.tell()
        s = kind(g, f"{kind.NAMES[0]}: too large: looked for, and found").create().fail("too_large").lost().found().pays()
        s.tell()
        s = kind(g, f"{kind.NAMES[0]}: too large, and never found").create().fail("too_large").lost()
        s.never_found("oversized", excess={"seen": None, "limit": CAP}).tell()
        s = kind(g, f"{kind.NAMES[0]}: four hundred levels deep, and never found").create().answer(200, deep).lost().never_found("too_deep", excess={})
        s.tell()
    return g


def generate():
    write("flows_senfenico_faults", "Issue 10: what Senfenico's answers must not make the library say.", [foreign(), wrecks(), outweighs(), clocks(), informs(), odd(), texts(), words(), limits()])
