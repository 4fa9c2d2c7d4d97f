"""What is in the wheel beside the code: licences of all it is made of, and a list of that for programs."""

from __future__ import annotations

import importlib.metadata
import json


def text(ending: str) -> str:
    [file] = [file for file in importlib.metadata.files("xaalis") or [] if str(file).endswith(ending)]
    return file.read_text(encoding="utf-8")


def test_every_part_is_named_with_its_licence_and_hash() -> None:
    parts = json.loads(text(".dist-info/sboms/sbom.cyclonedx.json"))["components"]
    licences = text(".dist-info/licenses/LICENSE-THIRD-PARTY")
    assert len(parts) > 50
    for part in parts:
        assert f"\n{part['name']} {part['version']}: " in licences
        assert part["licenses"][0]["expression"] and len(part["hashes"][0]["content"]) == 64
    for one in ("hyper", "rustls", "ring", "pyo3", "serde_json", "tokio"):
        assert any(part["name"] == one for part in parts), one
    assert "Permission is hereby granted, free of charge" in licences and "BoringSSL" in licences


def test_its_own_licences_are_there() -> None:
    assert "Apache License" in text("/LICENSE-APACHE") and "Permission is hereby granted" in text("/LICENSE-MIT")


def test_no_path_of_the_machine_that_built_it_is_in_it() -> None:
    for file in importlib.metadata.files("xaalis") or []:
        if ".dist-info/" not in str(file) or str(file).endswith((".json", "METADATA", "WHEEL")):
            if str(file).endswith((".so", ".pyd", ".json", "METADATA", "WHEEL")):
                content = file.read_binary()
                for place in (b"/root/.cargo", b"/home/runner", b"/.cargo/registry", b"path+file:"):
                    assert place not in content, (file, place)
