"""What the files of vectors ask of a relay."""

from __future__ import annotations

import base64
import json
from typing import Any

from tests.relay_ways import handled
from tests.relays import ATTACKS, BILLS, SETTINGS, Cases, World, attack
from xaalis.relay import Incoming

COUNTS = ("vendor", "begun", "codes", "records", "touched", "begun_and_codes")

def relay_settings(given: dict[str, Any]) -> str:
    World(settings=given).relay()
    return "made"


def relay_attack(given: dict[str, Any]) -> dict[str, int]:
    return _played(given, ATTACKS)


def relay_bill(given: dict[str, Any]) -> dict[str, int]:
    return _played(given, BILLS)


def _played(given: dict[str, Any], cases: Cases) -> dict[str, int]:
    world = World(settings=cases.settings)
    attack({"input": given, "expect": {}}, world, handled(world), 0)
    return {name: world.count(name) for name in COUNTS}


def relay_token(given: dict[str, Any]) -> Any:
    world = World(settings=SETTINGS | {"url": given["audience"], "keys": given["keys"], "now_ms": given["now_ms"]})
    headers = (("Authorization", f"Bearer {given['token']}"),)
    answer = world.relay().handle(Incoming(method="GET", target="/xaalis/pay", headers=headers))
    said = json.loads(answer.body)
    if answer.status == 401:
        return {"refused": said["error"].removeprefix("token_")}
    claims = _claims(given["token"])
    if answer.status == 200:
        assert (said["order"], said["amount"]) == (claims["sub"], claims["amt"])
    else:
        # Genuine, and for what no relay of Python's carries out.
        assert said["error"] == "not_allowed" and claims["op"] not in ("collect", "checkout")
    return {"claims": claims}


def relay_pin(given: dict[str, Any]) -> str:
    world = World(settings=SETTINGS | {"keys": [{"kid": given["kid"], "secret": given["secret"]}]})
    pinned: str = _claims(world.relay().mint(given["order"], 1500, phone=given["phone"]))["tel"]
    return pinned


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    if claims["org"] == "app":
        # Said in one word.
        claims["org"] = ["app"]
    return claims
