"""For detect-secrets: keys of the vendors that move money. Those of tests say `test`, or are shorter."""

import re

from detect_secrets.plugins.base import RegexBasedDetector


class LiveKeyDetector(RegexBasedDetector):
    secret_type = "Live key of a payment vendor"  # pragma: allowlist secret
    denylist = [re.compile(r"\b[a-z]{2,6}_live_[A-Za-z0-9_-]{16,}")]
