"""A loopback server that misbehaves, and what clients make of it."""
