//! What the tests share: a virtual world in which the real library meets the sandbox, the reader of
//! the vector files, and the printer of core's types for other languages.

pub mod kill;
pub mod mirror;
pub mod orders;
pub mod script;
pub mod vectors;
pub mod world;
