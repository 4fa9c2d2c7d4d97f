//! Whole journeys through both servers.
