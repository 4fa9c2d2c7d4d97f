//! DEXCHANGE: bills in Senegal.

pub mod webhook;
