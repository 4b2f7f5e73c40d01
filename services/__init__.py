"""What is allowed and what happens: one noun a file."""
