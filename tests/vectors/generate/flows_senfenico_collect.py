"""Stories of a charge: codes, prompts, what is said on the way."""

from common import write
from flows_common import story_group
from flows_senfenico import Collect, ch


def straight():
    g = story_group("senfenico.txt, create a charge, submit OTP, fetch charge; ARCHITECTURE, one payment, walked through", "sf-collect")
    Collect(g, "a code, accepted").begin(ch(1)).pays().tell()
    return g


def generate():
    write("flows_senfenico_collect", "Stories of Senfenico's charges.", [straight()])
