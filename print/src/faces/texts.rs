//! Where each operation stands, and what is explained of its arguments.

use super::Carried::{Call, Flow, Read};
use super::{Face, Placed, Resource};

const FRANCS: (&str, &str) = ("amount", "XOF francs, at least 1.");
const FRANCS_OUT: (&str, &str) = ("amount", "XOF francs, at least 100.");
const EMAIL: (&str, &str) = ("email", "The customer's address.");
const WALLET: (&str, &str) =
    ("wallet", "`orange_bf`, `moov_bf` or `sank_bf`; told by the number when left out (Orange, Moov).");
const RECIPIENT: (&str, &str) = ("phone", "The recipient's number, 8 digits.");
const SERVICE: (&str, &str) = ("service", "`SENEAU_SN_BILL`, `SENELEC_SN_BILL` or `WOYOFAL_SN_BILL`.");
const CUSTOMER: (&str, &str) = ("customer", "The number on the bill or meter.");
/// In core's words, or the language's own.
const OP_ID: (&str, &str) = ("op_id", "");
const TIMEOUT: (&str, &str) = ("timeout", "");
const PROGRESS: (&str, &str) = (
    "on_progress",
    "Told how far it is (`Progress`): at the start, after each batch, and when the vendor's list shows more. No \
     request is under way then.",
);

pub(super) const SENFENICO: Face = Face {
    client: "Senfenico",
    flows: &[
        flow(
            "collect",
            600,
            true,
            &[
                OP_ID,
                FRANCS,
                ("phone", ""),
                (
                    "provider",
                    "`orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out (Orange \
                     and Moov only).",
                ),
                (
                    "on_prompt",
                    "Asked for the one-time code (return it) or shown what to dial (return nothing).",
                ),
                TIMEOUT,
            ],
        ),
        Placed {
            doc: "Opens a payment page and follows it to its end; [`on_prompt`] is shown where to send the \
                  customer.",
            ..flow("checkout", 1800, true, &[FRANCS, ("success_url", ""), ("cancel_url", ""), EMAIL])
        },
        flow(
            "payout",
            180,
            false,
            &[
                FRANCS_OUT,
                RECIPIENT,
                (
                    "ext_id",
                    "Your id of this payout, unique and hard to guess (a UUID): the only way to find it again \
                     after a lost answer.",
                ),
                WALLET,
                TIMEOUT,
            ],
        ),
        Placed {
            doc: "Pays any number of recipients, a hundred a request, and follows each to its end.\n\n\
                  Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A \
                  resumed one may ask [`on_prompt`] for the phone numbers of those not sent yet: records hold none.",
            ..flow("bulk_payout", 600, true, &[PROGRESS, TIMEOUT])
        },
        flow(
            "settle",
            60,
            false,
            &[
                FRANCS,
                (
                    "timeout",
                    "A settlement takes days: come back with [`resume`], or give [`None`] for as long as it takes.",
                ),
            ],
        ),
        flow("cancel_settlement", 120, false, &[TIMEOUT]),
    ],
    resources: &[
        Resource {
            name: "charges",
            doc: "Payments asked of customers",
            methods: &[
                call(
                    "create_charge",
                    "create",
                    &[
                        FRANCS,
                        ("phone", ""),
                        (
                            "provider",
                            "`orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out.",
                        ),
                        OP_ID,
                    ],
                ),
                call(
                    "submit_otp",
                    "submit_otp",
                    &[("charge", ""), ("otp", "As typed, 4 to 10 digits; spaces are fine.")],
                ),
                read("fetch_charge", "fetch", &[]),
                read("list_charges", "list", &[]),
            ],
        },
        Resource {
            name: "checkouts",
            doc: "Payment pages",
            methods: &[
                call(
                    "initialize_checkout",
                    "initialize",
                    &[FRANCS, ("success_url", ""), ("cancel_url", ""), EMAIL],
                ),
                read("fetch_checkout", "fetch", &[]),
                read("list_checkouts", "list", &[]),
            ],
        },
        Resource {
            name: "transfers",
            doc: "Payouts to recipients",
            methods: &[
                call(
                    "create_transfer",
                    "create",
                    &[
                        FRANCS_OUT,
                        RECIPIENT,
                        ("ext_id", "Your id of this payout, unique and hard to guess (a UUID)."),
                        WALLET,
                    ],
                ),
                call("create_bulk_transfer", "create_bulk", &[]),
                read("fetch_transfer", "fetch", &[]),
                read("list_transfers", "list", &[]),
            ],
        },
        Resource {
            name: "settlements",
            doc: "Collected money sent to your own account",
            methods: &[
                call("create_settlement", "create", &[FRANCS]),
                read("fetch_settlement", "fetch", &[]),
                read("list_settlements", "list", &[]),
            ],
        },
        Resource {
            name: "balances",
            doc: "What you hold at Senfenico",
            methods: &[read("fetch_balances", "fetch", &[])],
        },
    ],
};

pub(super) const DEXCHANGE: Face = Face {
    client: "Dexchange",
    flows: &[flow(
        "pay_bill",
        300,
        true,
        &[
            OP_ID,
            SERVICE,
            CUSTOMER,
            (
                "external_transaction_id",
                "Your id of this payment, unique and hard to guess: the vendor's idempotency key.",
            ),
            ("amount", "Woyofal only, where it is required: XOF francs. A bill imposes its own."),
            (
                "bill",
                "The reference of a bill found before. Left out: if exactly one is unpaid it is paid, otherwise \
                 [`on_prompt`] is asked.",
            ),
            ("confirm", "Ask [`on_prompt`] before paying even when there is only one."),
            ("callback_url", "Where the vendor tells changes: see [`CallbackKey`]."),
            ("custom_data", "Text the vendor gives back in its callback, at most 1,024 bytes."),
            TIMEOUT,
        ],
    )],
    resources: &[
        Resource {
            name: "bills",
            doc: "Bills and prepaid meters",
            methods: &[
                read("inquire_bills", "inquire", &[SERVICE, CUSTOMER]),
                call("pay_bill_once", "pay", &[]),
            ],
        },
        Resource {
            name: "transactions",
            doc: "Payments by the vendor's id",
            methods: &[read("fetch_transaction", "fetch", &[])],
        },
    ],
};

const fn read(
    kind: &'static str,
    name: &'static str,
    told: &'static [(&'static str, &'static str)],
) -> Placed {
    Placed { kind, name, doc: "", told, carried: Read }
}

const fn call(
    kind: &'static str,
    name: &'static str,
    told: &'static [(&'static str, &'static str)],
) -> Placed {
    Placed { kind, name, doc: "", told, carried: Call }
}

const fn flow(
    kind: &'static str,
    seconds: u32,
    asks: bool,
    told: &'static [(&'static str, &'static str)],
) -> Placed {
    Placed { kind, name: kind, doc: "", told, carried: Flow { seconds, asks } }
}
