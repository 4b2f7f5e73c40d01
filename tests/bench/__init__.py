"""`python -m tests.bench`: how fast the museum is, measured beside what the machine and an empty page cost."""
