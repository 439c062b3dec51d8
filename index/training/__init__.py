"""Question sets, metrics, and fitting of the weights."""
