"""Stories of DEXCHANGE that only a slip of the code would tell otherwise; each was missing when the code was changed in one place."""

from common import write
from flows_common import HOUR, not_sent, story_group
from flows_dexchange import GONE, bill, top_up

CODE = "6620 1174 0093 5518"


def callbacks():
    g = story_group("adr/0005; adr/0002: what becomes of a payment is asked of the lookup", "dx-slip-callback")
    s = lambda make, comment: make(g, comment, custom=True, absent=[CODE])
    for make in (bill, top_up):
        begun = lambda comment: s(make, comment).attempt().called("SUCCESS", after_ms=300).kept()
        begun("a callback says SUCCESS, and the answer FAILED: the lookup decides").reply("FAILED").look().seen().settled()
        t = s(make, "a callback says FAILED, and the answer too: nothing is left to ask").attempt().called("FAILED", after_ms=300, PREVIOUS_BALANCE=GONE, CURRENT_BALANCE=GONE).kept()
        t.reply("FAILED").failed()
        t = make(g, "the first record is another operation's: nothing was sent, and nothing is kept").armed().comes("taken")
        t.over(not_sent("stopped"))
    t = s(top_up, "a callback without the vendor's id concludes: the id the answer gave stays").attempt().accepted().follow()
    t.called(token=CODE, id=GONE).kept().look().missing().by_callback(CODE)
    t = top_up(g, "a callback without the vendor's id, when nobody told it: there is nothing to look at", custom=True).attempt().fail().again().fail().reconciling()
    t.called(id=GONE, PREVIOUS_BALANCE=GONE).store("open", None).reconciling().comes("stop").over(t.doubtful())
    t = s(top_up, "SUCCESS without the code, then the code beside an older word: both count").attempt().accepted().follow()
    t.called().kept().look().missing().follow().called("PROCESSING", token=CODE).kept().look().missing().by_callback(CODE)
    t = s(top_up, "SUCCESS without a balance, then with both: as good a word, and the newer").attempt().accepted().follow()
    t.called(token=CODE, PREVIOUS_BALANCE=GONE).kept().look().missing().follow().called(token=CODE).kept().look().missing().by_callback(CODE)
    t = s(top_up, "the fee of a callback that proves nothing is not what is due back").attempt().accepted().follow()
    t.called("FAILED", CUSTOM_DATA=GONE).kept().look().seen("FAILED", transactionFee=GONE).failed(None)
    return g


def late():
    g = story_group("adr/0002: `QUIET` and `RESEND_WITHIN`; what comes late answers the attempt in doubt", "dx-slip-late")
    for make in (bill, top_up):
        make(g, "SUCCESS comes in the quiet time: nothing is left to send").attempt().fail().quiet().reply().settled()
        make(g, "FAILED comes in the quiet time: no proof that nothing moved").attempt().fail().quiet().reply("FAILED").quiet().due().attempt().reply().settled()
        make(g, "taken up an hour later to the millisecond: sent once more").attempt().crash(HOUR).attempt().reply().settled()
        make(g, "taken up a millisecond after that: not sent again").attempt().crash(HOUR + 1).gone("no_answer")
    return g


def generate():
    write("flows_dexchange_slips", "Stories of DEXCHANGE that only a slip of the code would tell otherwise.", [callbacks(), late()])
