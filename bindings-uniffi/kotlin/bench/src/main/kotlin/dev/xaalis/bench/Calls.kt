package dev.xaalis.bench

import dev.xaalis.ClientOptions
import dev.xaalis.Header
import dev.xaalis.HttpTransport
import dev.xaalis.Journal
import dev.xaalis.Kept
import dev.xaalis.MemoryJournal
import dev.xaalis.Mode
import dev.xaalis.OkHttpTransport
import dev.xaalis.Provider
import dev.xaalis.Record
import dev.xaalis.Senfenico
import dev.xaalis.Transport
import dev.xaalis.TransportRequest
import dev.xaalis.TransportResponse
import dev.xaalis.Vendor
import okhttp3.OkHttpClient

private const val KEY = "sk_test_benchmark"
private const val CHARGE = "ch_45a408fd483a4d66b98aeea97aa7c2e2"

/** A call over loopback. */
suspend fun calls(url: String, rounds: Rounds): List<Row> {
    val okHttp = OkHttpClient()
    val ours = senfenico(OkHttpTransport(okHttp), url)
    val java = senfenico(HttpTransport(), url)
    val hand = ByHand(KEY, url, okHttp)
    val peer = "OkHttp + kotlinx.serialization by hand"
    suspend fun pair(of: Senfenico) {
        of.charges.create(amount = 1_000, phone = "76000000", provider = Provider.ORANGE_BF)
        of.charges.fetch(CHARGE)
    }
    val byHand: Work = {
        hand.createCharge(1_000, "76000000", "orange_bf")
        hand.fetchCharge(CHARGE)
    }
    return beside("POST + GET over loopback, OkHttp", { pair(ours) }, peer, byHand, rounds, goal = 1.5) +
        beside("POST + GET over loopback, OkHttp, 16 at once", { pair(ours) }, peer, byHand, rounds, lanes = 16, goal = 1.5) +
        beside("POST + GET over loopback, java.net.http", { pair(java) }, peer, byHand, rounds) +
        beside("1,000 transfers to objects", { ours.transfers.list() }, peer, { hand.transfers() }, rounds)
}

/** The same without a network: what the crossings, the steps and the reading cost. */
suspend fun inMemory(rounds: Rounds): List<Row> {
    val senfenico = senfenico(Answering, null)
    return listOf(
        alone("in memory, a charge created (5 crossings)", { senfenico.charges.create(amount = 1_000, phone = "76000000", provider = Provider.ORANGE_BF) }, rounds),
        alone("in memory, a charge fetched (3 crossings)", { senfenico.charges.fetch(CHARGE) }, rounds),
    )
}

private fun senfenico(transport: Transport, url: String?) = Senfenico(KEY, Forgetful, transport, ClientOptions(baseUrl = url))

/** Keeps nothing, or the records would be what grows. */
private object Forgetful : Journal by MemoryJournal() {
    override suspend fun put(record: Record): Kept = Kept.STORED

    override suspend fun get(opId: String): Record? = null

    override suspend fun unfinished(): List<Record> = emptyList()

    override suspend fun find(vendor: Vendor, mode: Mode, reference: String?, ourReference: String?): Record? = null
}

private object Answering : Transport {
    override suspend fun send(request: TransportRequest): TransportResponse =
        TransportResponse(200, HEADERS, TransportResponse.Body.Whole(if (request.method == "POST") CREATED else FETCHED))
}

private val HEADERS = listOf(Header("content-type", "application/json"))
private val CREATED = """{"status": true, "message": "Charge attempted", "data": {"reference": "ch_1ba1b4d1268b41079ee84c777e999f51", "status": "send_otp", "display_text": "Composez *144*4*6*500#", "live_mode": false}}""".toByteArray()
private val FETCHED = """{"status": true, "message": "Charge attempted", "data": {"reference": "$CHARGE", "amount": 1000, "fees": "3.50", "currency": "XOF", "transaction_date": "2024-08-18T12:52:33.569084Z", "ip_address": "172.18.0.1", "status": "success", "live_mode": false, "payment_method": "mobile_money", "provider": "orange_bf", "phone": "76000000", "cancelled_at": null, "cancellation_reason": null, "created_at": "2024-08-18T12:52:33.572801Z", "updated_at": "2024-08-18T12:58:04.376754Z", "confirmation_attempts": []}}""".toByteArray()
