"""Payments in a Django project: the journal in your database, webhooks, a command, an admin page.

```python
INSTALLED_APPS = [..., "xaalis.django"]
XAALIS = {"SENFENICO_KEY": env["SENFENICO_KEY"], "SENFENICO_WEBHOOK_KEYS": [env["SENFENICO_WEBHOOK_KEY"]]}
```

`xaalis.django.senfenico()` and `dexchange()` give this process's clients, `asenfenico()` and
`adexchange()` those for asyncio; signals stand in
`xaalis.django.signals`, and `xaalis.django.resuming` has `abandon` and `look`. An order of yours that is paid is a
`xaalis.django.payable.Payable`. All settings are in `xaalis.django.conf`.
"""

from __future__ import annotations

from .clients import (
    adexchange,
    asenfenico,
    client_for,
    dexchange,
    dexchange_callback_url,
    senfenico,
)
from .errors import NotConfigured, TransactionOpen

__all__ = [
    "NotConfigured",
    "TransactionOpen",
    "adexchange",
    "asenfenico",
    "client_for",
    "dexchange",
    "dexchange_callback_url",
    "senfenico",
]
