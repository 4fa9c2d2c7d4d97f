"""The operations of xaalis, printed from core's source by `cargo xtask print`; do not edit."""

from __future__ import annotations

#: Ask a vendor once, and leave no record.
READS = frozenset(
    {
        "initialize_checkout",
        "fetch_checkout",
        "list_checkouts",
        "fetch_charge",
        "list_charges",
        "fetch_balances",
        "fetch_transfer",
        "list_transfers",
        "fetch_settlement",
        "list_settlements",
        "inquire_bills",
        "fetch_transaction",
    }
)

#: Carry a payment to its end: what any other settled was accepted, no more.
FLOWS = frozenset(
    {
        "collect",
        "checkout",
        "payout",
        "bulk_payout",
        "settle",
        "cancel_settlement",
        "pay_bill",
    }
)
