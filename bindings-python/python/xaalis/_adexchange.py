# Printed from core's source by `cargo xtask print`; do not edit.
"""DEXCHANGE (Senegal): SenEau and Senelec bills, Woyofal top-ups.

Amounts are whole XOF francs (`int`). The vendor's pages: https://docs-api.dexchange.sn.
"""

from __future__ import annotations

from .aio import _AsyncClient
from ._given import Hidden

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._apayment import OnPrompt
    from ._types import (BillInquiry, BillPayment)

__all__ = ["AsyncDexchange", "Bills", "Transactions"]


class AsyncDexchange(_AsyncClient):
    """A merchant's account at DEXCHANGE.

    ```python
    dexchange = AsyncDexchange("your_dexchange_key", journal=SqliteJournal("payments.db"))
    paid = await dexchange.pay_bill(
        "op-1", service="WOYOFAL_SN_BILL", customer="07061270877", amount=1_000,
        external_transaction_id="5b1f-top-up-1")
    print(paid.token)
    ```

    `pay_bill` carries a payment to its end; `bills` and `transactions` ask once. Every method raises
    `InvalidInput` before anything is sent, `PaymentRejected`, `PaymentNotSent`, and `OutcomeUnknown`
    when money may have moved: see `xaalis.errors`.
    """

    _vendor = "dexchange"

    @property
    def bills(self) -> Bills:
        """Bills and prepaid meters."""
        return Bills(self)

    @property
    def transactions(self) -> Transactions:
        """Payments by the vendor's id."""
        return Transactions(self)

    async def pay_bill(
        self,
        op_id: str,
        *,
        service: str,
        customer: str,
        external_transaction_id: str,
        amount: int | None = None,
        bill: str | None = None,
        confirm: bool = False,
        callback_url: str | None = None,
        custom_data: str | None = None,
        on_prompt: OnPrompt | None = None,
        timeout: float | None = 300,
    ) -> BillPayment:
        """Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.

        op_id: Yours, unique per operation; the same one when you come back to it: the payment is
            continued, never begun twice.
        service: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
        customer: The number on the bill or meter.
        external_transaction_id: Your id of this payment, unique and hard to guess: the vendor's
            idempotency key.
        amount: Woyofal only, where it is required: XOF francs. A bill imposes its own.
        bill: The reference of a bill found before. Left out: if exactly one is unpaid it is paid,
            otherwise `on_prompt` is asked.
        confirm: Ask `on_prompt` before paying even when there is only one.
        callback_url: Where the vendor tells changes: see `xaalis.webhooks.Dexchange`.
        custom_data: Text the vendor gives back in its callback, at most 1,024 bytes.
        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. `None` for as
            long as it takes.

        Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
        """
        payment = {
            "service": service,
            "customer": customer,
            "amount": amount,
            "bill": bill,
            "confirm": confirm,
            "external_transaction_id": external_transaction_id,
            "callback_url": callback_url,
            "custom_data": custom_data,
        }
        order = Hidden({"kind": "pay_bill", "payment": payment})
        del payment, customer, callback_url, custom_data
        return await self._flow(order, op_id, on_prompt, timeout)  # type: ignore[no-any-return]


class Bills:
    """Bills and prepaid meters, one request at a time."""

    def __init__(self, client: AsyncDexchange) -> None:
        self._client = client

    async def inquire(self, *, service: str, customer: str) -> BillInquiry:
        """Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".

        service: `SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.
        customer: The number on the bill or meter.
        """
        inquiry = {"service": service, "customer": customer}
        order = Hidden({"kind": "inquire_bills", "inquiry": inquiry})
        del inquiry, customer
        return await self._client._call(order)  # type: ignore[no-any-return]

    async def pay(
        self,
        *,
        service: str,
        customer: str,
        external_transaction_id: str,
        amount: int | None = None,
        bill: str | None = None,
        callback_url: str | None = None,
        custom_data: str | None = None,
        op_id: str | None = None,
    ) -> BillPayment:
        """Pays a bill found before, or tops a meter up, without following it to its end.

        Only `status` says how it stands: it may be `PROCESSING`. The fields are those of
        `AsyncDexchange.pay_bill`; `bill` is required for a bill. Vendor page: "Pay a Bill / Top-up".
        """
        payment = {
            "service": service,
            "customer": customer,
            "amount": amount,
            "bill": bill,
            "external_transaction_id": external_transaction_id,
            "callback_url": callback_url,
            "custom_data": custom_data,
        }
        order = Hidden({"kind": "pay_bill_once", "payment": payment})
        del payment, customer, callback_url, custom_data
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]


class Transactions:
    """Payments by the vendor's id."""

    def __init__(self, client: AsyncDexchange) -> None:
        self._client = client

    async def fetch(self, transaction_id: str) -> BillPayment:
        """Reads one transaction (`TID…`). Not on the pages this library was written from; whether it serves
        bills is not said there. Vendor page: "Get Transaction".
        """
        order = {"kind": "fetch_transaction", "transaction_id": transaction_id}
        return await self._client._read(order)  # type: ignore[no-any-return]
