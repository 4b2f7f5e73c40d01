"""Everything with an address, for people."""
