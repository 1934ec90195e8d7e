"""Compares two datasets: every value that differs, with its cause."""
