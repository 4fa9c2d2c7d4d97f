//! The printer, tried on core's source as it is and with a change.

mod clients;
mod errors;
mod printed;
mod shared;
mod typescript;
