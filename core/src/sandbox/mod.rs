//! Both vendors' servers, in process.
