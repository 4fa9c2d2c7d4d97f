// The bodies of the vendor's pages, as `bindings-python/bench/server` has them.

export const KEY = "sk_test_sandbox"; // pragma: allowlist secret
export const NEW_CHARGE = { amount: 1000, phone: "76000000", provider: "orange_bf" };
export const FETCHED = "ch_45a408fd483a4d66b98aeea97aa7c2e2";

export const CREATED = `{"status": true, "message": "Charge attempted", "data": {"reference": "ch_1ba1b4d1268b41079ee84c777e999f51", "status": "send_otp", "display_text": "Composez *144*4*6*500# pour obtenir un code OTP, puis entrez-le sur notre plateforme pour finaliser la transaction.", "live_mode": false}}`;

export const CHARGE = `{"status": true, "message": "Charge attempted", "data": {"reference": "ch_45a408fd483a4d66b98aeea97aa7c2e2", "amount": 1000, "fees": "3.50", "currency": "XOF", "transaction_date": "2024-08-18T12:52:33.569084Z", "ip_address": "172.18.0.1", "status": "success", "live_mode": false, "payment_method": "mobile_money", "provider": "orange_bf", "phone": "76000000", "cancelled_at": null, "cancellation_reason": null, "created_at": "2024-08-18T12:52:33.572801Z", "updated_at": "2024-08-18T12:58:04.376754Z", "confirmation_attempts": [{"ip_address": "172.18.0.1", "attempt_date": "2024-08-18T12:53:00.220699Z", "confirmation_status": "failed"}, {"ip_address": "172.18.0.1", "attempt_date": "2024-08-18T12:58:04.911978Z", "confirmation_status": "success"}]}}`;

const hex = (number, length) => number.toString(16).padStart(length, "0");

export function transfers(count = 1000) {
  const items = Array.from({ length: count }, (_, at) => {
    const status = ["pending", "success", "failed"][at % 3];
    return `{"reference":"tr_${hex(at, 32)}","amount":${100 + at},"fees":"1.50","currency":"XOF","ip_address":"172.18.0.1","status":"${status}","live_mode":false,"recipient_wallet":"orange_bf","recipient_phone":"65000000","ext_id":"98b96ea4-210d-4ea0-9b03-${hex(at, 12)}","created_at":"2024-03-21T13:34:34.268389Z"}`;
  });
  return `{"status":true,"message":"Transfer list retrieved","data":[${items.join(",")}]}`;
}
