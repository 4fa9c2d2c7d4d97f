# Printed from core's source by `cargo xtask print`; do not edit.
"""Senfenico (Burkina Faso): checkouts, mobile-money charges, transfers, settlements, balances.

Amounts are whole XOF francs (`int`). The vendor's pages: https://docs.senfenico.com/fr/api.
"""

from __future__ import annotations

from _collections_abc import Iterable

from .aio import _AsyncClient
from ._given import Hidden, items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._data import Items
    from ._alisting import AsyncListing
    from ._apayment import OnProgress, OnPrompt
    from ._types import (
        Balances,
        BulkQueued,
        Charge,
        ChargeCreated,
        Checkout,
        CheckoutOpened,
        NewTransfer,
        Payouts,
        Settlement,
        Transfer,
    )

__all__ = ["AsyncSenfenico", "BalancesResource", "Charges", "Checkouts", "Settlements", "Transfers"]


class AsyncSenfenico(_AsyncClient):
    """A merchant's account at Senfenico.

    ```python
    async with AsyncSenfenico("sk_test_sandbox", transport=Sandbox()) as senfenico:
        charge = await senfenico.collect("order-42", amount=1_000, phone="76 00 00 00", on_prompt=ask)
    ```

    Resources (`charges`, `checkouts`, `transfers`, `settlements`, `balances`) ask once: reads are
    repeated when no answer comes, calls that move money are stored and never sent twice. Flows
    (`collect`, `checkout`, `payout`, `bulk_payout`, `settle`, `cancel_settlement`) carry a payment to
    its end, through codes, prompts, crashes and lost answers: prefer them.

    Every method raises `InvalidInput` before anything is sent, `PaymentRejected`, `PaymentNotSent`,
    and `OutcomeUnknown` when money may have moved: see `xaalis.errors`.
    """

    _vendor = "senfenico"

    @property
    def charges(self) -> Charges:
        """Payments asked of customers."""
        return Charges(self)

    @property
    def checkouts(self) -> Checkouts:
        """Payment pages."""
        return Checkouts(self)

    @property
    def transfers(self) -> Transfers:
        """Payouts to recipients."""
        return Transfers(self)

    @property
    def settlements(self) -> Settlements:
        """Collected money sent to your own account."""
        return Settlements(self)

    @property
    def balances(self) -> BalancesResource:
        """What you hold at Senfenico."""
        return BalancesResource(self)

    async def collect(
        self,
        op_id: str,
        *,
        amount: int,
        phone: str,
        provider: str | None = None,
        on_prompt: OnPrompt | None = None,
        timeout: float | None = 600,
    ) -> Charge:
        """Asks a customer for a payment and follows it to its end.

        op_id: Yours, unique per operation; the same one when you come back to it: the payment is
            continued, never begun twice.
        amount: XOF francs, at least 1.
        phone: The customer's number, 8 digits; spaces and `+226` are fine.
        provider: `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out (Orange
            and Moov only).
        on_prompt: Asked for the one-time code (return it) or shown what to dial (return nothing).
        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. `None` for as
            long as it takes.

        Vendor pages: "create a charge", "submit OTP", "fetch charge".
        """
        charge = {"amount": amount, "phone": phone, "provider": provider}
        order = Hidden({"kind": "collect", "charge": charge})
        del charge, phone
        return await self._flow(order, op_id, on_prompt, timeout)  # type: ignore[no-any-return]

    async def checkout(
        self,
        op_id: str,
        *,
        amount: int,
        success_url: str,
        cancel_url: str,
        email: str | None = None,
        on_prompt: OnPrompt | None = None,
        timeout: float | None = 1800,
    ) -> Checkout:
        """Opens a payment page and follows it to its end; `on_prompt` is shown where to send the customer.

        amount: XOF francs, at least 1.
        success_url: Where the customer goes after paying. Coming back there proves nothing.
        cancel_url: Where the customer goes after giving up.
        email: The customer's address.

        Vendor pages: "Initialisation du Checkout", "fetch checkout".
        """
        checkout = {"amount": amount, "success_url": success_url, "cancel_url": cancel_url, "email": email}
        order = Hidden({"kind": "checkout", "checkout": checkout})
        del checkout, email
        return await self._flow(order, op_id, on_prompt, timeout)  # type: ignore[no-any-return]

    async def payout(
        self,
        op_id: str,
        *,
        amount: int,
        phone: str,
        ext_id: str,
        wallet: str | None = None,
        timeout: float | None = 180,
    ) -> Transfer:
        """Pays one recipient and follows the transfer to its end.

        amount: XOF francs, at least 100.
        phone: The recipient's number, 8 digits.
        ext_id: Your id of this payout, unique and hard to guess (a UUID): the only way to find it again
            after a lost answer.
        wallet: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).
        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. `None` for as
            long as it takes.

        Vendor pages: "single transfer", "fetch single transfer", "list transfers".
        """
        transfer = {"amount": amount, "phone": phone, "wallet": wallet, "ext_id": ext_id}
        order = Hidden({"kind": "payout", "transfer": transfer})
        del transfer, phone
        return await self._flow(order, op_id, None, timeout)  # type: ignore[no-any-return]

    async def bulk_payout(
        self,
        op_id: str,
        transfers: Iterable[NewTransfer],
        *,
        on_prompt: OnPrompt | None = None,
        on_progress: OnProgress | None = None,
        timeout: float | None = 600,
    ) -> Payouts:
        """Pays any number of recipients, a hundred a request, and follows each to its end.

        Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A
        resumed one may ask `on_prompt` for the phone numbers of those not sent yet: records hold none.

        on_progress: Told how far it is (`Progress`): at the start, after each batch, and when the vendor's
            list shows more. No request is under way then.
        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. `None` for as
            long as it takes.

        Vendor pages: "bulk transfers", "list transfers".
        """
        order = Hidden({"kind": "bulk_payout", "transfers": items(transfers)})
        del transfers
        return await self._flow(order, op_id, on_prompt, timeout, on_progress)  # type: ignore[no-any-return]

    async def settle(self, op_id: str, *, amount: int, timeout: float | None = 60) -> Settlement:
        """Sends collected money to your own account and follows it to its end.

        amount: XOF francs, at least 1.
        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. A settlement
            takes days: come back with `resume`, or give `None` for as long as it takes.

        Vendor pages: "create settlement", "fetch settlement".
        """
        order = Hidden({"kind": "settle", "settlement": {"amount": amount}})
        return await self._flow(order, op_id, None, timeout)  # type: ignore[no-any-return]

    async def cancel_settlement(
        self, op_id: str, reference: str, *, timeout: float | None = 120
    ) -> Settlement:
        """Cancels a settlement, and reads it to be sure.

        timeout: Seconds after which the waiting ends: `OutcomeUnknown` then, to be resumed. `None` for as
            long as it takes.

        Vendor page: "cancel settlement".
        """
        order = Hidden({"kind": "cancel_settlement", "reference": reference})
        return await self._flow(order, op_id, None, timeout)  # type: ignore[no-any-return]


class Charges:
    """Payments asked of customers, one request at a time."""

    def __init__(self, client: AsyncSenfenico) -> None:
        self._client = client

    async def create(
        self, *, amount: int, phone: str, provider: str | None = None, op_id: str | None = None
    ) -> ChargeCreated:
        """Asks a customer for a payment, once; only `AsyncSenfenico.collect` finds out what became of it.

        amount: XOF francs, at least 1.
        phone: The customer's number, 8 digits; spaces and `+226` are fine.
        provider: `orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out.
        op_id: Yours, unique per operation; made up when left out.

        Vendor page: "create a charge".
        """
        charge = {"amount": amount, "phone": phone, "provider": provider}
        order = Hidden({"kind": "create_charge", "charge": charge})
        del charge, phone
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def submit_otp(self, charge: str, otp: str, *, op_id: str | None = None) -> Charge:
        """Submits the payer's one-time code, once. Vendor page: "submit OTP".

        charge: The charge's reference.
        otp: As typed, 4 to 10 digits; spaces are fine.
        """
        order = Hidden({"kind": "submit_otp", "charge": charge, "otp": otp})
        del otp
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def fetch(self, reference: str) -> Charge:
        """Reads one charge. Vendor page: "fetch charge"."""
        order = {"kind": "fetch_charge", "reference": reference}
        return await self._client._read(order)  # type: ignore[no-any-return]

    async def list(self) -> Items[Charge]:
        """Reads all charges; the vendor has no pages. Vendor page: "list charges"."""
        order = {"kind": "list_charges"}
        return await self._client._read(order)  # type: ignore[no-any-return]

    def iter(self) -> AsyncListing[Charge]:
        """Goes through all charges as they arrive, in little memory however many there are:
        `async for charge in senfenico.charges.iter(): ...`.

        Nothing is sent before the first is asked for. A list that breaks off raises where it does, for what
        is not in half a list may be in the rest.

        Vendor page: "list charges".
        """
        order = {"kind": "list_charges"}
        return self._client._iter(order)


class Checkouts:
    """Payment pages, one request at a time."""

    def __init__(self, client: AsyncSenfenico) -> None:
        self._client = client

    async def initialize(
        self,
        *,
        amount: int,
        success_url: str,
        cancel_url: str,
        email: str | None = None,
        op_id: str | None = None,
    ) -> CheckoutOpened:
        """Opens a payment page: send the customer to its `authorization_url`.

        amount: XOF francs, at least 1.
        success_url: Where the customer goes after paying. Coming back there proves nothing.
        cancel_url: Where the customer goes after giving up.
        email: The customer's address.

        Vendor page: "Initialisation du Checkout".
        """
        checkout = {"amount": amount, "success_url": success_url, "cancel_url": cancel_url, "email": email}
        order = Hidden({"kind": "initialize_checkout", "checkout": checkout})
        del checkout, email
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def fetch(self, reference: str) -> Checkout:
        """Reads one checkout. Vendor page: "fetch checkout"."""
        order = {"kind": "fetch_checkout", "reference": reference}
        return await self._client._read(order)  # type: ignore[no-any-return]

    async def list(self) -> Items[Checkout]:
        """Reads all checkouts; the vendor has no pages. Vendor page: "list checkout"."""
        order = {"kind": "list_checkouts"}
        return await self._client._read(order)  # type: ignore[no-any-return]

    def iter(self) -> AsyncListing[Checkout]:
        """Goes through all checkouts as they arrive, in little memory however many there are:
        `async for checkout in senfenico.checkouts.iter(): ...`.

        Nothing is sent before the first is asked for. A list that breaks off raises where it does, for what
        is not in half a list may be in the rest.

        Vendor page: "list checkout".
        """
        order = {"kind": "list_checkouts"}
        return self._client._iter(order)


class Transfers:
    """Payouts to recipients, one request at a time."""

    def __init__(self, client: AsyncSenfenico) -> None:
        self._client = client

    async def create(
        self, *, amount: int, phone: str, ext_id: str, wallet: str | None = None, op_id: str | None = None
    ) -> Transfer:
        """Pays one recipient, once; only `AsyncSenfenico.payout` finds out what became of it.

        amount: XOF francs, at least 100.
        phone: The recipient's number, 8 digits.
        ext_id: Your id of this payout, unique and hard to guess (a UUID).
        wallet: `orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).

        Vendor page: "single transfer".
        """
        transfer = {"amount": amount, "phone": phone, "wallet": wallet, "ext_id": ext_id}
        order = Hidden({"kind": "create_transfer", "transfer": transfer})
        del transfer, phone
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def create_bulk(self, transfers: Iterable[NewTransfer], *, op_id: str | None = None) -> BulkQueued:
        """Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers"."""
        order = Hidden({"kind": "create_bulk_transfer", "transfers": items(transfers)})
        del transfers
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def fetch(self, reference: str) -> Transfer:
        """Reads one transfer. Vendor page: "fetch single transfer"."""
        order = {"kind": "fetch_transfer", "reference": reference}
        return await self._client._read(order)  # type: ignore[no-any-return]

    async def list(self) -> Items[Transfer]:
        """Reads all transfers; the vendor has no pages. Vendor page: "list transfers"."""
        order = {"kind": "list_transfers"}
        return await self._client._read(order)  # type: ignore[no-any-return]

    def iter(self) -> AsyncListing[Transfer]:
        """Goes through all transfers as they arrive, in little memory however many there are:
        `async for transfer in senfenico.transfers.iter(): ...`.

        Nothing is sent before the first is asked for. A list that breaks off raises where it does, for what
        is not in half a list may be in the rest.

        Vendor page: "list transfers".
        """
        order = {"kind": "list_transfers"}
        return self._client._iter(order)


class Settlements:
    """Collected money sent to your own account, one request at a time."""

    def __init__(self, client: AsyncSenfenico) -> None:
        self._client = client

    async def create(self, *, amount: int, op_id: str | None = None) -> Settlement:
        """Asks for a settlement, once; only `AsyncSenfenico.settle` finds out what became of it.

        amount: XOF francs, at least 1.

        Vendor page: "create settlement".
        """
        order = Hidden({"kind": "create_settlement", "settlement": {"amount": amount}})
        return await self._client._call(order, op_id)  # type: ignore[no-any-return]

    async def fetch(self, reference: str) -> Settlement:
        """Reads one settlement. Vendor page: "fetch settlement"."""
        order = {"kind": "fetch_settlement", "reference": reference}
        return await self._client._read(order)  # type: ignore[no-any-return]

    async def list(self) -> Items[Settlement]:
        """Reads all settlements; the vendor has no pages. Vendor page: "list settlements"."""
        order = {"kind": "list_settlements"}
        return await self._client._read(order)  # type: ignore[no-any-return]

    def iter(self) -> AsyncListing[Settlement]:
        """Goes through all settlements as they arrive, in little memory however many there are:
        `async for settlement in senfenico.settlements.iter(): ...`.

        Nothing is sent before the first is asked for. A list that breaks off raises where it does, for what
        is not in half a list may be in the rest.

        Vendor page: "list settlements".
        """
        order = {"kind": "list_settlements"}
        return self._client._iter(order)


class BalancesResource:
    """What you hold at Senfenico."""

    def __init__(self, client: AsyncSenfenico) -> None:
        self._client = client

    async def fetch(self) -> Balances:
        """Reads the balances, in XOF francs. Vendor page: "fetch balance"."""
        order = {"kind": "fetch_balances"}
        return await self._client._read(order)  # type: ignore[no-any-return]
