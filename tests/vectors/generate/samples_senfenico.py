"""The JSON samples of Senfenico's page, verbatim (shared/api-docs/senfenico.txt, read 2026-11-21)."""

SENFENICO = {
    "invalid_key": r'''{
    "status": false,
    "message": "Invalid API key"
}''',
    "checkout_initialized": r'''{
    "status": true,
    "message": "Checkout initialized",
    "data": {
        "reference": "chk_de1ca053573c40a29a9fe95e7ad91d7e",
        "authorization_url": "https://api.senfenico.com/v1/checkout_payment/payment_page/chk_de1ca053573c40a29a9fe95e7ad91d7e/",
        "live_mode": false
    }
}''',
    "checkout": r'''{
    "status": true,
    "message": "Checkout details retrieved",
    "data": {
        "email": "customer@mail.com",
        "reference": "8872031d-178e-464c-9261-7984f0a313c0",
        "charge_reference": null,
        "amount": 600,
        "success_url": "https://yourwebsite.com/success",
        "cancel_url": "https://yourwebsite.com/cancel",
        "phone": "",
        "provider": "",
        "live_mode": true,
        "created_at": "2023-07-25T19:55:48.223895Z",
        "updated_at": "2023-07-25T19:55:48.223956Z",
        "status": "pending"
    }
}''',
    "checkouts": r'''{
    "status": true,
    "message": "Checkout list retreived",
    "data": [
        {
            "email": "customer@mail.com",
            "reference": "0ecae2d5-4d8d-47d9-98b2-38826c562c37",
            "charge_reference": "822039fa-9cbc-447b-bd3a-b374e06faa40",
            "amount": 3500,
            "success_url": "https://yourwebsite.com/success",
            "cancel_url": "https://yourwebsite.com/cancel",
            "phone": "77xxxxxx",
            "provider": "orange_bf",
            "live_mode": false,
            "created_at": "2023-07-13T11:36:50.827975Z",
            "updated_at": "2023-07-13T11:41:35.663261Z",
            "status": "pending"
        },
        {
            "email": "customer@mail.com",
            "reference": "e222060a-0f49-4759-a400-c241a88f623c",
            "charge_reference": "734c24d4-a379-47a6-8994-1880a3e63af4",
            "amount": 200,
            "success_url": "https://yourwebsite.com/admin",
            "cancel_url": "https://yourwebsite.com/cancel",
            "phone": "71xxxxxx",
            "provider": "moov_bf",
            "live_mode": false,
            "created_at": "2023-07-11T22:34:44.375268Z",
            "updated_at": "2023-07-12T01:34:21.373271Z",
            "status": "success"
        }
    ]
}''',
    "charge_created_orange": r'''{
    "status": true,
    "message": "Charge attempted",
    "data": {
        "reference": "ch_1ba1b4d1268b41079ee84c777e999f51",
        "status": "send_otp",
        "display_text": "Composez *144*4*6*500# pour obtenir un code OTP, puis entrez-le sur notre plateforme pour finaliser la transaction.",
        "live_mode": false
    }
}''',
    "charge_created_moov": r'''{
    "status": true,
    "message": "Charge attempted",
    "data": {
        "reference": "ch_4f60d14ace534fd19ee3cce88fd6ba73",
        "status": "send_otp",
        "display_text": "Veuillez entrer le code OTP reçu sur votre téléphone pour finaliser la transaction.",
        "live_mode": false
    }
}''',
    "otp_accepted": r'''{
    "status": true,
    "message": "charge completed successfully",
    "data": {
        "reference": "ch_39728149f97a46f1806a694dbb620b23",
        "amount": 1000,
        "fees": 3.5,
        "currency": "XOF",
        "transaction_date": "2024-08-18T11:43:47.380565+00:00",
        "ip_address": "172.18.0.1",
        "status": "success",
        "live_mode": false,
        "payment_method": "mobile_money",
        "provider": "orange_bf",
        "cancelled_at": null,
        "cancellation_reason": null,
        "confirmation_attempts": [
            {
                "ip_address": "172.18.0.1",
                "attempt_date": "2024-08-18T11:44:16.683423+00:00",
                "confirmation_status": "success"
            }
        ]
    }
}''',
    "otp_refused": r'''{
    "status": false,
    "message": "Charge operation failed. The OTP is invalid. Please try again.",
    "error_code": "OTP_INVALID"
}''',
    "charge": r'''{
    "status": true,
    "message": "Charge attempted",
    "data": {
        "reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2",
        "amount": 1000,
        "fees": "3.50",
        "currency": "XOF",
        "transaction_date": "2024-08-18T12:52:33.569084Z",
        "ip_address": "172.18.0.1",
        "status": "success",
        "live_mode": false,
        "payment_method": "mobile_money",
        "provider": "orange_bf",
        "phone": "76000000",
        "cancelled_at": null,
        "cancellation_reason": null,
        "created_at": "2024-08-18T12:52:33.572801Z",
        "updated_at": "2024-08-18T12:58:04.376754Z",
        "confirmation_attempts": [
            {
                "ip_address": "172.18.0.1",
                "attempt_date": "2024-08-18T12:53:00.220699Z",
                "confirmation_status": "failed"
            },
            {
                "ip_address": "172.18.0.1",
                "attempt_date": "2024-08-18T12:58:04.911978Z",
                "confirmation_status": "success"
            }
        ]
    }
}''',
    "charge_not_found": r'''{
    "status": false,
    "message": "Charge not found"
}''',
    "charges": r'''{
    "status": true,
    "message": "Charge list retreived",
    "data": [
        {
            "reference": "01b6f627-6123-43e7-89a7-4fcb9079b173",
            "amount": 500,
            "fees": "2.00",
            "currency": "XOF",
            "transaction_date": "2023-07-27T10:26:50.563219Z",
            "ip_address": "172.23.0.1",
            "status": "success",
            "live_mode": false,
            "payment_method": "mobile_money",
            "provider": "orange_bf",
            "phone": "77xxxxxx",
            "cancelled_at": null,
            "cancellation_reason": null,
            "created_at": "2023-07-27T10:26:50.571137Z",
            "updated_at": "2023-07-27T10:27:19.402034Z",
            "confirmation_attempts": [
                {
                    "ip_address": "172.23.0.1",
                    "attempt_date": "2023-07-27T10:27:19.385100Z",
                    "confirmation_status": "success"
                }
            ]
        },
        {
            "reference": "285a232b-a3b0-4af4-92f3-9c07d10aa13c",
            "amount": 500,
            "fees": "2.00",
            "currency": "XOF",
            "transaction_date": "2023-07-14T12:02:10.115968Z",
            "ip_address": "127.0.0.1",
            "status": "success",
            "live_mode": false,
            "payment_method": "mobile_money",
            "provider": "orange_bf",
            "phone": "77xxxxxx",
            "cancelled_at": null,
            "cancellation_reason": null,
            "created_at": "2023-07-14T12:02:10.128193Z",
            "updated_at": "2023-07-14T12:03:59.453015Z",
            "confirmation_attempts": [
                {
                    "ip_address": "127.0.0.1",
                    "attempt_date": "2023-07-14T12:03:59.403481Z",
                    "confirmation_status": "success"
                },
                {
                    "ip_address": "127.0.0.1",
                    "attempt_date": "2023-07-14T12:04:52.029977Z",
                    "confirmation_status": "failed"
                },
                {
                    "ip_address": "127.0.0.1",
                    "attempt_date": "2023-07-14T12:12:23.276340Z",
                    "confirmation_status": "failed"
                }
            ]
        },
    ]
}''',
    "balances": r'''{
    "status": true,
    "message": "Balance retrieved",
    "data": {
        "collection_balances": {
            "available": 18692.0,
            "pending": 5000.0,
            "currency": "XOF"
        },
        "transfer_balances": {
            "total_available": 0.0,
            "total_pending": 0.0,
            "orange_money_bf": {
                "available": 0.0,
                "pending": 0.0
            },
            "moov_money_bf": {
                "available": 0.0,
                "pending": 0.0
            },
            "sank_money_bf": {
                "available": 0.0,
                "pending": 0.0
            }
        }
    }
}''',
    "transfer_queued": r'''{
    "status": true,
    "message": "Transfer has been queued",
    "data": {
        "reference": "tr_ef733c5a98b04a51b00773256d8b8f2f",
        "amount": 100,
        "fees": 1.5,
        "recipient_phone": "63000000",
        "currency": "XOF",
        "ip_address": "172.18.0.1",
        "status": "pending",
        "live_mode": true,
        "recipient_wallet": "sank_bf",
        "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
        "created_at": "2024-03-21T21:08:33.336879Z"
    }
}''',
    "transfer_unfunded": r'''{
    "status": false,
    "message": "Insufficient balance for Sank BF transfer including fees.",
    "error_code": "INSUFFICIENT_FUNDS"
}''',
    "bulk_queued": r'''{
    "status": true,
    "message": "2 transfers queued for processing",
    "failed_transfers": []
}''',
    "bulk_partly": r'''{
    "status": true,
    "message": "1 transfers queued for processing",
    "failed_transfers": [
        {
            "data": {
                "amount": 100,
                "recipient_phone": "63xxxxxx",
                "recipient_wallet": null,
                "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064"
            },
            "errors": {
                "non_field_errors": [
                    "Insufficient balance for Moov BF transfer including fees."
                ]
            }
        }
    ]
}''',
    "bulk_too_large": r'''{
    "status": false,
    "message": "Maximum of 100 transfers allowed per request",
    "error_code": "BATCH_SIZE_LIMIT_EXCEEDED"
}''',
    "transfers": r'''{
    "status": true,
    "message": "Transfer list retrieved",
    "data": [
        {
            "reference": "tr_61242504fdf24d1b9f5344deed8657f9",
            "amount": 100,
            "fees": "1.50",
            "currency": "XOF",
            "ip_address": "172.18.0.1",
            "status": "pending",
            "live_mode": true,
            "recipient_wallet": "orange_bf",
            "recipient_phone": "65xxxxxx",
            "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
            "created_at": "2024-03-21T13:34:34.268389Z"
        },
        {
            "reference": "tr_f93b234379994c4498c0014d87936dae",
            "amount": 100,
            "fees": "1.50",
            "currency": "XOF",
            "ip_address": "172.18.0.1",
            "status": "pending",
            "live_mode": true,
            "recipient_wallet": "orange_bf",
            "recipient_phone": "76xxxxxx",
            "ext_id": "73b96ea4-210d-4ea0-9b03-8d7fd96e4052",
            "created_at": "2024-03-21T13:22:51.139807Z"
        }
    ]
}''',
    "transfer": r'''{
    "status": true,
    "message": "Transfer details retrieved",
    "data": {
        "reference": "tr_61242504fdf24d1b9f5344deed8657f9",
        "amount": 100,
        "fees": "1.50",
        "currency": "XOF",
        "ip_address": "172.18.0.1",
        "status": "pending",
        "live_mode": true,
        "recipient_wallet": "orange_bf",
        "recipient_phone": "65xxxxxx",
        "created_at": "2024-03-21T13:34:34.268389Z",
        "ext_id": "98b96ea4-210d-4ea0-9b03-8d7fd96e4064",
    }
}''',
    "settlement_created": r'''{
    "status": true,
    "message": "Settlement created",
    "data": {
        "reference": "d1b19637-3cce-45e7-898b-265ddfbc981c",
        "amount": 1000,
        "settlement_fees": 2,
        "currency": "XOF",
        "status": "processing",
        "live_mode": false,
        "created_at": "2023-07-30T19:23:01.658300Z",
        "updated_at": "2023-07-30T19:23:01.659013Z",
        "account_type": "bank",
        "iban": null,
        "rib": "YOUR RIB",
        "bank_name": null,
        "bank_address": null,
        "account_holder_name": null,
        "account_holder_address": null,
        "swift_bic_code": null,
        "provider": null,
        "phone": null,
        "usdt_wallet_address": null
    }
}''',
    "settlement": r'''{
    "status": true,
    "message": "Settlement retrieved",
    "data": {
        "reference": "dc5a902d-a4eb-4025-b4f1-3c9b30468b64",
        "amount": 1000,
        "settlement_fees": 2,
        "currency": "XOF",
        "status": "processing",
        "live_mode": false,
        "created_at": "2023-07-30T20:42:31.147100Z",
        "updated_at": "2023-07-30T20:42:31.147612Z",
        "account_type": "bank",
        "iban": null,
        "rib": "YOUR RIB",
        "bank_name": null,
        "bank_address": null,
        "account_holder_name": null,
        "account_holder_address": null,
        "swift_bic_code": null,
        "provider": null,
        "phone": null,
        "usdt_wallet_address": null
    }
}''',
    "settlements": r'''{
    "status": true,
    "message": "settlement list retrieved",
    "data": [
        {
            "reference": "c067a1ce-0112-44d0-bd1f-ed1c004ee98b",
            "amount": 1000,
            "settlement_fees": 2,
            "currency": "XOF",
            "status": "in_transit",
            "live_mode": false,
            "created_at": "2023-07-30T20:59:33.794435Z",
            "updated_at": "2023-07-30T21:11:43.494159Z",
            "account_type": "bank",
            "iban": null,
            "rib": "YOUR RIB",
            "bank_name": null,
            "bank_address": null,
            "account_holder_name": null,
            "account_holder_address": null,
            "swift_bic_code": null,
            "provider": null,
            "phone": null,
            "usdt_wallet_address": null
        }
    ]
}''',
    "settlement_cancelled": r'''{
    "status": true,
    "message": "Settlement cancelled",
    "data": {
        "reference": "dc5a902d-a4eb-4025-b4f1-3c9b30468b64",
        "amount": 1000,
        "settlement_fees": 2,
        "currency": "XOF",
        "status": "cancelled",
        "live_mode": false,
        "created_at": "2023-07-30T20:42:31.147100Z",
        "updated_at": "2023-07-30T20:57:18.909852Z",
        "account_type": "bank",
        "iban": null,
        "rib": "YOUR RIB",
        "bank_name": null,
        "bank_address": null,
        "account_holder_name": null,
        "account_holder_address": null,
        "swift_bic_code": null,
        "provider": null,
        "phone": null,
        "usdt_wallet_address": null
    }
}''',
    "settlement_not_cancellable": r'''{
    "status": false,
    "message": "Validation error: [\"Settlement can only be cancelled if it's in 'processing' status.\"]"
}''',
}
