"""The JSON samples of DEXCHANGE's pages, verbatim (shared/api-docs/dexchange-*.txt, read 2026-11-21)."""

DEXCHANGE = {
    "inquiry_openapi": r'''{
  "success": true,
  "referenceClient": "210278816",
  "bills": [
    {
      "paymentTransactionNumber": "<string>",
      "referenceClient": "000210278816",
      "referenceFacture": "8000000680",
      "nom": "FALL OUSSEYNOU",
      "prenom": "<string>",
      "montant": 104500,
      "frais": 0,
      "total": 104500,
      "dateEcheance": "2018-12-31",
      "paid": false,
      "address": "<string>",
      "meterStatus": "<string>"
    }
  ]
}''',
    "inquiry": r'''{
  "success": true,
  "referenceClient": "210278816",
  "bills": [
    {
      "paymentTransactionNumber": null,
      "referenceClient": "000210278816",
      "referenceFacture": "8000000680",
      "nom": "FALL OUSSEYNOU",
      "prenom": null,
      "montant": 104500,
      "frais": 0,
      "total": 104500,
      "dateEcheance": "2018-12-31",
      "paid": false,
      "address": null,
      "meterStatus": null
    }
  ]
}''',
    "inquiry_no_bill": r'''{
  "success": false,
  "message": "No bill found",
  "bills": []
}''',
    "pay_openapi": r'''{
  "message": "Bill paid successfully",
  "transaction": {
    "success": true,
    "transactionId": "TID123456789",
    "externalTransactionId": "INV-001",
    "transactionType": "BILL",
    "amount": 104500,
    "transactionFee": 1045,
    "number": "210278816",
    "referenceFacture": "8000000680",
    "token": "1283930093209223",
    "Status": "SUCCESS",
    "previousBalance": 500000,
    "currentBalance": 394455,
    "message": "<string>"
  }
}''',
    "pay_bill": r'''{
  "message": "Bill paid successfully",
  "transaction": {
    "success": true,
    "transactionId": "TID123456789",
    "externalTransactionId": "INV-001",
    "transactionType": "BILL",
    "amount": 104500,
    "transactionFee": 1045,
    "number": "210278816",
    "referenceFacture": "8000000680",
    "Status": "SUCCESS",
    "previousBalance": 500000,
    "currentBalance": 394455
  }
}''',
    "pay_token": r'''{
  "message": "Bill paid successfully",
  "transaction": {
    "success": true,
    "transactionId": "TID987654321",
    "transactionType": "BILL",
    "amount": 1000,
    "transactionFee": 10,
    "number": "07061270877",
    "token": "1283930093209223",
    "Status": "SUCCESS",
    "currentBalance": 498990
  }
}''',
    "pay_processing": r'''{
  "message": "Bill paid successfully",
  "transaction": {
    "success": true,
    "transactionId": "TID987654321",
    "transactionType": "BILL",
    "amount": 1000,
    "Status": "PROCESSING",
    "message": "Top-up in progress — token available shortly"
  }
}''',
    "pay_failed": r'''{
  "message": "Failed to pay bill",
  "transaction": {
    "success": false,
    "Status": "FAILED",
    "message": "Insufficient balance"
  }
}''',
    "callback": r'''{
  "id": "TID123456789",
  "externalTransactionId": "INV-001",
  "transactionType": "BILL",
  "AMOUNT": 104500,
  "FEE": 1045,
  "PHONE_NUMBER": "210278816",
  "STATUS": "SUCCESS",
  "COMPLETED_AT": "2024-03-20T10:35:00Z",
  "PREVIOUS_BALANCE": 500000,
  "CURRENT_BALANCE": 394455
}''',
}
