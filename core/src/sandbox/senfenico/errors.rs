//! Senfenico's error replies (page section "Error Codes").

use super::phones::named;
use crate::http::Response;
use crate::sandbox::reply::{Json, header, json, object};
use crate::sandbox::world::World;

/// The codes of the page's table that the sandbox gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    BatchSizeLimitExceeded,
    RateLimitExceeded,
    UnsupportedProvider,
    OtpInvalid,
    OtpExpired,
    OtpStillValid,
    InsufficientFunds,
    InvalidAccount,
    NetworkError,
    ChargeNotFound,
    UnauthorizedChargeProvider,
    InvalidData,
    InternalError,
}

impl Code {
    const fn as_str(self) -> &'static str {
        match self {
            Self::BatchSizeLimitExceeded => "BATCH_SIZE_LIMIT_EXCEEDED",
            Self::RateLimitExceeded => "RATE_LIMIT_EXCEEDED",
            Self::UnsupportedProvider => "UNSUPPORTED_PROVIDER",
            Self::OtpInvalid => "OTP_INVALID",
            Self::OtpExpired => "OTP_EXPIRED",
            Self::OtpStillValid => "OTP_STILL_VALID",
            Self::InsufficientFunds => "INSUFFICIENT_FUNDS",
            Self::InvalidAccount => "INVALID_ACCOUNT",
            Self::NetworkError => "NETWORK_ERROR",
            Self::ChargeNotFound => "CHARGE_NOT_FOUND",
            Self::UnauthorizedChargeProvider => "UNAUTHORIZED_CHARGE_PROVIDER",
            Self::InvalidData => "INVALID_DATA",
            Self::InternalError => "INTERNAL_ERROR",
        }
    }

    /// The page gives no HTTP codes; these are the sandbox's choice.
    const fn http(self) -> u16 {
        match self {
            Self::RateLimitExceeded => 429,
            Self::ChargeNotFound => 404,
            Self::UnauthorizedChargeProvider => 403,
            Self::NetworkError => 503,
            Self::InternalError => 500,
            _ => 400,
        }
    }

    /// What a reply says: the page's sample where there is one, else its description.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::BatchSizeLimitExceeded => "Maximum of 100 transfers allowed per request",
            _ => self.description(),
        }
    }

    /// The page's own description.
    const fn description(self) -> &'static str {
        match self {
            Self::BatchSizeLimitExceeded => {
                "The request exceeds the maximum batch size of 100 items. Please reduce the number of items in the batch and try again."
            }
            Self::RateLimitExceeded => {
                "You have exceeded the rate limit for API requests. Please wait before making further requests."
            }
            Self::UnsupportedProvider => "UNSUPPORTED_PROVIDER",
            Self::OtpInvalid => "The OTP is invalid. Please try again.",
            Self::OtpExpired => "The OTP has expired. Please request a new one.",
            Self::OtpStillValid => {
                "The current OTP is still valid. Please use the existing OTP or wait until it expires to request a new one."
            }
            Self::InsufficientFunds => {
                "Purse holder does not have enough funds to complete this transaction."
            }
            Self::InvalidAccount => {
                "The phone number is not valid or is not associated with an account with operator. Please check the phone number and try again."
            }
            Self::NetworkError => "A network error occurred. Please try again later.",
            Self::ChargeNotFound => "Charge with the given reference not found.",
            Self::UnauthorizedChargeProvider => {
                "You are not authorized to charge this provider. If you think this is an error, please contact Senfenico team."
            }
            Self::InvalidData => "Invalid data provided. Please check the input and try again.",
            Self::InternalError => "An internal error occurred. Please try again later.",
        }
    }

    /// The page's description in French, mistakes included.
    const fn description_fr(self) -> &'static str {
        match self {
            Self::BatchSizeLimitExceeded => {
                "La requête dépasse la taille maximale autorisée de 100 éléments. Veuillez réduire le nombre d'éléments dans le lot et réessayer."
            }
            Self::RateLimitExceeded => {
                "Vous avez dépassé la limite de taux pour les requêtes API. Veuillez patienter avant de faire d'autres requêtes."
            }
            Self::UnsupportedProvider => "UNSUPPORTED_PROVIDER",
            Self::OtpInvalid => "OTP invalide fournies. Veuillez vérifier et réessayer.",
            Self::OtpExpired => "Le code OTP a expiré. Veuillez en demander un nouveau.",
            Self::OtpStillValid => {
                "Le code OTP actuel est toujours valide. Veuillez utiliser le code OTP existant ou attendre qu'il expire pour en demander un nouveau."
            }
            Self::InsufficientFunds => {
                "Le titulaire du compte n'a pas suffisamment de fonds pour effectuer cette transaction."
            }
            Self::InvalidAccount => {
                "Le numéro de téléphone n'est pas valide ou n'est pas associé à un compte chez l'opérateur. Veuillez vérifier le numéro de téléphone et réessayer."
            }
            Self::NetworkError => "Une erreur de réseau est survenue. Veuillez réessayer plus tard.",
            Self::ChargeNotFound => "La transaction avec la référence donnée est introuvable.",
            Self::UnauthorizedChargeProvider => {
                "Vous n'êtes pas autorisé à collecter les paiement de cet opérateur. Si vous pensez qu'il s'agit d'une erreur, veuillez contacter l'équipe de Senfenico."
            }
            Self::InvalidData => {
                "Données invalides fournies. Veuillez vérifier les données saisies et réessayer."
            }
            Self::InternalError => "Une erreur interne est survenue. Veuillez réessayer plus tard.",
        }
    }
}

/// An error with the table's description as its message.
pub(super) fn refuse(world: &World, code: Code) -> Response {
    refuse_with(world, code, code.message())
}

/// The same about somebody, whom the message may name.
pub(super) fn refuse_number(world: &World, code: Code, phone: &str) -> Response {
    refuse_with(world, code, &named(world, code.message(), phone))
}

/// An error of a charge: the page's sample puts these words before the description.
pub(super) fn refuse_charge(world: &World, code: Code, phone: &str) -> Response {
    let message = format!("Charge operation failed. {}", code.message());
    refuse_with(world, code, &named(world, &message, phone))
}

/// An error with a message of its own.
pub(super) fn refuse_with(world: &World, code: Code, message: &str) -> Response {
    let mut response = json(status(world, code.http()), &body(world, code, message, None));
    if code == Code::RateLimitExceeded && world.options.switches.retry_after_header {
        response.headers.push(header("Retry-After", "1"));
    }
    response
}

/// Refused fields, with the map the introduction calls "Erreurs de validation".
pub(super) fn refuse_fields(world: &World, errors: Json) -> Response {
    let code = Code::InvalidData;
    json(status(world, code.http()), &body(world, code, code.message(), Some(errors)))
}

/// An error without an error_code, as the page prints for unknown references and refused cancels.
pub(super) fn refuse_plainly(world: &World, http: u16, message: &str) -> Response {
    let body = object([("status", Json::Bool(false)), ("message", Json::text(message))]);
    json(status(world, http), &body)
}

/// What an overloaded or failing server answers, with the page's own words where it has some.
pub(in crate::sandbox) fn outage(world: &World, http: u16) -> Option<Response> {
    let code = [Code::RateLimitExceeded, Code::InternalError].into_iter().find(|code| code.http() == http)?;
    Some(json(http, &body(world, code, code.message(), None)))
}

fn body(world: &World, code: Code, message: &str, errors: Option<Json>) -> Json {
    let mut fields = vec![
        ("status", Json::Bool(false)),
        ("message", Json::text(message)),
        ("error_code", Json::text(code.as_str())),
    ];
    if world.options.switches.errors_described {
        fields.push(("description", Json::text(code.description())));
        fields.push(("description_fr", Json::text(code.description_fr())));
    }
    fields.extend(errors.map(|errors| ("errors", errors)));
    Json::Object(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn status(world: &World, http: u16) -> u16 {
    if world.options.switches.errors_always_200 { 200 } else { http }
}
