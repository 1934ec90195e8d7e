"""Prints what a dataset says on a terminal."""
