//! The part of the developer commands that tests and examples start in process.

pub mod sandbox;
