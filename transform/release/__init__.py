"""Cuts a release of a dataset."""
