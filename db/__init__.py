"""What is stored and how it is found: one noun a file."""
