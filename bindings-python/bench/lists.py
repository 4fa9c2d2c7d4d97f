"""A thousand transfers from a body in memory to objects, three fields of each read: as lists are used."""

import dataclasses
import json


@dataclasses.dataclass
class Transfer:
    """What someone without an SDK would write."""

    reference: str
    amount: int
    fees: str
    currency: str
    ip_address: str
    status: str
    live_mode: bool
    recipient_wallet: str
    recipient_phone: str
    ext_id: str
    created_at: str


def official_sdk(body):
    import senfenico
    from peers import Canned, point_official_sdk_at

    point_official_sdk_at(Canned(body))
    senfenico.api_key = "sk_test_bench"
    return lambda: senfenico.Transfer.list().data


def json_dicts(body):
    """No objects at all: `item["amount"]`."""
    return lambda: json.loads(body)["data"]


def orjson_dicts(body):
    import orjson

    return lambda: orjson.loads(body)["data"]


def orjson_dataclasses(body):
    import orjson

    return lambda: [Transfer(**item) for item in orjson.loads(body)["data"]]


def msgspec_structs(body):
    import msgspec

    names = [field.name for field in dataclasses.fields(Transfer)]
    types = {field.name: field.type for field in dataclasses.fields(Transfer)}
    item = msgspec.defstruct("Transfer", [(name, types[name]) for name in names])
    envelope = msgspec.defstruct("Envelope", [("status", bool), ("message", str), ("data", list[item])])
    decoder = msgspec.json.Decoder(envelope)
    return lambda: decoder.decode(body).data


def xaalis(body):
    import ours

    return ours.list_from_memory(body)


def read(items):
    """Sums one field and touches two more, so that nothing lazy goes unpaid."""
    if isinstance(items[0], dict):
        return sum(item["amount"] for item in items if item["status"] and item["reference"])
    return sum(int(item.amount) for item in items if item.status and item.reference)
