"""Benchmarks: programs that print a table. Not collected by pytest."""
