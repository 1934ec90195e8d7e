"""Checks as data (勾稽核对): one query a check over the published tables, and what they find."""
