"""Writes all vector files anew: `python3 tests/vectors/generate`. It never asks the library.

Every expectation is told by the vendors' pages and the rules of the design, in a second language, so
that a mistake of the library cannot become its own proof. `--check` only compares.
"""

import importlib
import pathlib
import sys

import classify_scripts
import codes_vectors
import errors_vectors
import given_vectors
import journal_vectors
import parse_vectors
import redaction_vectors
import relay_attacks
import relay_bills
import relay_clients
import relay_vectors
import requests_vectors
import transitions_vectors
import values_vectors
import webhooks_vectors
from common import FOLDER

before = {path: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
stories = [importlib.import_module(path.stem) for path in sorted(pathlib.Path(__file__).parent.glob("flows_*.py"))]
stories = [module for module in stories if hasattr(module, "generate")]
for module in (classify_scripts, codes_vectors, errors_vectors, given_vectors, journal_vectors, *stories, parse_vectors, redaction_vectors, relay_attacks, relay_bills, relay_clients, relay_vectors, requests_vectors, transitions_vectors, values_vectors, webhooks_vectors):
    module.generate()
if "--check" in sys.argv:
    changed = [path.name for path in sorted(FOLDER.glob("*.json")) if before.get(path) != path.read_bytes()]
    for path, content in before.items():
        path.write_bytes(content)
    sys.exit(f"not as generated: {changed}" if changed else 0)
