"""The ledger: the state of the crawl in SQLite (`ledger.sql`), a function of the archive.

Receives what came of each ask and what it led to. Gives the asks that wait, and what is known of
columns, documents and hosts.
"""
