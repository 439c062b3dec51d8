"""What every face says of a verified quote or answer: in words, and as JSON."""
