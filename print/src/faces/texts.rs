//! Where each operation stands, and its documentation.

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

pub(super) const SENFENICO: Face = Face {
    client: "Senfenico",
    flows: &[
        Placed {
            kind: "collect",
            name: "collect",
            doc: "Asks a customer for a payment and follows it to its end.",
            told: &[
                ("op_id", ""),
                FRANCS,
                ("phone", ""),
                (
                    "provider",
                    "`orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out (Orange and Moov only).",
                ),
                (
                    "on_prompt",
                    "Asked for the one-time code (return it) or shown what to dial (return nothing).",
                ),
                ("timeout", ""),
            ],
            after: r#"Vendor pages: "create a charge", "submit OTP", "fetch charge"."#,
            carried: Flow { seconds: 600, asks: true },
        },
        Placed {
            kind: "checkout",
            name: "checkout",
            doc: "Opens a payment page and follows it to its end; [`on_prompt`] is shown where to send the customer.",
            told: &[FRANCS, ("success_url", ""), ("cancel_url", ""), EMAIL],
            after: r#"Vendor pages: "Initialisation du Checkout", "fetch checkout"."#,
            carried: Flow { seconds: 1800, asks: true },
        },
        Placed {
            kind: "payout",
            name: "payout",
            doc: "Pays one recipient and follows the transfer to its end.",
            told: &[
                FRANCS_OUT,
                RECIPIENT,
                (
                    "ext_id",
                    "Your id of this payout, unique and hard to guess (a UUID): the only way to find it again after a lost answer.",
                ),
                WALLET,
                ("timeout", ""),
            ],
            after: r#"Vendor pages: "single transfer", "fetch single transfer", "list transfers"."#,
            carried: Flow { seconds: 180, asks: false },
        },
        Placed {
            kind: "bulk_payout",
            name: "bulk_payout",
            doc: "Pays any number of recipients, a hundred a request, and follows each to its end.\n\n\
                Returns one item per payout, by its place in `transfers`, each with an outcome of its own. A resumed \
                one may ask [`on_prompt`] for the phone numbers of those not sent yet: records hold none.",
            told: &[("timeout", "")],
            after: r#"Vendor pages: "bulk transfers", "list transfers"."#,
            carried: Flow { seconds: 600, asks: true },
        },
        Placed {
            kind: "settle",
            name: "settle",
            doc: "Sends collected money to your own account and follows it to its end.",
            told: &[
                FRANCS,
                (
                    "timeout",
                    "Seconds after which the waiting ends: [`Unknown`] then, to be resumed. A settlement takes days: come back with [`resume`], or give [`None`] for as long as it takes.",
                ),
            ],
            after: r#"Vendor pages: "create settlement", "fetch settlement"."#,
            carried: Flow { seconds: 60, asks: false },
        },
        Placed {
            kind: "cancel_settlement",
            name: "cancel_settlement",
            doc: "Cancels a settlement, and reads it to be sure.",
            told: &[("timeout", "")],
            after: r#"Vendor page: "cancel settlement"."#,
            carried: Flow { seconds: 120, asks: false },
        },
    ],
    resources: &[
        Resource {
            name: "charges",
            doc: "Payments asked of customers",
            methods: &[
                Placed {
                    kind: "create_charge",
                    name: "create",
                    doc: "Asks a customer for a payment, once; only [`Senfenico::collect`] finds out what became of it.",
                    told: &[
                        FRANCS,
                        ("phone", ""),
                        (
                            "provider",
                            "`orange_bf`, `moov_bf`, `coris_bf` or `sank_bf`; told by the number when left out.",
                        ),
                        ("op_id", ""),
                    ],
                    after: r#"Vendor page: "create a charge"."#,
                    carried: Call,
                },
                Placed {
                    kind: "submit_otp",
                    name: "submit_otp",
                    doc: r#"Submits the payer's one-time code, once. Vendor page: "submit OTP"."#,
                    told: &[("charge", ""), ("otp", "As typed, 4 to 10 digits; spaces are fine.")],
                    after: "",
                    carried: Call,
                },
                read("fetch_charge", "fetch", r#"Reads one charge. Vendor page: "fetch charge"."#),
                read(
                    "list_charges",
                    "list",
                    r#"Reads all charges; the vendor has no pages. Vendor page: "list charges"."#,
                ),
            ],
        },
        Resource {
            name: "checkouts",
            doc: "Payment pages",
            methods: &[
                Placed {
                    kind: "initialize_checkout",
                    name: "initialize",
                    doc: "Opens a payment page: send the customer to its `authorization_url`.",
                    told: &[FRANCS, ("success_url", ""), ("cancel_url", ""), EMAIL],
                    after: r#"Vendor page: "Initialisation du Checkout"."#,
                    carried: Call,
                },
                read("fetch_checkout", "fetch", r#"Reads one checkout. Vendor page: "fetch checkout"."#),
                read(
                    "list_checkouts",
                    "list",
                    r#"Reads all checkouts; the vendor has no pages. Vendor page: "list checkout"."#,
                ),
            ],
        },
        Resource {
            name: "transfers",
            doc: "Payouts to recipients",
            methods: &[
                Placed {
                    kind: "create_transfer",
                    name: "create",
                    doc: "Pays one recipient, once; only [`Senfenico::payout`] finds out what became of it.",
                    told: &[
                        FRANCS_OUT,
                        RECIPIENT,
                        ("ext_id", "Your id of this payout, unique and hard to guess (a UUID)."),
                        WALLET,
                    ],
                    after: r#"Vendor page: "single transfer"."#,
                    carried: Call,
                },
                Placed {
                    kind: "create_bulk_transfer",
                    name: "create_bulk",
                    doc: r#"Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers"."#,
                    told: &[],
                    after: "",
                    carried: Call,
                },
                read(
                    "fetch_transfer",
                    "fetch",
                    r#"Reads one transfer. Vendor page: "fetch single transfer"."#,
                ),
                read(
                    "list_transfers",
                    "list",
                    r#"Reads all transfers; the vendor has no pages. Vendor page: "list transfers"."#,
                ),
            ],
        },
        Resource {
            name: "settlements",
            doc: "Collected money sent to your own account",
            methods: &[
                Placed {
                    kind: "create_settlement",
                    name: "create",
                    doc: "Asks for a settlement, once; only [`Senfenico::settle`] finds out what became of it.",
                    told: &[FRANCS],
                    after: r#"Vendor page: "create settlement"."#,
                    carried: Call,
                },
                read(
                    "fetch_settlement",
                    "fetch",
                    r#"Reads one settlement. Vendor page: "fetch settlement"."#,
                ),
                read(
                    "list_settlements",
                    "list",
                    r#"Reads all settlements; the vendor has no pages. Vendor page: "list settlements"."#,
                ),
            ],
        },
        Resource {
            name: "balances",
            doc: "What you hold at Senfenico",
            methods: &[read(
                "fetch_balances",
                "fetch",
                r#"Reads the balances, in XOF francs. Vendor page: "fetch balance"."#,
            )],
        },
    ],
};

pub(super) const DEXCHANGE: Face = Face {
    client: "Dexchange",
    flows: &[Placed {
        kind: "pay_bill",
        name: "pay_bill",
        doc: "Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.",
        told: &[
            ("op_id", ""),
            SERVICE,
            CUSTOMER,
            (
                "external_transaction_id",
                "Your id of this payment, unique and hard to guess: the vendor's idempotency key.",
            ),
            ("amount", "Woyofal only, where it is required: XOF francs. A bill imposes its own."),
            (
                "bill",
                "The reference of a bill found before. Left out: if exactly one is unpaid it is paid, otherwise [`on_prompt`] is asked.",
            ),
            ("confirm", "Ask [`on_prompt`] before paying even when there is only one."),
            ("callback_url", "Where the vendor tells changes: see [`CallbackKey`]."),
            ("custom_data", "Text the vendor gives back in its callback, at most 1,024 bytes."),
            ("timeout", ""),
        ],
        after: r#"Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up"."#,
        carried: Flow { seconds: 300, asks: true },
    }],
    resources: &[
        Resource {
            name: "bills",
            doc: "Bills and prepaid meters",
            methods: &[
                Placed {
                    kind: "inquire_bills",
                    name: "inquire",
                    doc: r#"Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry"."#,
                    told: &[SERVICE, CUSTOMER],
                    after: "",
                    carried: Read,
                },
                Placed {
                    kind: "pay_bill_once",
                    name: "pay",
                    doc: "Pays a bill found before, or tops a meter up, without following it to its end.\n\n\
                        Only `status` says how it stands: it may be `PROCESSING`. The fields are those of \
                        [`Dexchange::pay_bill`]; `bill` is required for a bill. Vendor page: \"Pay a Bill / Top-up\".",
                    told: &[],
                    after: "",
                    carried: Call,
                },
            ],
        },
        Resource {
            name: "transactions",
            doc: "Payments by the vendor's id",
            methods: &[read(
                "fetch_transaction",
                "fetch",
                "Reads one transaction (`TID…`). Not on the pages this library was written from; whether it \
                 serves bills is not said there. Vendor page: \"Get Transaction\".",
            )],
        },
    ],
};

const fn read(kind: &'static str, name: &'static str, doc: &'static str) -> Placed {
    Placed { kind, name, doc, told: &[], after: "", carried: Read }
}
