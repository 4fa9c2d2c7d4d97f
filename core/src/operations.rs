//! The table of operations: each a row, of which [`Order`](crate::Order), the machines behind it, the clients'
//! methods, its reader and what other languages have of it all come.
//!
//! A row says: what it is called, as a word and as a variant; the parts of its order; its endpoint or machine; how
//! the parts are checked; of a flow, how its machine is made of that; and what it ends with. Where it stands says
//! whose it is, and what it weighs: flows carry a payment to its end, calls ask a vendor once for what moves money
//! and leave a record, reads ask once and leave none.

/// Hands the table to a macro.
macro_rules! operations {
    ($with:ident) => {
        $with! {
            Senfenico {
                flows {
                    /// Asks a customer for a payment and follows it to its end.
                    ///
                    /// Vendor pages: "create a charge", "submit OTP", "fetch charge".
                    collect Collect(/** The payment. */ charge: NewCharge)
                        : sf::Collect = charge.check(), sf::collect => Charge { outcome };
                    /// Opens a payment page and follows it to its end.
                    ///
                    /// Vendor pages: "Initialisation du Checkout", "fetch checkout".
                    checkout Checkout(/** The page. */ checkout: NewCheckout)
                        : sf::CheckoutFlow = checkout.check(), sf::CheckoutFlow::new => Checkout { outcome };
                    /// Pays one recipient and follows the transfer to its end.
                    ///
                    /// Vendor pages: "single transfer", "fetch single transfer", "list transfers".
                    payout Payout(/** The payout. */ transfer: NewTransfer)
                        : sf::Payout = transfer.check(), sf::payout => Transfer { outcome };
                    /// Pays any number of recipients, a hundred a request, and follows each to its end.
                    ///
                    /// Vendor pages: "bulk transfers", "list transfers".
                    bulk_payout BulkPayout(/** The payouts. */ transfers: Vec<NewTransfer>)
                        : sf::BulkPayout = sf::check_all(&transfers),
                        |ctx, transfers: Vec<_>| sf::BulkPayout::new(ctx, &transfers) => Payouts { payouts };
                    /// Sends collected money to your own account and follows it to its end.
                    ///
                    /// Vendor pages: "create settlement", "fetch settlement".
                    settle Settle(/** The settlement. */ settlement: NewSettlement)
                        : sf::Settle = settlement.check(), sf::settle => Settlement { outcome };
                    /// Cancels a settlement, and reads it to be sure.
                    ///
                    /// Vendor page: "cancel settlement".
                    cancel_settlement CancelSettlement(/** The settlement's reference. */ reference: String)
                        : sf::CancelFlow = Reference::parse(&reference), sf::CancelFlow::new => Settlement { outcome };
                }
                calls {
                    /// Asks a customer for a payment, once; only [`Senfenico::collect`](crate::Senfenico::collect)
                    /// finds out what became of it.
                    ///
                    /// Vendor page: "create a charge".
                    create_charge CreateCharge(/** The payment. */ charge: NewCharge)
                        : sf::CreateCharge = charge.check() => ChargeCreated;
                    /// Submits the payer's one-time code, once. Vendor page: "submit OTP".
                    submit_otp SubmitOtp(/** The charge's reference. */ charge: String, /** The code. */ otp: String)
                        : sf::SubmitOtp = sf::SubmitOtp::check(&charge, &otp) => Charge;
                    /// Pays one recipient, once; only [`Senfenico::payout`](crate::Senfenico::payout) finds out what
                    /// became of it.
                    ///
                    /// Vendor page: "single transfer".
                    create_transfer CreateTransfer(/** The payout. */ transfer: NewTransfer)
                        : sf::CreateTransfer = transfer.check() => Transfer;
                    /// Pays up to a hundred recipients in one request, once. Vendor page: "bulk transfers".
                    create_bulk_transfer CreateBulkTransfer(/** The payouts. */ transfers: Vec<NewTransfer>)
                        : sf::CreateBulkTransfer = sf::CreateBulkTransfer::check(&transfers) => BulkQueued;
                    /// Asks for a settlement, once; only [`Senfenico::settle`](crate::Senfenico::settle) finds out
                    /// what became of it.
                    ///
                    /// Vendor page: "create settlement".
                    create_settlement CreateSettlement(/** The settlement. */ settlement: NewSettlement)
                        : sf::CreateSettlement = settlement.check() => Settlement;
                }
                reads {
                    /// Opens a payment page: send the customer to its `authorization_url`.
                    ///
                    /// Vendor page: "Initialisation du Checkout".
                    initialize_checkout InitializeCheckout(/** The page. */ checkout: NewCheckout)
                        : sf::InitializeCheckout = checkout.check() => CheckoutOpened;
                    /// Reads one checkout. Vendor page: "fetch checkout".
                    fetch_checkout FetchCheckout(/** Its reference. */ reference: String)
                        : sf::FetchCheckout = sf::FetchCheckout::check(&reference) => Checkout;
                    /// Reads all checkouts; the vendor has no pages. Vendor page: "list checkout".
                    list_checkouts ListCheckouts: sf::ListCheckouts = Ok(sf::ListCheckouts) => Checkouts;
                    /// Reads one charge. Vendor page: "fetch charge".
                    fetch_charge FetchCharge(/** Its reference. */ reference: String)
                        : sf::FetchCharge = sf::FetchCharge::check(&reference) => Charge;
                    /// Reads all charges; the vendor has no pages. Vendor page: "list charges".
                    list_charges ListCharges: sf::ListCharges = Ok(sf::ListCharges) => Charges;
                    /// Reads the balances, in XOF francs. Vendor page: "fetch balance".
                    fetch_balances FetchBalances: sf::FetchBalances = Ok(sf::FetchBalances) => Balances;
                    /// Reads one transfer. Vendor page: "fetch single transfer".
                    fetch_transfer FetchTransfer(/** Its reference. */ reference: String)
                        : sf::FetchTransfer = sf::FetchTransfer::check(&reference) => Transfer;
                    /// Reads all transfers; the vendor has no pages. Vendor page: "list transfers".
                    list_transfers ListTransfers: sf::ListTransfers = Ok(sf::ListTransfers) => Transfers;
                    /// Reads one settlement. Vendor page: "fetch settlement".
                    fetch_settlement FetchSettlement(/** Its reference. */ reference: String)
                        : sf::FetchSettlement = sf::FetchSettlement::check(&reference) => Settlement;
                    /// Reads all settlements; the vendor has no pages. Vendor page: "list settlements".
                    list_settlements ListSettlements: sf::ListSettlements = Ok(sf::ListSettlements) => Settlements;
                }
            }
            Dexchange {
                flows {
                    /// Looks a bill up, pins it, pays and follows it to its end; a top-up ends with its `token`.
                    ///
                    /// Vendor pages: "Bill Inquiry", "Pay a Bill / Top-up".
                    pay_bill PayBill(/** The bill. */ payment: NewPayBill)
                        : dx::PayBillFlow = payment.check(), dx::PayBillFlow::new => BillPayment { outcome };
                }
                calls {
                    /// Pays a bill found before, or tops a meter up, without following it to its end.
                    ///
                    /// Only `status` says how it stands: it may be `PROCESSING`. The fields are those of
                    /// [`Dexchange::pay_bill`](crate::Dexchange::pay_bill); `bill` is required for a bill. Vendor
                    /// page: "Pay a Bill / Top-up".
                    pay_bill_once PayBillOnce(/** The payment. */ payment: NewBillPayment)
                        : dx::PayBill = payment.check() => BillPayment;
                }
                reads {
                    /// Looks up the bills of a customer, or a meter. Vendor page: "Bill Inquiry".
                    inquire_bills InquireBills(/** Whose. */ inquiry: NewInquiry)
                        : dx::InquireBills = inquiry.check() => Bills;
                    /// Reads one transaction (`TID…`). Not on the pages this library was written from; whether it
                    /// serves bills is not said there. Vendor page: "Get Transaction".
                    fetch_transaction FetchTransaction(/** The vendor's id. */ transaction_id: String)
                        : dx::FetchTransaction = dx::FetchTransaction::check(&transaction_id) => BillPayment;
                }
            }
        }
    };
}

pub(crate) use operations;
