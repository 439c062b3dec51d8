"""Which days the words of time mean."""
