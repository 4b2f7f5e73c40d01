"""Walks through the served museum in a real browser, as the people it is for."""
