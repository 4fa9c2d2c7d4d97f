import XaalisDoor

/// What the native half does, with its refusals as errors of this package.
func within<Result>(_ crossing: () throws -> Result) throws -> Result {
    do {
        return try crossing()
    } catch let refused as Refused {
        throw thrown(refused)
    }
}

/// The error of what the native half refuses.
func thrown(_ refused: Refused) -> Told {
    guard case .Because(let text) = refused, let told: Refusing = try? read(text) else { return PaymentError() }
    let problem = told.problem ?? ""
    return switch told.kind {
    case "invalid":
        InvalidInput(field: told.field ?? "", problem: problem, allowed: told.allowed ?? "", suggestion: told.suggestion)
    case "record": RecordError(problem: problem)
    case "webhook": WebhookError(problem: problem)
    // Both name the operation.
    case "busy": OperationBusy(opId: problem)
    case "not_found": OperationNotFound(opId: problem)
    default: PaymentError(problem)
    }
}

/// The error of a no, as narrow as core knows.
func rejected(_ refusal: Refusal, opId: String) -> PaymentRejected {
    switch errorClass(code: refusal.code.rawValue, why: nil) {
    case "authentication_failed": AuthenticationFailed(refusal: refusal, opId: opId)
    case "not_found": NotFound(refusal: refusal, opId: opId)
    case "payment_abandoned": PaymentAbandoned(refusal: refusal, opId: opId)
    default: PaymentRejected(refusal: refusal, opId: opId)
    }
}

/// The error of what never left, as narrow as core knows.
func notSent(_ unsent: NotSentReason, opId: String, cause: (any Error)?) -> PaymentNotSent {
    switch errorClass(code: nil, why: unsent.why.rawValue) {
    case "too_many_requests": TooManyRequests(unsent: unsent, opId: opId, cause: cause)
    default: PaymentNotSent(unsent: unsent, opId: opId, cause: cause)
    }
}

private struct Refusing: Decodable {
    let kind: String
    let problem: String?
    let field: String?
    let allowed: String?
    let suggestion: String?
}
