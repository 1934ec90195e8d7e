"""Exports of a dataset for programs that read no Parquet: CSV and Stata, in `exports/`."""

from transform.exports.writing import write

__all__ = ["write"]
