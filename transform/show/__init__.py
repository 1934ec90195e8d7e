"""Tells people what a dataset says, and where a number of it is printed."""
