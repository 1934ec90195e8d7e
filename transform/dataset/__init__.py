"""Makes `DATA/dataset`: receives records, ledger and registry, gives sealed Parquet tables."""
