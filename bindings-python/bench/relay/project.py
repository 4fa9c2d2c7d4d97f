"""A shop of two pages in one file, for `cargo xtask bench relay`: one pays through `xaalis/pay`, the other by forms that
the server renders. Both have the same relay behind them, so that they differ in what goes over the wire alone.

`project.py migrate`, then gunicorn with `project:application`. Told by its environment: `BENCH_ORIGIN`, `BENCH_SECRET`,
`BENCH_FOLDER` (for the database) and `BENCH_PAY_JS`.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path

ORIGIN = os.environ["BENCH_ORIGIN"]
PRICE = 1_500

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "CONN_MAX_AGE": None,
            "NAME": Path(os.environ["BENCH_FOLDER"], "shop.sqlite3"),
            # As Django's documentation has a SQLite of several threads.
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"},
        }
    },
    INSTALLED_APPS=["xaalis.django"],
    LOGGING_CONFIG=None,
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ["BENCH_SECRET"],
    USE_TZ=True,
    XAALIS={
        "SENFENICO_KEY": "sk_test_bench",
        "TRANSPORT": "xaalis.Sandbox",
        "RELAY_URL": f"{ORIGIN}/xaalis/pay",
        "RELAY_KEYS": {"b1": os.environ["BENCH_SECRET"]},
        "RELAY_ORIGINS": [ORIGIN],
    },
)
django.setup()

from xaalis.django import relay  # noqa: E402: its models want the settings
from xaalis.relay import Incoming  # noqa: E402

CONSTANT = '{"order":"r1-1","rev":"0.0","amount":1500,"currency":"XOF","state":"ready","next_attempt":1}'
STYLE = "<style>body{font:16px system-ui;max-width:24rem;margin:2rem auto}input,button{font:inherit;padding:.5rem}</style>"
HEAD = f"<!doctype html><html lang=fr><meta charset=utf-8><title>Payer</title>{STYLE}<h1>1 500 FCFA</h1>"
FORMS = {
    "ready": '<form id=ready method=post><label>Numéro <input name=phone inputmode=tel></label><button>Payer</button></form>',
    "asking": '<form id=asking method=post><label>Code <input name=code inputmode=numeric></label><button>Confirmer</button></form>',
    "waiting": "<p id=waiting>Un instant…",
    "done": "<p id=done>",
}
SCRIPT = """<script type=module>
import { pay } from "/pay.js";
const at = (id) => document.getElementById(id);
const only = (id) => { for (const one of ["ready", "asking", "waiting", "done"]) at(one).hidden = one !== id; };
const payment = pay({
  url: "/xaalis/pay",
  token: async (signal) => (await fetch("/token/ORDER", { signal })).text(),
  show: (view) => only(view.state === "working" ? "waiting" : view.state),
  done: (end) => { at("done").textContent = end.kind; only("done"); },
});
at("ready").onsubmit = (event) => { event.preventDefault(); payment.start({ phone: at("ready").phone.value }); };
at("asking").onsubmit = (event) => { event.preventDefault(); payment.code(at("asking").code.value); };
</script>"""


def constant(_request):
    return HttpResponse(CONSTANT, content_type="application/json")


def token(_request, order):
    return HttpResponse(relay.mint(order, PRICE, operation="collect"), content_type="text/plain")


def page(_request, order):
    forms = "".join(FORMS.values()).replace("<form", "<form hidden").replace("<p", "<p hidden")
    return HttpResponse(HEAD + forms + SCRIPT.replace("ORDER", order))


def pay_js(_request):
    # As a server that packs what does not change.
    packed = Path(os.environ["BENCH_PAY_JS"]).read_bytes()
    return HttpResponse(packed, content_type="text/javascript", headers={"Content-Encoding": "gzip"})


def forms(request, order):
    view = ask(order, "GET")
    if request.method == "POST":
        if view["state"] == "asking":
            ask(order, "POST", do="code", rev=view["rev"], code=request.POST["code"])
        else:
            ask(order, "POST", do="start", attempt=view["next_attempt"], phone=request.POST["phone"])
        # So that a reload does not send the form again.
        return HttpResponseRedirect(request.path)
    state = "waiting" if view["state"] == "working" else view["state"]
    body = FORMS[state] + (view["outcome"]["kind"] if state == "done" else "")
    again = f"<meta http-equiv=refresh content={view['after_ms'] // 1000}>" if state == "waiting" else ""
    return HttpResponse(HEAD + again + body)


def ask(order, method, **body):
    bearer = f"Bearer {relay.mint(order, PRICE, operation='collect')}"
    headers = [("Authorization", bearer), ("Origin", ORIGIN), ("Content-Type", "application/json")]
    said = json.dumps(body).encode() if body else b""
    incoming = Incoming(method=method, target="/xaalis/pay", headers=tuple(headers), body=said)
    answer = json.loads(relay.relay().handle(incoming).body)
    return answer.get("view", answer)


urlpatterns = [
    path("constant", constant),
    path("token/<slug:order>", token),
    path("page/<slug:order>", page),
    path("forms/<slug:order>", forms),
    path("pay.js", pay_js),
    path("xaalis/", include("xaalis.django.urls")),
]

if __name__ == "__main__":
    call_command(sys.argv[1], verbosity=0)
else:
    application = get_wsgi_application()
