//! What the tests share: a virtual world in which the real library meets the sandbox and the
//! reader of the vector files.

pub mod kill;
pub mod orders;
pub mod relay;
pub mod relay_crowd;
pub mod script;
pub mod vectors;
pub mod world;
