//! Senfenico: mobile money in Burkina Faso.

pub mod webhook;
